"""The relay as it is shipped, asked for what it must not do (rows 34 and 35, class C14).

Debian 12 has coturn 4.6.1. These tests hold for it as for a current one; what it fails by itself
stands in `FAILED_BEFORE_4_9`.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from buergerbuero.consultations.relays import OLDEST, remarks, stranger, too_old
from buergerbuero.consultations.turn import (
    ALLOCATE,
    BINDING,
    REQUESTED_TRANSPORT,
    Place,
    place_of,
)
from tests.relays import SECRET, Asker, RunningRelay, release, running_relay, shipped

pytestmark = pytest.mark.relay

TCP = b"\x06\0\0\0"
FORBIDDEN, NO_SUCH_TRANSPORT, QUOTA_REACHED, UNKNOWN = 403, 442, 486, 401
REFUSED = {"permission": FORBIDDEN, "channel": FORBIDDEN}
ALLOWED = {"permission": 0, "channel": 0}
INTERNAL = (
    *("0.0.0.0", "0.0.0.1", "10.0.0.0", "10.255.255.255", "100.64.0.1", "100.127.255.255"),  # noqa: S104
    *("127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1"),
    *("172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1"),
    *("192.168.255.255", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
    *("239.255.255.250", "255.255.255.255"),
)  # fmt: skip
INTERNAL_SIX = (
    *("::", "::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254"),
    *("::ffff:192.168.1.1", "::ffff:8.8.8.8", "::127.0.0.1", "::10.1.2.0", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::a01:203", "2002:7f00:1::", "2002:a01:203::1", "2001::1"),
)  # fmt: skip
PUBLIC, PUBLIC_SIX = ("8.8.8.8", "193.0.6.139"), ("2a00:1450::1", "2620:fe::fe")

# Debian's 4.6.1 alone, given the ranges of IPv4 and not those of IPv4 in IPv6: CVE-2026-27624.
FAILED_BEFORE_4_9 = ("::ffff:10.1.2.3", "::ffff:169.254.169.254", "::ffff:192.168.1.1")


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    with running_relay(tmp_path_factory.mktemp("relay")) as relay:
        yield relay


def reached(relay: RunningRelay, *addresses: str) -> dict[str, dict[str, int]]:
    """What somebody with right credentials is answered for each of these."""
    found = {}
    for address in addresses:
        with Asker(relay.place) as asker:
            assert asker.signs_in(six=":" in address) == 0
            found[address] = asker.may_reach(address)
    return found


def test_nobody_reaches_an_internal_address_of_ipv4(relay: RunningRelay) -> None:
    """Row 35."""
    assert reached(relay, *INTERNAL) == dict.fromkeys(INTERNAL, REFUSED)


def test_nobody_reaches_an_internal_address_of_ipv6_in_any_writing(relay: RunningRelay) -> None:
    """Row 35: loopback, local, mapped, compatible, translated, NAT64, 6to4, Teredo."""
    assert reached(relay, *INTERNAL_SIX) == dict.fromkeys(INTERNAL_SIX, REFUSED)


def test_everybody_reaches_the_internet(relay: RunningRelay) -> None:
    """The refusals above have the address as their reason."""
    public = (*PUBLIC, *PUBLIC_SIX)
    assert reached(relay, *public) == dict.fromkeys(public, ALLOWED)


def test_what_a_release_of_coturn_fails_by_itself_is_known(tmp_path: Path) -> None:
    """Row 35: why the file demands 4.9.0, and names the ranges of IPv4 in IPv6 all the same."""
    without = "\n".join(line for line in shipped().splitlines() if "-ip=::" not in line)
    with running_relay(tmp_path, text=without) as relay:
        found = reached(relay, *FAILED_BEFORE_4_9)
    old = tuple(map(int, release().split("."))) < (4, 9, 0)
    assert found == dict.fromkeys(FAILED_BEFORE_4_9, ALLOWED if old else REFUSED)


def test_only_datagrams_are_relayed(relay: RunningRelay) -> None:
    """Row 35: no TCP into a network behind, whoever asks."""
    place = Place(relay.host, relay.port, "tcp")
    with Asker(place) as asker, Asker(place) as other:
        assert asker.allocate(*asker.right()).refusal == 0
        assert other.allocate(*other.right(), transport=TCP).refusal == NO_SUCH_TRANSPORT


def test_nobody_takes_the_whole_relay(tmp_path: Path) -> None:
    """ASVS 17.1.2: 64 addresses for all connections of a page; renewed credentials are no others.

    Why 64: `test_docs.test_a_page_opens_at_the_relay_what_it_needs`.
    """
    # A relay of its own: of another test's it may hold an address for the port that is drawn here.
    with running_relay(tmp_path) as relay, ExitStack() as open_ones:
        askers = [open_ones.enter_context(Asker(relay.place)) for _ in range(65)]
        found = [asker.signs_in(who="many", left=300 + n) for n, asker in enumerate(askers)]
    assert found == [*[0] * 64, QUOTA_REACHED]


# Credentials


def test_credentials_of_the_program_are_known_and_no_others(relay: RunningRelay) -> None:
    """Row 34."""
    for said, refusal in (({}, 0), ({"password": "guessed"}, UNKNOWN), ({"left": -1}, UNKNOWN)):
        with Asker(relay.place) as asker:
            assert asker.signs_in(**said) == refusal, said


def test_nobody_gets_an_address_without_credentials(relay: RunningRelay) -> None:
    with Asker(relay.place) as asker:
        assert asker.ask(ALLOCATE, [(REQUESTED_TRANSPORT, b"\x11\0\0\0")]).refusal == UNKNOWN


def test_what_ended_credentials_still_do(relay: RunningRelay) -> None:
    """Row 34: they open nothing more; what they have opened coturn keeps for who holds it.

    So docs/operations.md says it. A restart of ICE opens anew, and that is why pages renew.
    """
    with Asker(relay.place) as holder, Asker(relay.place) as late:
        said = holder.right(left=2)
        assert holder.allocate(*said).refusal == 0
        while time.time() < int(said[0].split(":")[0]) + 2:
            time.sleep(0.1)
        assert late.allocate(*said).refusal == UNKNOWN
        assert holder.refreshes() == 0


# Transports


def test_the_relay_is_reached_by_udp_tcp_and_tls(relay: RunningRelay) -> None:
    trusted = ssl.create_default_context(cafile=relay.certificate)
    for place in (relay.place, Place(relay.host, relay.port, "tcp"), relay.secure_place):
        with Asker(place, trusted) as asker:
            assert asker.signs_in() == 0, place


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_is_refused(relay: RunningRelay) -> None:
    found = {}
    for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        with socket.create_connection((relay.host, relay.tls_port), 5) as line:
            try:
                with context.wrap_socket(line) as secure:
                    found[version.name] = secure.version()
            except OSError:
                found[version.name] = None
    assert found == {"TLSv1": None, "TLSv1_1": None, "TLSv1_2": "TLSv1.2"}


def test_an_old_release_says_its_name_and_a_current_one_may_be_silent(relay: RunningRelay) -> None:
    """What `buergerbuero check` reads."""
    with Asker(relay.place) as asker:
        said = asker.ask(BINDING).software
    assert said in (f"Coturn-{release()} 'Gorst'", "")


# `buergerbuero check`


def url(relay: RunningRelay, how: str = "udp") -> str:
    if how == "tls":
        return f"turns:{relay.host}:{relay.tls_port}?transport=tcp"
    return f"turn:{relay.host}:{relay.port}?transport={how}"


def is_old(relay: RunningRelay) -> list[str]:
    """What is said of Debian's release; of a current one nothing."""
    if tuple(map(int, release().split("."))) >= OLDEST:
        return []
    said = f"The relay {relay.host} says that it is Coturn-{release()} 'Gorst'; 4.9.0 or newer "
    return [said + "is needed: older ones can be led into inner networks (CVE-2026-27624)."]


def test_a_relay_that_is_well_is_named_for_its_age_alone(relay: RunningRelay) -> None:
    """Row 35: once, however many addresses it has."""
    trusted = ssl.create_default_context(cafile=relay.certificate)
    urls = [url(relay, how) for how in ("udp", "tcp", "tls")]
    assert remarks(urls, SECRET, trusted) == is_old(relay)


@pytest.mark.parametrize(
    ("software", "count"),
    [
        ("Coturn-4.6.1 'Gorst'", 1),
        ("Coturn-4.8.99 'Gorst'", 1),
        ("Coturn-4.9.0 'Gorst'", 0),
        ("Coturn-4.10.0 'Gorst'", 0),
        ("Coturn-5.0.0", 0),
        ("", 0),
        ("another relay 1.0", 0),
    ],
)
def test_a_relay_is_too_old_before_4_9(software: str, count: int) -> None:
    """Row 35."""
    assert len(too_old("turn.example.de", software)) == count


def test_another_secret_is_said(relay: RunningRelay) -> None:
    found = remarks([url(relay)], "another secret")
    assert found == [*is_old(relay), stranger(url(relay))]


def test_a_certificate_that_no_browser_trusts_is_said(relay: RunningRelay) -> None:
    [said] = remarks([url(relay, "tls")], SECRET)
    assert said.startswith(f"{url(relay, 'tls')} does not answer from here: ")
    assert "certificate verify failed" in said


def test_silence_is_said() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        there = f"turn:127.0.0.1:{nobody.getsockname()[1]}"
        assert remarks([there], SECRET) == [f"{there} does not answer from here: timed out."]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("turn:t.example.de", ("t.example.de", 3478, "udp")),
        ("turn:t.example.de:443?transport=tcp", ("t.example.de", 443, "tcp")),
        ("turns:t.example.de", ("t.example.de", 5349, "tls")),
        ("turn:[2001:db8::7]:3479?transport=udp", ("2001:db8::7", 3479, "udp")),
    ],
)
def test_an_address_of_a_relay_is_read_as_browsers_read_it(
    text: str, place: tuple[str, int, str]
) -> None:
    assert place_of(text) == Place(*place)


@pytest.mark.parametrize("text", ["stun:t.example.de", "turn://t.example.de", "turn:", "t:3478"])
def test_what_is_no_address_of_a_relay_is_said(text: str) -> None:
    [said] = remarks([text], SECRET)
    assert said.startswith(f"“{text}” is no address of a relay")
