from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.web.client import believe_proxies, client_address

PROXY, SECOND_PROXY = "10.0.0.1", "10.0.0.2"
TRUSTED = [ip_network("10.0.0.0/24"), ip_network("fd00::/8")]
CITIZEN, OTHER = "203.0.113.7", "198.51.100.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (CITIZEN, "", CITIZEN),
        (PROXY, CITIZEN, CITIZEN),
        (PROXY, f"{CITIZEN}, {SECOND_PROXY}", CITIZEN),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        (PROXY, "2001:db8::7, fd00::1", "2001:db8::7"),
        (PROXY, "", PROXY),
        (PROXY, " , ,", PROXY),
        (PROXY, f"  {CITIZEN}  ", CITIZEN),
        (PROXY, f"{SECOND_PROXY}", SECOND_PROXY),
        ("::ffff:10.0.0.1", CITIZEN, CITIZEN),
        ("", CITIZEN, ""),
        ("testclient", CITIZEN, "testclient"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy_of_ours(peer, forwarded, address):
    assert client_address(peer, forwarded, TRUSTED) == address


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        # A stranger says who they are: nobody asked.
        (CITIZEN, OTHER, CITIZEN),
        (CITIZEN, "127.0.0.1", CITIZEN),
        (CITIZEN, f"{OTHER}, {PROXY}", CITIZEN),
        # A stranger says it to the proxy, which adds whom it saw itself.
        (PROXY, f"{OTHER}, {CITIZEN}", CITIZEN),
        (PROXY, f"127.0.0.1, {OTHER}, {CITIZEN}", CITIZEN),
        (PROXY, f"{OTHER}, {PROXY}, {CITIZEN}", CITIZEN),
        (PROXY, f"{OTHER}, {CITIZEN}, {SECOND_PROXY}", CITIZEN),
        # What is no address is not believed, nor what stands left of it.
        (PROXY, f"{OTHER}, nonsense", PROXY),
        (PROXY, f"{OTHER}, nonsense, {SECOND_PROXY}", SECOND_PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{CITIZEN}:1234", PROXY),
        (PROXY, "<script>", PROXY),
        (PROXY, "203.0.113.7\r\nX-Evil: 1", PROXY),
    ],
)
def test_nobody_gives_themselves_another_address(peer, forwarded, address):
    """Spoofed forwarding headers do not change whom the limits count."""
    assert client_address(peer, forwarded, TRUSTED) == address


def test_without_trusted_proxies_the_header_says_nothing():
    assert client_address(CITIZEN, OTHER, []) == CITIZEN
    assert client_address("127.0.0.1", OTHER, []) == "127.0.0.1"


strangers = (
    st.ip_addresses()
    .map(str)
    .filter(
        lambda one: (
            not any(ip_address(one) in network for network in TRUSTED)
            and not one.startswith("::ffff:")
        )
    )
)
ours = st.sampled_from([PROXY, SECOND_PROXY, "10.0.0.77", "fd00::1"])
anything = st.one_of(
    strangers, ours, st.text(st.characters(codec="latin-1", exclude_characters=","), max_size=20)
)


@given(said=st.lists(anything), seen=strangers, chain=st.lists(ours, min_size=1))
def test_whatever_a_stranger_says_the_address_the_outermost_proxy_saw_counts(said, seen, chain):
    forwarded = ", ".join([*said, seen, *chain[1:]])
    assert client_address(chain[0], forwarded, TRUSTED) == seen


@given(said=st.lists(anything), peer=strangers)
def test_whatever_a_stranger_says_directly_is_not_heard(said, peer):
    assert client_address(peer, ", ".join(said), TRUSTED) == peer


def scope(*forwarded, client=(PROXY, 4711)):
    headers = [(b"host", b"office.example")]
    headers += [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return {"type": "http", "scheme": "http", "client": client, "headers": headers, "path": "/"}


def test_the_program_sees_the_citizens_address_and_the_public_scheme():
    seen = believe_proxies(scope(CITIZEN), TRUSTED, "https")
    assert (seen["client"], seen["scheme"], seen["path"]) == ((CITIZEN, 0), "https", "/")


def test_a_header_that_stands_twice_is_read_as_one_list():
    seen = believe_proxies(scope(OTHER, CITIZEN), TRUSTED, "https")
    assert seen["client"] == (CITIZEN, 0)


def test_other_forwarding_headers_are_not_read():
    asked = scope()
    asked["headers"] += [
        (b"x-real-ip", OTHER.encode()),
        (b"forwarded", f"for={OTHER};proto=http".encode()),
        (b"x-forwarded-proto", b"http"),
        (b"x-client-ip", OTHER.encode()),
    ]
    seen = believe_proxies(asked, TRUSTED, "https")
    assert (seen["client"], seen["scheme"]) == ((PROXY, 0), "https")


def test_a_connection_without_an_address_has_none():
    assert believe_proxies(scope(CITIZEN, client=None), TRUSTED, "https")["client"] == ("", 0)
