"""Who has been told that nobody opens a door, as a reading of it has it."""

from collections.abc import Iterable

from django.utils import timezone

from buergerbuero.departments.models import Department
from buergerbuero.visits.alerts import Stage, could_call
from buergerbuero.visits.crew import Advisor, load_crews
from buergerbuero.visits.models import Alert


def stage_at(alert: Alert | None, crew: Iterable[Advisor]) -> Stage:
    """Once somebody is at work, it is over."""
    return Stage(alert.stage) if alert and could_call(crew) else Stage.QUIET


def load_stage(department: Department) -> Stage:
    alert = Alert.objects.filter(department=department).exclude(stage=Stage.QUIET).first()
    if alert is None:
        return Stage.QUIET
    return stage_at(alert, load_crews([department], timezone.now())[department.pk])
