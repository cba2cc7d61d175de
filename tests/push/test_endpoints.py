"""An endpoint is an address that a stranger gives: nothing but push services is one."""

import pytest

from buergerbuero.push import endpoints
from buergerbuero.push.endpoints import Endpoint, Refused, is_public

KNOWN = [
    "https://fcm.googleapis.com/fcm/send/dEf:APA91b-x_Y",
    "https://fcm.googleapis.com:443/wp/dEf",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB%2bDxw%3d%3d",
]
REFUSED = {
    "not encrypted": "http://fcm.googleapis.com/x",
    "another scheme": "file:///etc/passwd",
    "an unknown host": "https://push.example.de/x",
    "a host that begins alike": "https://fcm.googleapis.com.example.de/x",
    "a host that ends alike": "https://evilfcm.googleapis.com/x",
    "a domain without a name": "https://.notify.windows.com/x",
    "the bare domain": "https://notify.windows.com/x",
    "a neighbour of the domain": "https://evilnotify.windows.com/x",
    "loopback": "https://127.0.0.1/x",
    "loopback by name": "https://localhost/x",
    "an address of six parts": "https://[::1]/x",
    "an address in one number": "https://2130706433/x",
    "the cloud's own data": "https://169.254.169.254/latest/meta-data/",
    "another port": "https://fcm.googleapis.com:8443/x",
    "an empty port": "https://fcm.googleapis.com:/x",
    "a user": "https://fcm.googleapis.com@example.de/x",
    "a known host as user": "https://fcm.googleapis.com:x@127.0.0.1/x",
    "a user at a known host": "https://user@fcm.googleapis.com/x",
    "a fragment": "https://fcm.googleapis.com/x#@example.de",
    "a backslash": "https://fcm.googleapis.com\\@example.de/x",
    "a backslash behind": "https://fcm.googleapis.com/x\\y",
    "an end of line": "https://fcm.googleapis.com/x\r\nHost: example.de",
    "an end of line at the end": "https://fcm.googleapis.com/x\n",
    "a blank": "https://fcm.googleapis.com/x y",
    "a blank before": " https://fcm.googleapis.com/x",
    "a dot at the end of the host": "https://fcm.googleapis.com./x",
    "capital letters": "https://FCM.googleapis.com/x",
    "letters that look alike": "https://fcm.g\u043eogleapis.com/x",
    "wide letters": "https://\uff46cm.googleapis.com/x",
    "a letter beyond ASCII in the path": "https://fcm.googleapis.com/ü",
    "no path": "https://fcm.googleapis.com",
    "nothing": "",
    "too long": "https://fcm.googleapis.com/" + "x" * 2000,
}


@pytest.mark.parametrize("address", KNOWN)
def test_the_services_of_the_browsers_are_known(address: str) -> None:
    found = endpoints.read(address)
    assert address.replace(":443", "") == f"{found.origin}{found.target}"


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED)
def test_everything_else_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        endpoints.read(address)


def test_what_is_sent_is_the_path_and_the_query() -> None:
    wns = endpoints.read("https://wns2-x.notify.windows.com/w/?token=BQ%3d")
    assert wns == Endpoint("wns2-x.notify.windows.com", "/w/?token=BQ%3d")


@pytest.mark.parametrize("address", ["142.250.185.74", "1.1.1.1", "2a00:1450:4001:82a::200a"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *(".".join("0000"), "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254"),
        *("172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.7", "192.168.1.1", "198.18.0.1"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "fc00::1", "fd12::1"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::808:808"),
        *("64:ff9b:1::a00:1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "100::1"),
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_no_inner_network_is(address: str) -> None:
    """Private, loopback, link-local, shared, multicast, reserved, mapped, tunnelled, NAT64."""
    assert not is_public(address)
