"""Every page in every state it can be in, in both languages: what people see of this office."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.citizen.guest import COOKIE
from buergerbuero.departments.models import Department, DutyState, NameRule
from buergerbuero.visits import actions, emergency, slips
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.handing_over import write_note
from buergerbuero.visits.identity import note_identity
from buergerbuero.visits.limits import UNACKNOWLEDGED_AT_MOST
from buergerbuero.visits.models import Alert, Visit
from buergerbuero.visits.returning import make_code
from buergerbuero.visits.rules import Absence, Identity, Outcome, Reason
from tests.browser import ORIGIN, Browser
from tests.consultations.talks import agreed_guest, enter, joined
from tests.people import has_served, knock, make_advisor, make_department, on_duty

LANGUAGES = {"de": "", "en": "/en"}
Pages = dict[str, Any]


def everything() -> Pages:
    return {
        f"{language}: {name}": response
        for language, prefix in LANGUAGES.items()
        for name, response in _scenes(prefix, language)
    }


def _scenes(prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    office = _office(language)
    stranger = Browser()
    for name, path in PUBLIC.items():
        yield name, stranger.get(prefix + path)
    yield from _doors(office, prefix, language)
    yield from _knocks(office, prefix, language)
    yield from _visits(office, prefix, language)
    yield from _out_of_the_talk(office, prefix, language)
    yield from _desks(office, prefix, language)
    yield from _accounts(prefix, language)
    yield "guest at the door", _guest(office, prefix)


PUBLIC = {
    "overview": "/",
    "privacy": "/privacy/",
    "imprint": "/imprint/",
    "accessibility": "/accessibility/",
    "invited": "/join/",
    "guest, the talk is over": "/guest/",
    "no visit": "/visit/",
    "no such page": "/nothing/here",
    "no such department": "/departments/nothing/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "inactive": "/accounts/inactive/",
}


def _guest(office: Department, prefix: str) -> Any:
    """Ayla talks, has agreed to an interpreter, and he stands at the door."""
    ayla = enter(knock(office, "Ayla"), on_duty(make_advisor(f"guest{prefix}", "Frau Xu", office)))
    joined(ayla)
    browser = Browser()
    browser.cookies[COOKIE] = agreed_guest(ayla)
    return browser.get(f"{prefix}/guest/")


def _office(language: str) -> Department:
    return make_department(
        f"office-{language}",
        {"de": "E", "en": "F"}[language],
        asks_case_number=True,
        name_rule=NameRule.REQUIRED,
        languages=["de", "tr"],
        to_bring={"de": "Ausweis\nGeburtsurkunde"},
    )


def _doors(office: Department, prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    states = {
        "unstaffed": {},
        "suspended": {"suspended": True, "suspension": {"de": "Wasserschaden"}},
        "full": {"capacity": 0},
        "no more": {"no_more_on": timezone.localdate()},
        "discreet": {"discreet": True, "name_rule": NameRule.ALIAS},
    }
    for number, (state, facts) in enumerate(states.items()):
        letter = "ABCDG"[number] + {"de": "A", "en": "B"}[language]
        door = make_department(f"{state.replace(' ', '-')}-{language}", letter, **facts)
        yield f"door {state}", Browser().get(f"{prefix}/departments/{door.slug}/")
        if state in ("suspended", "full", "no more"):
            yield f"knock {state}", Browser().knock(door, page=prefix[1:], name="Chen")
    yield from _callbacks(prefix, language)
    door = make_department(f"closed-{language}", {"de": "H", "en": "I"}[language])
    door.opening_hours.all().delete()
    yield "door closed", Browser().get(f"{prefix}/departments/{door.slug}/")


def _callbacks(prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    letter = {"de": "N", "en": "O"}[language]
    door = make_department(f"calls-{language}", letter, takes_callbacks=True, suspended=True)
    path = f"{prefix}/departments/{door.slug}/"

    def ask(phone: str) -> Any:
        wish = {"phone": phone, "when": "morning", "name": "Frau Krüger"}
        return Browser().post(f"{path}callback", wish, headers={"Origin": ORIGIN})

    yield "callback offered", Browser().get(path)
    yield "callback, no number", ask("abc")
    yield "callback noted", ask("0151 23456789")


def _returning(visit: Visit, prefix: str) -> Iterator[tuple[str, Any]]:
    def take(code: str) -> Any:
        path = f"{prefix}/visit/continue"
        return Browser().post(path, {"code": code}, headers={"Origin": ORIGIN})

    first = Browser().holds(visit)
    yield "return code asked for", Browser().get(f"{prefix}/visit/continue")
    yield "return code wrong", take("XXX-XXX-XXX")
    yield "return code", first.post(f"{prefix}/visit/return-code")
    take(make_code(visit))
    yield "goes on elsewhere", first.get(f"{prefix}/visit/")


def _knocks(office: Department, prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    here = prefix[1:]
    yield "knock without a name", Browser().knock(office, page=here)
    yield "knock as staff", Browser().knock(office, page=here, name="Amt", needs=["sign"])
    elsewhere = knock(make_department(f"other-{language}", {"de": "J", "en": "K"}[language]))
    waits = Browser().holds(elsewhere)
    yield "knock at a second door", waits.knock(office, page=here, name="Ayla")
    yield "knock once more", waits.knock(elsewhere.department, page=here, name="Ayla")
    nothing = {"subject": "x", "language": "x", "needs": ["x"], "case_number": "7" * 41}
    yield "knock with nothing we know", Browser().knock(office, page=here, **nothing)
    busy = make_department(f"busy-{language}", {"de": "L", "en": "M"}[language])
    flood = Browser(address=f"198.51.100.{len(language + here)}")
    for _ in range(UNACKNOWLEDGED_AT_MOST):
        flood.cookies.clear()
        flood.knock(busy, page=here, name="Chen")
    flood.cookies.clear()
    yield "knock too often", flood.knock(busy, page=here, name="Chen")
    foreign = Browser().post(f"{prefix}/departments/{office.slug}/knock", {"name": "Chen"})
    yield "knock from elsewhere", foreign
    Visit.objects.filter(department=office).update(absence="")


def _visits(office: Department, prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    advisor = on_duty(make_advisor(f"demir-{language}", "Frau Demir", office))

    def page(visit: Visit, query: str = "") -> Any:
        return Browser().holds(visit).get(f"{prefix}/visit/{query}")

    def waiting(**facts: Any) -> Visit:
        visit = knock(office)
        Visit.objects.filter(pk=visit.pk).update(**facts)
        return visit

    yield "waiting", page(waiting())
    yield from _returning(waiting(), prefix)
    yield from _with_experience(office, prefix, page, waiting)
    yield "waiting without refresh", page(waiting(), "?refresh=off")
    soon = timezone.now() + timedelta(minutes=5)
    for absence in Absence:
        if absence:
            until = soon if absence in (Absence.PAUSE, Absence.NOT_YET) else None
            yield f"waiting, {absence}", page(waiting(absence=absence, absent_until=until))
    for duty in (DutyState.AWAY, DutyState.BREAK, DutyState.FREE):
        on_duty(advisor, duty)
        yield f"waiting, advisor {duty}", page(waiting())
    for stage in Stage:
        alert = {"since": timezone.now(), "stage": stage}
        Alert.objects.update_or_create(department=office, defaults=alert)
        yield f"waiting, alert {stage}", page(waiting())
    visit = waiting()
    actions.call(Visit.objects.get(pk=visit.pk), advisor, reason=Reason.URGENT)
    yield "called", page(visit)
    for _ in range(3):
        actions.more_time(Visit.objects.get(pk=visit.pk))
    yield "called, no more time", page(visit)
    actions.enter(Visit.objects.get(pk=visit.pk))
    yield "talking", page(visit)
    yield from _documents(visit, advisor, page, prefix)
    actions.hang_up(Visit.objects.get(pk=visit.pk))
    yield "hung up", page(visit)
    yield from _slips(visit, advisor, page, prefix)
    for outcome in Outcome:
        reason = "Bitte kommen Sie vorbei." if outcome == Outcome.DECLINED else ""
        closed = timezone.now()
        gone = waiting(state="closed", outcome=outcome, closed_at=closed, reason=reason, name="")
        yield f"over, {outcome}", page(gone)


def _documents(visit: Visit, advisor: User, page: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    desk = Browser().is_signed_in_as(advisor)
    for identity in (Identity.ASKED, Identity.DOCUMENT):
        note_identity(visit, advisor, identity)
        yield f"talking, {identity}", page(visit)
        yield f"desk, {identity}", desk.get(f"{prefix}/desk/")


def _slips(visit: Visit, advisor: User, page: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    said: slips.Said = {
        "discussed": "Fast vollständig.",
        "missing": "Lohnabrechnung",
        "due": timezone.localdate(),
    }
    slips.write(visit, advisor, said, "de")
    desk = Browser().is_signed_in_as(advisor)
    yield "desk, writing a slip", desk.get(f"{prefix}/desk/")
    actions.end(Visit.objects.get(pk=visit.pk), advisor)
    yield "over, with a slip", page(visit)
    slips.delete(visit)
    yield "over, slip deleted", page(visit)


def _with_experience(
    office: Department, prefix: str, page: Any, waiting: Any
) -> Iterator[tuple[str, Any]]:
    """Everybody is in talk, and the office knows how long it takes."""
    door = Department.objects.filter(pk=office.pk)
    hours, today = office.opening_hours.all(), timezone.localdate()
    has_served(office)
    busy = on_duty(make_advisor(f"weber-{office.slug}", "Herr Weber", office))
    actions.call(knock(office), busy, reason=Reason.URGENT)
    yield "waiting, with a range", page(waiting())
    door.update(longer_on=today)
    yield "waiting, longer than usual", page(waiting())
    yield "door longer than usual", Browser().get(f"{prefix}/departments/{office.slug}/")
    at = timezone.localtime()
    hours.update(closes=at.replace(hour=23, minute=59, second=0).time())
    door.update(too_late_on=today)
    yield "door shut by itself", Browser().get(f"{prefix}/departments/{office.slug}/")
    door.update(longer_on=None, too_late_on=None)
    hours.update(closes=time(0))
    actions.leave(Visit.objects.get(advisor=busy))
    on_duty(busy, DutyState.AWAY)
    Visit.objects.filter(letter="ZZ").delete()


def _desks(office: Department, prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    advisor = on_duty(make_advisor(f"brandt-{language}", "Herr Brandt", office))
    make_advisor(f"mate-{language}", "Frau Weiss", office)
    nobody = make_advisor(f"nobody-{language}", "Frau Albrecht")

    def page(user: User) -> Any:
        return Browser().is_signed_in_as(user).get(f"{prefix}/desk/")

    yield "desk without departments", page(nobody)
    yield "desk", page(advisor)
    first = Visit.objects.filter(department=office, state="waiting", absence="").earliest("since")
    Visit.objects.filter(pk=first.pk).update(needs=["sign", "writing"], case_number="ELT-1")
    actions.call(first, advisor, reason=Reason.URGENT)
    yield "desk, called", page(advisor)
    late = timezone.now() - timedelta(minutes=1)
    Visit.objects.filter(pk=first.pk).update(called_at=late)
    yield "desk, page not reached", page(advisor)
    actions.reached(Visit.objects.get(pk=first.pk))
    yield "desk, page reached", page(advisor)
    actions.enter(Visit.objects.get(pk=first.pk))
    yield "desk, talking", page(advisor)
    yield from _helping(first, advisor, page)
    actions.hang_up(Visit.objects.get(pk=first.pk))
    yield "desk, hung up", page(advisor)
    actions.end(Visit.objects.get(pk=first.pk), advisor)
    on_duty(advisor, DutyState.BREAK, back_at=timezone.now() + timedelta(minutes=15))
    yield "desk, on a break", page(advisor)
    Visit.objects.filter(department=office, state="waiting").delete()
    on_duty(advisor, DutyState.AWAY)
    yield "desk, nobody waits", page(advisor)


def _helping(visit: Visit, advisor: User, page: Any) -> Iterator[tuple[str, Any]]:
    """A note for the next one, and silent help."""
    mate = User.objects.exclude(pk=advisor.pk).filter(memberships__department=visit.department)
    talking, colleague = Visit.objects.get(pk=visit.pk), on_duty(mate.get(name="Frau Weiss"))
    write_note(talking, advisor, "Die Geburtsurkunde fehlt.")
    emergency.ask_for_help(talking, advisor)
    yield "desk, a colleague needs help", page(colleague)
    emergency.come(talking, colleague)
    yield "desk, on the way to help", page(colleague)
    yield "desk, somebody comes to help", page(advisor)
    emergency.all_is_well(talking, advisor)
    on_duty(colleague, DutyState.AWAY)


def _out_of_the_talk(office: Department, prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    advisor = on_duty(make_advisor(f"kaya-{language}", "Frau Kaya", office))
    there = make_department(f"there-{language}", {"de": "P", "en": "Q"}[language])
    visit = knock(office)
    mine = Browser().holds(visit)
    actions.enter(actions.call(visit, advisor, reason=Reason.URGENT))
    away = actions.put_back(visit, advisor, papers=True, to_fetch="die Geburtsurkunde")
    yield "waiting, fetching something", mine.get(f"{prefix}/visit/")
    actions.back(away)
    yield "waiting, back with it", mine.get(f"{prefix}/visit/")
    actions.enter(actions.call(away, advisor, reason=Reason.URGENT))
    actions.transfer(away, advisor, there, note="Die Geburtsurkunde liegt vor.")
    yield "waiting, handed over", mine.get(f"{prefix}/visit/")
    receiver = on_duty(make_advisor(f"there-{language}", "Herr Wolf", there))
    yield (
        "desk, somebody was handed over",
        Browser().is_signed_in_as(receiver).get(f"{prefix}/desk/"),
    )
    actions.leave(away)
    on_duty(advisor, DutyState.AWAY)


def _accounts(prefix: str, language: str) -> Iterator[tuple[str, Any]]:
    user = make_advisor(f"okafor-{language}", "Frau Okafor")
    form = {"login": user.username, "password": "wrong"}
    yield "sign in, refused", Browser().post(f"{prefix}/accounts/login/", form)
    signed_in = Browser().is_signed_in_as(user)
    for name in ("logout", "reauthenticate", "password/change"):
        yield f"account {name}", signed_in.get(f"{prefix}/accounts/{name}/")
    strict = Browser(strict=True)
    yield "no token", strict.post(f"{prefix}/accounts/login/", form)
