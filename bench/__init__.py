"""Measurements by command, each beside a baseline of the same run. Figures go to RESULTS.md."""
