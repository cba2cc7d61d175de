"""Who is in a talk, in words for the pages of those who are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from buergerbuero.consultations.company import Company, Person
from buergerbuero.consultations.models import ON_THE_WAY, ParticipantRole, Stage

ROLES = {
    ParticipantRole.ADVISOR.value: pgettext_lazy("role", "Beratung"),
    ParticipantRole.CITIZEN.value: _("Bürgerin oder Bürger"),
    ParticipantRole.COLLEAGUE.value: _("Kollegin oder Kollege"),
    ParticipantRole.COMPANION.value: _("Begleitung"),
    ParticipantRole.INTERPRETER.value: _("Dolmetschen"),
    ParticipantRole.SIGN.value: _("Gebärdensprache"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    person: Person
    role: str
    you: bool

    @property
    def key(self) -> str:
        return self.person.key

    @property
    def who(self) -> str:
        """“Herr Weiss, Dolmetschen”; before they have given a name, what they come for."""
        return ", ".join(filter(None, (self.person.name, self.role)))

    @property
    def is_guest(self) -> bool:
        return self.person.user is None and self.person.role != ParticipantRole.CITIZEN

    @property
    def was_brought_in(self) -> bool:
        return self.person.role not in (ParticipantRole.ADVISOR, ParticipantRole.CITIZEN)


def inside(company: Company) -> list[Shown]:
    return _shown(company, company.inside)


def on_the_way(company: Company) -> list[Shown]:
    return _shown(company, (one for one in company.people if one.stage in ON_THE_WAY))


def not_coming(company: Company) -> list[tuple[Shown, str]]:
    """What the advisor reads of whoever will not come."""
    said = {
        Stage.REFUSED.value: gettext("%(citizen)s möchte das nicht: %(who)s."),
        Stage.DECLINED.value: gettext("%(who)s kann gerade nicht."),
        Stage.MISSED.value: gettext("%(name)s antwortet nicht."),
    }
    # A guest who was sent away has not said no.
    people = (one for one in company.people if one.stage in said and not _sent_away(one))
    return [(one, said[one.person.stage] % _named(company, one)) for one in _shown(company, people)]


def _sent_away(one: Person) -> bool:
    return one.stage == Stage.DECLINED and one.user is None


def _named(company: Company, one: Shown) -> dict[str, str]:
    return {"citizen": company.citizen, "who": one.who, "name": one.person.name}


def _shown(company: Company, people: Iterable[Person]) -> list[Shown]:
    return [Shown(one, str(ROLES[one.role]), one.key == company.me.key) for one in people]
