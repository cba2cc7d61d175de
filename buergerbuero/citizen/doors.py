"""The doors as the public sees them: overview and department page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation

from buergerbuero.departments.models import Department
from buergerbuero.departments.status import PublicState
from buergerbuero.departments.wording import day_in_words, describe
from buergerbuero.live.hub import Snapshots
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.live.viewer import Message, Viewer
from buergerbuero.visits.look import load_public_state, load_public_states
from buergerbuero.web.regions import render_region


@dataclass(frozen=True, slots=True)
class Door:
    department: Department
    public: PublicState


@dataclass(frozen=True, slots=True)
class Overview:
    """One reading of all doors; what everybody sees of it is rendered once per language."""

    doors: tuple[Door, ...]
    rendered: dict[str, tuple[Message, ...]] = field(default_factory=dict)


def load_overview(_key: str = "") -> Overview:
    doors = [Door(department, public) for department, public in load_public_states()]
    return Overview(tuple(sorted(doors, key=lambda door: door.public.rank)))


def load_door(slug: str) -> Door:
    """Raises Department.DoesNotExist."""
    department = Department.objects.get(slug=slug)
    return Door(department, load_public_state(department))


def context_of(door: Door) -> dict[str, Any]:
    return {
        "department": door.department,
        "public": door.public,
        "words": describe(door.public),
        "today": day_in_words(door.department.hours(), timezone.localdate()),
        "region": f"door-{door.department.slug}",
    }


class OverviewPage:
    name = "overview"

    def viewer(self, asked: Asked) -> Viewer:
        return Viewer("overview", asked.language, ("overview",))

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        return {}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message]:
        overview: Overview = snapshots["overview"]
        if viewer.language not in overview.rendered:
            overview.rendered[viewer.language] = tuple(
                _render(door, "citizen/regions/door.html", viewer.language)
                for door in overview.doors
            )
        return overview.rendered[viewer.language]


class DepartmentPage:
    """The public state of one door. Watches the overview's reading: it holds no more than that."""

    name = "department"

    def viewer(self, asked: Asked) -> Viewer:
        if not Department.objects.filter(slug=asked.key).exists():
            raise Refused(404)
        return Viewer("department", asked.language, ("overview",), facts=asked.key)

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        return {}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message]:
        overview: Overview = snapshots["overview"]
        key = f"{viewer.language} {viewer.facts}"
        if key not in overview.rendered:
            overview.rendered[key] = tuple(
                _render(door, "citizen/regions/door_head.html", viewer.language)
                for door in overview.doors
                if door.department.slug == viewer.facts
            )
        return overview.rendered[key]


def _render(door: Door, template: str, language: str) -> Message:
    with translation.override(language):
        context = context_of(door)
    return render_region(f"door-{door.department.slug}", template, context, language)
