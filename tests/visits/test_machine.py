"""Citizens, advisors and the clock do whatever they can, in any order, on real rows.

Beside the rows runs a model in words of its own: who may do what, and in which order the line
stands. An action succeeds exactly when the model says so, and whatever is refused changes nothing.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from buergerbuero.accounts.models import User
from buergerbuero.departments import actions as departments
from buergerbuero.departments.models import Department, Membership
from buergerbuero.visits import access, actions, clock, emergency, going_on, watch
from buergerbuero.visits.jumps import NOTHING, News, Why
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.returning import WrongCode, make_code, take_code
from buergerbuero.visits.rules import TABLE, Kind, Position, Reason
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock, make_department, on_duty

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OVERTIME = 60 * MINUTE
NEVER = NOON + timedelta(days=1)
EVENING = NOON + timedelta(hours=10)
SERVES = {"demir": ("E", "K"), "brandt": ("E",), "okafor": ("K",)}
# "the one": whoever called this visit, else somebody who could.
ADVISORS = ["the one"] * 5 + sorted(SERVES)
DOORS = ["E", "K"]
# Hypothesis likes small numbers, and what leads to a talk would never happen; a seed is evener.
CHANCES = st.integers(0, 2**32).map(Random)
CITIZENS_AT_MOST = 7
# Whoever is away with one of these comes back by themselves when the time is over.
WITH_AN_END = ("pause", "not_yet")


class Office(RuleBasedStateMachine):
    """Two doors, three advisors, one of them at both."""

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(NOON, tick=False)
        self.time = self.travel.start()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.door = {one.letter: one for one in Department.objects.all()}
        self.user = {one.username: one for one in User.objects.all()}
        for one in self.user.values():
            on_duty(one)
        self.knocked = []  # in this order, for ever
        self.since = {}
        self.first_again = set()  # were inside and are called first
        self.asleep = set()  # pages that give no sign of life
        self.drawn = Counter()
        self.closed_at = {}  # doors, by letter
        self.secrets = {}  # of each visit every one it ever had; the last one is valid
        self.code = {}  # of each visit the one that was written down last
        self.spent = ["XXX-XXX-XXX"]  # codes that open nothing, or nothing any more
        self.devices = 0
        self.seen = {}  # all rows, as the last look showed them
        self.lines = {letter: [] for letter in DOORS}  # and the lines, with who was away
        self.gone_out = set()
        self.stands_since = {}
        self.causes = {}  # of each who waits: what has happened to their place, to whom, when
        self.called_early = ()  # by the last call, with its reason
        self.looked = None

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        self.travel.stop()

    # Whom a rule is about

    def pick(self, chance, *states):
        """Mostly somebody in one of these states; now and then just anybody."""
        fitting = [visit for visit in self.knocked if self.seen[visit]["state"] in states]
        anybody = not fitting or chance.random() < 0.1
        return self.seen[chance.choice(self.knocked if anybody else fitting)]

    def open(self):
        return [row for row in self.seen.values() if row["state"] != "closed"]

    def advisor(self, chance, row):
        name = chance.choice(ADVISORS)
        if name != "the one":
            return name
        if row["advisor_id"]:
            return next(n for n, user in self.user.items() if user.pk == row["advisor_id"])
        return next((n for n in SERVES if self.serves(n, row) and self.free(n)), "demir")

    # The model

    def rows(self):
        return {row["id"]: row for row in Visit.objects.values()}

    def away(self, row):
        if row["absence"] in WITH_AN_END:
            return timezone.now() < row["absent_until"]
        return row["absence"] != ""

    def offered(self, row):
        return row["state"] == "called" and timezone.now() < row["offer_until"]

    def free(self, advisor):
        return self.user[advisor].pk not in {row["advisor_id"] for row in self.seen.values()}

    def serves(self, advisor, row):
        letters = {one.pk: letter for letter, one in self.door.items()}
        return letters[row["department_id"]] in SERVES[advisor]

    def with_them(self, advisor, row, state):
        return row["state"] == state and row["advisor_id"] == self.user[advisor].pk

    def line(self, letter, rows):
        """Who waits at this door, in the order they should be called."""
        waiting = [
            row for row in rows.values()
            if row["state"] == "waiting" and row["department_id"] == self.door[letter].pk
        ]  # fmt: skip
        return sorted(
            waiting,
            key=lambda row: (row["id"] not in self.first_again, self.knocked.index(row["id"])),
        )

    def attempt(self, row, allowed, act):
        """Does it, and sees that it succeeds or is refused as the model says."""
        before, events = self.seen, Event.objects.count()
        try:
            act(Visit.objects.get(pk=row["id"]))
        except Conflict:
            assert not allowed
            assert (self.rows(), Event.objects.count()) == (before, events)
        else:
            assert allowed
            assert Event.objects.count() == events + 1
        return allowed

    # What people do

    @rule(chance=CHANCES)
    def somebody_acts(self, chance):
        """Something that is meant for the state of somebody who is here."""
        states = {"any", *(row["state"] for row in self.open())}
        chance.choice([act for state, act in ACTS if state in states])(self, chance)

    def knock(self, chance):
        letter = chance.choice(DOORS)
        if len(self.open()) == CITIZENS_AT_MOST:
            return
        self.time.shift(timedelta(seconds=1))
        if letter in self.closed_at:
            with pytest.raises(actions.NotTaken), transaction.atomic():
                knock(self.door[letter])
            return
        visit = knock(self.door[letter], f"Nr. {len(self.knocked)}")
        self.drawn[letter] += 1
        assert (visit.letter, visit.number) == (letter, self.drawn[letter])
        self.knocked.append(visit.pk)
        self.since[visit.pk] = timezone.now()
        self.secrets[visit.pk] = [visit.secret]

    def call_next(self, chance):
        letter = chance.choice(DOORS)
        somebody = {"department_id": self.door[letter].pk, "advisor_id": None}
        advisor = self.advisor(chance, somebody)
        present = [row["id"] for row in self.line(letter, self.seen) if not self.away(row)]
        allowed = letter in SERVES[advisor] and self.free(advisor) and present != []
        try:
            called = actions.call_next(self.door[letter], self.user[advisor])
        except Conflict:
            assert not allowed
            assert self.rows() == self.seen
        else:
            assert allowed
            assert called.pk == present[0]

    def call(self, chance):
        row, on_purpose = self.pick(chance, "waiting"), chance.random() < 0.5
        advisor, reason = self.advisor(chance, row), chance.choice([None, *Reason, *Reason])
        early = row["state"] == "waiting" and self.somebody_else_is_next(row)
        called = self.attempt(
            row,
            row["state"] == "waiting"
            and self.serves(advisor, row)
            and self.free(advisor)
            and (on_purpose or not self.away(row))
            and bool(reason or not early),
            lambda one: actions.call(
                one, self.user[advisor], even_if_absent=on_purpose, reason=reason
            ),
        )
        self.called_early = (row["id"], reason) if called and early else ()

    def somebody_else_is_next(self, row):
        letter = next(one for one in DOORS if self.door[one].pk == row["department_id"])
        line = self.line(letter, self.seen)
        return any(not self.away(other) for other in line[: line.index(row)])

    def show_the_call(self, chance):
        actions.reached(Visit.objects.get(pk=self.pick(chance, "called")["id"]))

    def more_time(self, chance):
        row = self.pick(chance, "called")
        self.attempt(row, self.offered(row) and row["extended"] < 3, actions.more_time)

    def take_back(self, chance):
        row = self.pick(chance, "called")
        advisor = self.advisor(chance, row)
        self.attempt(
            row,
            self.with_them(advisor, row, "called"),
            lambda one: actions.take_back(one, self.user[advisor]),
        )

    def go_on(self, chance):
        row = self.pick(chance, "called")
        advisor = self.advisor(chance, row)
        seconds = 60 if row["reached_at"] else 5
        waited = row["called_at"] and timezone.now() - row["called_at"]
        self.attempt(
            row,
            self.with_them(advisor, row, "called") and waited >= timedelta(seconds=seconds),
            lambda one: going_on.go_on(one, self.user[advisor]),
        )

    def not_yet(self, chance):
        row = self.pick(chance, "called")
        self.attempt(row, row["state"] == "called", actions.not_yet)

    def enter(self, chance):
        row = self.pick(chance, "called", "talking")
        hung_up = row["state"] == "talking" and row["hung_up_at"]
        back = hung_up and timezone.now() < row["hung_up_at"] + MINUTE
        if self.attempt(row, bool(self.offered(row) or back), actions.enter):
            self.first_again.discard(row["id"])

    def hang_up(self, chance):
        row = self.pick(chance, "talking")
        allowed = row["state"] == "talking" and row["hung_up_at"] is None
        self.attempt(row, allowed, actions.hang_up)

    def pause(self, chance):
        row, minutes = self.pick(chance, "waiting"), chance.choice([5, 15, 20])
        allowed = row["state"] == "waiting" and minutes != 20
        self.attempt(row, allowed, lambda one: actions.pause(one, minutes * MINUTE))

    def back(self, chance):
        row = self.pick(chance, "waiting")
        self.attempt(row, row["state"] == "waiting" and row["absence"] != "", actions.back)

    def put_back(self, chance):
        row, papers = self.pick(chance, "talking"), chance.random() < 0.5
        advisor = self.advisor(chance, row)
        if self.attempt(
            row,
            self.with_them(advisor, row, "talking"),
            lambda one: actions.put_back(
                one, self.user[advisor], papers=papers, to_fetch="Geburtsurkunde"
            ),
        ):
            self.first_again.add(row["id"])

    def transfer(self, chance):
        row, letter = self.pick(chance, "talking"), chance.choice(DOORS)
        advisor, to = self.advisor(chance, row), self.door[letter]
        note = chance.choice([None, "Bitte den Bescheid erklären."])
        self.attempt(
            row,
            self.with_them(advisor, row, "talking")
            and row["department_id"] != to.pk
            and letter not in self.closed_at,
            lambda one: actions.transfer(one, self.user[advisor], to, note=note, agreed=True),
        )

    def ask_for_help(self, chance):
        row = self.pick(chance, "called", "talking")
        advisor = self.advisor(chance, row)
        self.attempt(
            row,
            self.is_with_them(advisor, row) and row["help_at"] is None,
            lambda one: emergency.ask_for_help(one, self.user[advisor]),
        )

    def come_to_help(self, chance):
        row, advisor = self.pick(chance, "called", "talking"), chance.choice(sorted(SERVES))
        said = Event.objects.filter(kind="coming", visit=row["id"], at__gte=row["help_at"] or NEVER)
        self.attempt(
            row,
            row["help_at"] is not None
            and self.serves(advisor, row)
            and not self.is_with_them(advisor, row)
            and not said.filter(advisor=self.user[advisor]).exists(),
            lambda one: emergency.come(one, self.user[advisor]),
        )

    def say_that_all_is_well(self, chance):
        row = self.pick(chance, "called", "talking")
        advisor = self.advisor(chance, row)
        self.attempt(
            row,
            self.is_with_them(advisor, row) and row["help_at"] is not None,
            lambda one: emergency.all_is_well(one, self.user[advisor]),
        )

    def is_with_them(self, advisor, row):
        return any(self.with_them(advisor, row, state) for state in ("called", "talking"))

    def end(self, chance):
        row = self.pick(chance, "talking")
        advisor = self.advisor(chance, row)
        self.attempt(
            row,
            self.with_them(advisor, row, "talking"),
            lambda one: actions.end(one, self.user[advisor]),
        )

    def leave(self, chance):
        row = self.pick(chance, "waiting", "called")
        self.attempt(row, row["state"] in ("waiting", "called"), actions.leave)

    def dismiss(self, chance):
        row, with_reason = self.pick(chance, "waiting"), chance.random() < 0.7
        advisor = self.advisor(chance, row)
        self.attempt(
            row,
            row["state"] == "waiting" and self.serves(advisor, row) and with_reason,
            lambda one: actions.dismiss(one, self.user[advisor], "Nein" if with_reason else " "),
        )

    def phone_falls_asleep(self, chance):
        if not self.open():
            return
        self.asleep.add(self.pick(chance, "waiting", "called", "talking")["id"])

    def phone_wakes_up(self, chance):
        if not self.asleep:
            return
        row = self.seen[chance.choice(sorted(self.asleep, key=self.knocked.index))]
        self.asleep.remove(row["id"])
        clock.acknowledge([row["id"]])
        if row["state"] == "waiting" and row["absence"] == "unseen":
            assert self.rows()[row["id"]]["absence"] == ""

    def writes_code_down(self, chance):
        if not self.knocked:
            return
        row = self.pick(chance, "waiting", "called", "talking")
        try:
            code = make_code(Visit.objects.get(pk=row["id"]))
        except Conflict:
            assert row["state"] == "closed"
        else:
            assert row["state"] != "closed"
            self.spent += [self.code[row["id"]]] if row["id"] in self.code else []
            self.code[row["id"]] = code

    def types_code_elsewhere(self, chance):
        """A code that was written down, or one that fits nothing any more."""
        fitting = {code: visit for visit, code in self.code.items() if self.is_open(visit)}
        typed = chance.choice(
            sorted(fitting) * 3 + self.spent + sorted({*self.code.values()} - {*fitting})
        )
        self.devices += 1
        try:
            secret = take_code(typed, source=f"device {self.devices}")
        except WrongCode:
            assert typed not in fitting
            assert self.rows() == self.seen
        else:
            visit = fitting[typed]
            self.secrets[visit].append(secret)
            self.spent.append(self.code.pop(visit))

    def is_open(self, visit):
        return self.seen[visit]["state"] != "closed"

    # What time does

    def door_closes(self, chance):
        letter = chance.choice(DOORS)
        if letter in self.closed_at or len(self.knocked) < 4:
            return
        now = timezone.localtime()
        self.door[letter].opening_hours.update(closes=now.time().replace(microsecond=0))
        self.closed_at[letter] = timezone.now()

    def is_over(self, row):
        """An hour after closing nobody waits any more, although somebody is at the desks."""
        letters = {one.pk: letter for letter, one in self.door.items()}
        closed_at = self.closed_at.get(letters[row["department_id"]])
        return closed_at is not None and timezone.now() - closed_at >= OVERTIME

    def time_passes(self, chance):
        before = self.seen
        after_closing = [3700] * 10 if self.closed_at else []
        seconds = chance.choice([1, 30, 61, 61, 125, 200, 1900, *after_closing])
        if timezone.now() + timedelta(seconds=seconds) > EVENING:
            return  # in the morning all doors open again
        self.time.shift(timedelta(seconds=seconds))
        if chance.random() < 0.3:
            return  # the jobs of the clock come a little later
        clock.acknowledge([visit for visit in self.knocked if visit not in self.asleep])
        departments.acknowledge([one.pk for one in self.user.values()])
        for job in (
            clock.end_offers,
            clock.mark_unseen,
            clock.expire,
            clock.lapse,
            clock.end_day,
            watch.watch,
        ):
            job()
        for visit, row in self.rows().items():
            self.compare_with_time(visit, before[visit], row)

    def compare_with_time(self, visit, before, now):
        """No offer outlives its end, nobody awake is lost, nobody is moved who need not be."""
        if before["state"] == "called":
            assert (now["state"] == "called") == (timezone.now() < before["offer_until"])
        if before["state"] == "waiting" and self.is_over(before):
            assert (now["state"], now["outcome"] in ("turned_away", "expired")) == ("closed", True)
        elif before["state"] == "waiting" and visit not in self.asleep:
            assert now["state"] == "waiting"
            assert (now["absence"] == before["absence"]) or before["absence"] == "unseen"
        if before["state"] == "talking" and before["hung_up_at"]:
            over = before["hung_up_at"] + MINUTE <= timezone.now()
            assert now["state"] == ("closed" if over else "talking")
        if before["state"] == "closed":
            assert now == before

    # What always holds

    @invariant()
    def look(self):
        now = timezone.now(), self.rows()
        if now == self.looked:
            return
        self.looked, before, self.seen = now, self.seen, now[1]
        rows = self.seen
        self.no_visit_is_lost(rows)
        self.an_advisor_has_one_visit(rows)
        self.numbers_are_unique(rows)
        self.the_history_follows_the_table(rows)
        self.positions_equal_a_recount(rows)
        self.one_secret_opens_one_visit(rows)
        self.every_jump_has_its_reason(before, rows)

    def no_visit_is_lost(self, rows):
        assert sorted(rows) == sorted(self.knocked)
        for row in rows.values():
            assert (row["state"] == "closed") == (row["outcome"] != "")
            assert (row["state"] == "closed") == (row["closed_at"] is not None)
            assert (row["state"] in ("called", "talking")) == (row["advisor_id"] is not None)
            assert (row["name"] == "") == (row["state"] == "closed")
            assert row["state"] != "closed" or (row["note"], row["to_fetch"]) == ("", "")
            assert row["help_at"] is None or row["advisor_id"] is not None
            assert row["since"] == self.since[row["id"]]

    def an_advisor_has_one_visit(self, rows):
        with_somebody = [row["advisor_id"] for row in rows.values() if row["advisor_id"]]
        assert len(with_somebody) == len(set(with_somebody))

    def numbers_are_unique(self, rows):
        numbers = [(row["day"], row["letter"], row["number"]) for row in rows.values()]
        assert len(numbers) == len(set(numbers))

    def the_history_follows_the_table(self, rows):
        state, outcome = dict.fromkeys(self.knocked), dict.fromkeys(self.knocked, "")
        for visit, kind, by, advisor in Event.objects.order_by("id").values_list(
            "visit_id", "kind", "by", "advisor_id"
        ):
            found = TABLE[Kind(kind)]
            assert state[visit] in found.sources or (kind == "knock" and state[visit] is None)
            assert (by, by == "advisor") == (found.by, advisor is not None)
            state[visit] = found.target or state[visit]
            outcome[visit] = found.outcome or ""
        assert state == {visit: rows[visit]["state"] for visit in self.knocked}
        assert outcome == {visit: rows[visit]["outcome"] for visit in self.knocked}

    def positions_equal_a_recount(self, rows):
        for letter, department in self.door.items():
            line = self.line(letter, rows)
            snapshot = load_snapshot(department.slug)
            assert [visit.id for visit in snapshot.waiting] == [row["id"] for row in line]
            assert snapshot.positions == {
                row["id"]: Position(place, sum(self.away(other) for other in line[:place]))
                for place, row in enumerate(line)
            }
            assert snapshot.public.waiting == len(line)

    def one_secret_opens_one_visit(self, rows):
        """Whatever device it began at, and however often it went on at another one."""
        for visit, secrets in self.secrets.items():
            if rows[visit]["state"] != "closed":
                opened = [one and one.pk for one in map(access.visit_of, secrets)]
                assert opened == [None] * (len(secrets) - 1) + [visit]
                assert [access.moved_on(one) for one in secrets[-2:-1]] == [True] * (
                    len(secrets) > 1
                )

    # Why places change

    def every_jump_has_its_reason(self, before, rows):
        """Each page says what has happened to its place, no less and no more."""
        for letter, department in self.door.items():
            then, line = self.lines[letter], [row["id"] for row in self.line(letter, rows)]
            for me in line:
                if me in then:
                    self.causes[me] += self.happened(me, then, line, before, rows)
                    self.causes[me] = [one for one in self.causes[me] if self.matters(one, rows)]
                else:
                    self.causes[me], self.stands_since[me] = [], timezone.now()
            news = load_snapshot(department.slug).news
            for place, me in enumerate(line):
                assert news.get(me, NOTHING) == self.told(me, line[:place], rows)
            self.lines[letter] = line
        self.called_early = ()
        self.gone_out = {visit for visit, row in rows.items() if self.away(row)}

    def matters(self, cause, rows):
        """Who was called early and is back in a line has passed nobody any more."""
        why, other, _ = cause
        return why not in list(Reason) or rows[other]["state"] != "waiting"

    def happened(self, me, then, line, before, rows):
        """To whom before me in this line, since the last look; a moment of its own for each."""
        was_ahead, ahead, now = then[: then.index(me)], line[: line.index(me)], timezone.now()
        for other in ahead:
            old, new = before[other], rows[other]
            if other not in was_ahead:
                yield (
                    STEPPED_IN[old["state"], old["department_id"] == new["department_id"]],
                    other,
                    now,
                )
            elif other in self.gone_out and not self.away(new):
                yield Why.BACK, other, new["absent_until"] if new["absence"] else now
            elif old["absence"] and not new["absence"]:
                yield Why.BACK, other, now  # came back although the pause was over
        for other in was_ahead:
            if rows[other]["state"] == "closed":
                yield Why.GONE, other, now
        if self.called_early:
            other, reason = self.called_early
            if other in then and other not in was_ahead and other != me:
                yield reason, other, now

    def told(self, me, ahead, rows):
        recent = [
            (why, other, timezone.now() - at)
            for why, other, at in self.causes[me]
            if at > self.stands_since[me]
        ]
        steps = {other: why for why, other, _ in recent if why in STEPPED_IN.values()}
        here = {
            why for why, other, ago in recent
            if other in ahead and why in (steps.get(other), Why.BACK)
            and (ago < 30 * MINUTE if why != Why.BACK
                 else ago < 3 * MINUTE and not self.away(rows[other]))
        }  # fmt: skip
        last = [ago for why, _, ago in recent if why == Why.GONE and ago < MINUTE]
        gone = last.count(min(last, default=None))
        early = {why for why, _, ago in recent if ago < 3 * MINUTE}
        return News(
            tuple(why for why in Why if why in here),
            gone if gone > 1 else 0,
            tuple(reason for reason in Reason if reason in early),
        )


# By the state somebody was in who stands ahead now, and whether it was at the same door.
STEPPED_IN = {
    ("called", True): Why.CALLED,
    ("talking", True): Why.INSIDE,
    ("talking", False): Why.TRANSFERRED,
}

# What can happen, by the state it is meant for; what leads on stands here more often.
ACTS = [
    *[("any", Office.knock)] * 4,
    *[("any", Office.time_passes)] * 3,
    ("waiting", Office.door_closes),
    *[("waiting", Office.writes_code_down)] * 2,
    ("any", Office.types_code_elsewhere),
    ("any", Office.phone_falls_asleep),
    ("any", Office.phone_wakes_up),
    ("waiting", Office.pause),
    ("waiting", Office.back),
    ("waiting", Office.leave),
    ("waiting", Office.dismiss),
    *[("waiting", Office.call_next)] * 3,
    *[("waiting", Office.call)] * 4,
    ("called", Office.show_the_call),
    ("called", Office.more_time),
    ("called", Office.not_yet),
    ("called", Office.take_back),
    ("called", Office.go_on),
    *[("called", Office.enter)] * 6,
    ("talking", Office.enter),
    ("talking", Office.hang_up),
    *[("talking", Office.put_back)] * 4,
    *[("talking", Office.transfer)] * 2,
    ("called", Office.ask_for_help),
    *[("talking", Office.ask_for_help)] * 2,
    *[("talking", Office.come_to_help)] * 2,
    ("talking", Office.say_that_all_is_well),
    ("talking", Office.end),
]


@pytest.fixture
def people(db):
    doors = {"E": make_department(), "K": make_department("integrationszentrum", "K")}
    for name, letters in SERVES.items():
        user = User.objects.create(username=name, name=name.title())
        for letter in letters:
            Membership.objects.create(user=user, department=doors[letter])


@pytest.mark.long
def test_whatever_people_do_the_line_stays_honest(people):
    """Rows 41, 42 and 45."""
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=30,
            stateful_step_count=45,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
