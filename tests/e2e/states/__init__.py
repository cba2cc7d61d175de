"""Every state a page can be in: its name, and what brings somebody's page into it.

Each begins on the example county's first morning. What looks at all of them (pictures, axe,
widths) goes through CITIZEN and ADVISOR, so a state that is missing here is seen by nobody.
"""

from collections.abc import Callable

from tests.e2e.people import People
from tests.e2e.states import (
    alerts,
    around,
    callbacks,
    company,
    desk,
    doors,
    handing_over,
    papers,
    pictures,
    returning,
    visits,
)
from tests.e2e.visitor import Visitor

CITIZEN: dict[str, Callable[[People], Visitor]] = (
    doors.STATES
    | callbacks.CITIZEN
    | visits.STATES
    | pictures.CITIZEN
    | alerts.CITIZEN
    | handing_over.CITIZEN
    | returning.STATES
    | around.STATES
    | papers.CITIZEN
    | company.CITIZEN
)
ADVISOR: dict[str, Callable[[People], Visitor]] = (
    desk.STATES
    | callbacks.ADVISOR
    | alerts.ADVISOR
    | handing_over.ADVISOR
    | papers.ADVISOR
    | company.ADVISOR
    | pictures.ADVISOR
)
