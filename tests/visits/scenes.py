"""What several people do at the same moment, on a database that is really one.

`play` runs a scene as a program of its own and reads what happened; test_race.py and test_clock.py
say what it should be.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.consultations import actions as room
from buergerbuero.consultations.access import admit_advisor
from buergerbuero.consultations.models import Consultation, Participant
from buergerbuero.departments.models import Department, Membership
from buergerbuero.visits import access, actions, clock, slips
from buergerbuero.visits.models import ReturnTry, Visit
from buergerbuero.visits.returning import make_code, take_code
from tests.people import knock, make_department, on_duty

ROOT = Path(__file__).parents[2]
PROGRAM = "import django; django.setup(); from tests.visits import scenes; scenes.main()"
ROUNDS = 20
NAME, CASE = "Xaverine-Unverwechselbar", "EG-4711-Einmalig"
SLIP = "Mutterschaftsgeld-Zeile-0815"


def play(scene: str, data_dir: Path, database_url: str = "") -> Any:
    """What happened in this scene, in a process of its own."""
    environ = {key: value for key, value in os.environ.items() if "DATABASE_URL" not in key}
    environ |= {
        "BUERGERBUERO_DATA_DIR": str(data_dir),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "buergerbuero.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, scene],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and a connection of its own, started together; what each returned."""
    found: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = acts[place]()
        except actions.Conflict:
            found[place] = "Conflict"
        except Exception as error:  # noqa: BLE001  # the test reads which one it was
            found[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def prepare() -> str:
    call_command("migrate", verbosity=0)
    office = make_department(capacity=200)
    for name in ("demir", "brandt"):
        user = User.objects.create(username=name, name=name.title())
        Membership.objects.create(user=on_duty(user), department=office)
    return connection.vendor


def people() -> tuple[Department, User, User]:
    """The office with nobody in it, and its two advisors."""
    Visit.objects.all().delete()
    demir, brandt = User.objects.order_by("-username")
    return Department.objects.get(), demir, brandt


def two_advisors_one_visit() -> list[list[Any]]:
    office, demir, brandt = people()
    rounds = []
    for _ in range(ROUNDS):
        visit = knock(office)
        pages = [Visit.objects.get(pk=visit.pk) for _ in range(2)]
        found = at_once(
            lambda pages=pages: actions.call(pages[0], demir).advisor.username,
            lambda pages=pages: actions.call(pages[1], brandt).advisor.username,
        )
        winner = Visit.objects.get(pk=visit.pk).advisor
        calls = visit.events.filter(kind="call").count()
        rounds.append([*sorted("won" if one == winner.username else one for one in found), calls])
        actions.leave(visit)
    return rounds


def two_advisors_next() -> list[list[str]]:
    office, demir, brandt = people()
    rounds = []
    for _ in range(ROUNDS):
        visits = [knock(office, name) for name in ("Ayla", "Boris", "Chen")]
        found = at_once(
            lambda: actions.call_next(office, demir).name,
            lambda: actions.call_next(office, brandt).name,
        )
        rounds.append(sorted(found))
        for visit in visits:
            actions.leave(visit)
    return rounds


def one_advisor_twice() -> list[list[str]]:
    """A double click, in two requests."""
    office, demir, _ = people()
    rounds = []
    for _ in range(ROUNDS):
        visits = [knock(office, name) for name in ("Ayla", "Boris")]
        found = at_once(*[lambda: actions.call_next(office, demir).name] * 2)
        rounds.append(sorted(found))
        for visit in visits:
            actions.leave(visit)
    return rounds


def forty_knocks() -> dict[str, Any]:
    office, *_ = people()
    labels = at_once(*[lambda: knock(office).number] * 40)
    first = min(number for number in labels if isinstance(number, int))
    line = list(Visit.objects.order_by("since").values_list("number", flat=True))
    return {
        "numbers": sorted(number - first for number in labels),
        "in the order of the line": line == sorted(line),
    }


def the_last_place() -> list[Any]:
    """Ten knock, three fit in."""
    office, *_ = people()
    Department.objects.update(capacity=3)
    office.refresh_from_db()
    found = at_once(*[lambda: knock(office).state] * 10)
    Department.objects.update(capacity=200)
    return sorted("waiting" if one == "waiting" else "full" for one in found)


def a_flood() -> list[str]:
    """Thirty knocks of one source whose pages never answer."""
    office, *_ = people()
    found = at_once(
        *[
            lambda number=number: (
                actions.knock(
                    office, actions.Request(), secret_hash=f"{number}", source="192.0.2.7/32"
                ).state
            )
            for number in range(30)
        ]
    )
    return sorted(found)


def two_devices_one_code() -> list[list[Any]]:
    """One code typed at two devices at once: who was taken along, and whose secret fits."""
    office, *_ = people()
    rounds = []
    for _ in range(ROUNDS):
        visit = knock(office)
        code = make_code(visit)
        found = at_once(*[lambda code=code: take_code(code, source="192.0.2.7/32")] * 2)
        fitting = [access.visit_of(secret) == visit for secret in found]
        rounds.append([*sorted(fitting), access.visit_of(visit.secret)])  # type: ignore[attr-defined]  # set by people.knock
        ReturnTry.objects.all().delete()
    return rounds


def many_wrong_codes() -> list[str]:
    """Twenty wrong codes from one source."""
    people()
    guess = partial(take_code, "XXX-XXX-XXX", source="192.0.2.7/32")
    found = at_once(*[guess] * 20)
    return sorted(found)


def two_pages_join() -> list[int]:
    """The advisor's room in two tabs: one room, two epochs."""
    office, demir, _ = people()
    visit = actions.call(knock(office), demir)
    found = at_once(*[lambda: room.join(admit_advisor(demir))[0].epoch] * 2)
    actions.leave(visit)
    return [*sorted(found), Consultation.objects.count(), Participant.objects.count()]


def erasure() -> dict[str, bool]:
    """Are names in the bytes of the database, before and after?"""
    office, demir, _ = people()
    visits = [knock(office, f"{NAME} {number}", case_number=CASE) for number in range(20)]
    found = {"while waiting": _in_the_files()}
    clock.sweep_file()
    found["in the file itself"] = _in_the_files()
    talk = actions.enter(actions.call(visits[0], demir))
    slips.write(talk, demir, {"discussed": SLIP}, "de")
    actions.end(talk, demir)
    for visit in visits[1:]:
        actions.leave(visit)
    clock.sweep_file()
    found["on the slip"] = _in_the_files(SLIP)
    Visit.objects.update(closed_at=timezone.now() - slips.KEPT_FOR)
    clock.erase()
    clock.sweep_file()
    found["after the sweep"] = _in_the_files()
    return found


def _in_the_files(*words: str) -> bool:
    database = Path(connection.settings_dict["NAME"])
    held = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    return any(word.encode() in held for word in words or (NAME, CASE, SLIP))


def main() -> None:
    sys.stdout.write(json.dumps(globals()[sys.argv[1]]()))
