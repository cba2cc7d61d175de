"""Talks for the tests of the room, and what browsers send in them."""

from typing import Any

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import Admission, NotAdmitted, admit_advisor, admit_citizen
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Participant
from buergerbuero.visits import actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Reason

FINGERPRINT = ":".join(f"{number:02X}" for number in range(32))
ANOTHER = ":".join(f"{number:02X}" for number in range(1, 33))
OFFER = "\r\n".join(
    [
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:4ZcD",
        "a=ice-pwd:2/1muCWoOi3uLifh0NuRHlVa",
        f"a=fingerprint:sha-256 {FINGERPRINT}",
        "a=setup:actpass",
        "a=mid:0",
        "a=rtpmap:111 opus/48000/2",
        "",
    ]
)
CANDIDATE = {
    "candidate": "candidate:1 1 udp 2122260223 192.0.2.7 46154 typ host ufrag 4ZcD",
    "sdpMid": "0",
    "sdpMLineIndex": 0,
    "usernameFragment": "4ZcD",
}
RELAYED = CANDIDATE | {
    "candidate": "candidate:9 1 udp 41885439 192.0.2.200 49170 typ relay raddr 0.0.0.0 rport 0"
}
RESTART = {"kind": "restart"}


def fresh(visit: Visit) -> Visit:
    return Visit.objects.select_related("department", "advisor").get(pk=visit.pk)


def citizen(visit: Visit) -> Admission:
    return admit_citizen(fresh(visit))


def advisor_of(visit: Visit) -> Admission:
    user = fresh(visit).advisor
    if user is None:
        raise NotAdmitted
    return admit_advisor(user)


def enter(visit: Visit, advisor: Any) -> Visit:
    return actions.enter(actions.call(fresh(visit), advisor, reason=Reason.URGENT))


WHO_CAME = "Herr Weiss"


def agreed_guest(visit: Visit, role: str = "interpreter", name: str = WHO_CAME) -> str:
    """The cookie's secret of a guest at the door whom the citizen has agreed to."""
    invited = bringing.invite(advisor_of(visit), role)
    coming.agree(citizen(visit), invited.pk)
    secret = bringing.make_link(advisor_of(visit), invited.pk)
    return coming.knock_at_door(secret, name, wide=True)


def guest_inside(visit: Visit, role: str = "interpreter", name: str = WHO_CAME) -> str:
    """As `agreed_guest`, and let in."""
    token = agreed_guest(visit, role, name)
    coming.let_in(advisor_of(visit), key_of(token))
    return token


def key_of(token: str) -> str:
    found = coming.guest_of(token)
    assert found
    return found.pk


def colleague_inside(visit: Visit, colleague: Any) -> Participant:
    """Somebody free, at their desk, comes and may."""
    rung = bringing.ring(advisor_of(visit), colleague)
    coming.come(colleague, rung.pk)
    coming.agree(citizen(visit), rung.pk)
    return Participant.objects.get(pk=rung.pk)


def joined(visit: Visit) -> None:
    """Advisor and citizen are in the room with a page each."""
    for admit in (advisor_of, citizen):
        join(admit(visit), wide=True)


def stage_of(key: str) -> str:
    return Participant.objects.get(pk=key).stage


def names_in(viewer: str) -> list[str]:
    """Who is in the room, as this viewer of it reads."""
    return [one["name"] for one in load_room(viewer).state["participants"]]


def of_citizen(visit: Visit) -> str:
    return f"visit:{visit.pk}"
