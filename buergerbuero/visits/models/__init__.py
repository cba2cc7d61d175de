"""The line as rows. Waiting is a row, so it survives whatever happens to a process."""

from buergerbuero.visits.models.door import Alert, Callback, DailySalt, NumberRoll
from buergerbuero.visits.models.slip import Slip
from buergerbuero.visits.models.visit import (
    OPEN,
    WITH_ADVISOR,
    WITHOUT_ADVISOR,
    Event,
    ReturnCode,
    ReturnTry,
    Visit,
    Word,
    label,
    new_id,
)

__all__ = (
    "OPEN",
    "WITHOUT_ADVISOR",
    "WITH_ADVISOR",
    "Alert",
    "Callback",
    "DailySalt",
    "Event",
    "NumberRoll",
    "ReturnCode",
    "ReturnTry",
    "Slip",
    "Visit",
    "Word",
    "label",
    "new_id",
)
