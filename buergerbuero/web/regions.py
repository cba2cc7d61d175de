"""A region is one template, used by the page and by the stream."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from buergerbuero.live.viewer import Message
from buergerbuero.live.wire import region


def render_region(name: str, template: str, context: Mapping[str, Any], language: str) -> Message:
    """The message that shows `template`; the template's root is `#region-<name>`."""
    with translation.override(language):
        return region(name, render_to_string(template, dict(context)))
