"""What is sent can be read by one browser, and tells others nothing (RFC 8291, RFC 8188)."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from buergerbuero.push.encryption import CURVE, encrypt, read_point
from buergerbuero.push.vapid import decode, encode
from tests.push.receiver import BrowserKeys

# The example of RFC 8291, section 5 and appendix A.
WATERMELON = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
RECEIVERS_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(text), "big"), CURVE)


def test_the_example_of_the_standard_comes_out_byte_by_byte() -> None:
    body = encrypt(
        WATERMELON,
        receiver=decode(RECEIVER),
        secret=decode(SECRET),
        key=private(SENDER),
        salt=decode(SALT),
    )
    assert encode(body) == BODY


def test_the_browser_of_the_tests_reads_the_example_too() -> None:
    """So that what it reads elsewhere proves something."""
    browser = BrowserKeys(private(RECEIVERS_KEY), decode(SECRET))
    assert browser.read(decode(BODY)) == WATERMELON


def test_only_the_browser_that_subscribed_reads_it(phone: BrowserKeys) -> None:
    body = encrypt(b"Sie sind dran.", receiver=phone.point, secret=phone.secret)
    assert phone.read(body) == b"Sie sind dran."
    for other in (BrowserKeys(), BrowserKeys(phone.key, b"another secret 1")):
        with pytest.raises(InvalidTag):
            other.read(body)


def test_two_messages_have_the_same_length_and_nothing_else_in_common(phone: BrowserKeys) -> None:
    short, long = (
        encrypt(text, receiver=phone.point, secret=phone.secret, size=512)
        for text in (b"x", b"x" * 400)
    )
    assert len(short) == len(long)
    assert short[:16] != long[:16]
    assert short[21:86] != long[21:86]
    assert (phone.read(short), phone.read(long)) == (b"x", b"x" * 400)


@pytest.mark.parametrize("point", [b"", b"\x04" + bytes(64), b"\x02" + bytes(32), bytes(65)])
def test_what_is_no_point_of_the_curve_is_refused(point: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_point(point)
