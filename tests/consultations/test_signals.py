import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.consultations.signals import (
    CANDIDATES_AT_MOST,
    KINDS,
    SIGNAL_AT_MOST,
    BadSignal,
    TooLarge,
    check_body,
    check_sdp,
    envelope,
    parse,
)
from buergerbuero.live import wire
from tests.consultations.talks import ANOTHER, CANDIDATE, FINGERPRINT, OFFER

LINE = f"a=fingerprint:sha-256 {FINGERPRINT}"
BODIES = {
    "offer": {"kind": "offer", "sdp": OFFER},
    "offer again": {"kind": "offer", "sdp": OFFER, "restart": True},
    "answer": {"kind": "answer", "sdp": OFFER},
    "candidates": {"kind": "candidates", "candidates": [CANDIDATE]},
    "end of candidates": {"kind": "candidates", "candidates": [{"candidate": ""}]},
    "nulls as browsers write them": {
        "kind": "candidates",
        "candidates": [{"candidate": "", "sdpMid": None, "sdpMLineIndex": None}],
    },
    "no candidates": {"kind": "candidates", "candidates": []},
    "restart": {"kind": "restart"},
    "devices": {"kind": "devices", "camera": True, "microphone": False},
    "a screen": {"kind": "devices", "camera": True, "microphone": False, "screen": True},
}


def message(**changes):
    return {"to": "them", "epochs": [1, 1], "body": {"kind": "restart"}} | changes


def raw(**changes):
    return json.dumps(message(**changes)).encode()


def refuses(act, *args):
    with pytest.raises(BadSignal) as refusal:
        act(*args)
    return str(refusal.value)


# The SDP


def sdp(*lines, end="\r\n"):
    return end.join(["v=0", "m=video 9 UDP/TLS/RTP/SAVPF 96", *lines, ""])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "line",
    [
        LINE,
        LINE.lower(),
        LINE.upper(),
        f"a=fingerprint: sha-256  {FINGERPRINT} ",
        f"a=fingerprint:SHA-256 {FINGERPRINT}",
    ],
)
def test_one_sha_256_fingerprint_is_accepted(line, end):
    """Row 32."""
    assert check_sdp(sdp(line, end=end)) is None


def test_the_same_certificate_in_every_section_is_accepted():
    """Row 32: BUNDLE repeats it, in any case."""
    assert check_sdp(sdp(LINE, "m=audio 9 UDP/TLS/RTP/SAVPF 111", LINE, LINE.lower())) is None


def test_a_browsers_whole_offer_is_accepted():
    assert check_sdp(OFFER) is None


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["a=setup:actpass"],
        [f"a=fingerprint:sha-1 {FINGERPRINT[: 20 * 3 - 1]}"],
        [f"a=fingerprint:sha-512 {FINGERPRINT}:{FINGERPRINT}"],
        [f"a=fingerprint:md5 {FINGERPRINT}"],
        [LINE, f"a=fingerprint:sha-256 {ANOTHER}"],
        [LINE, f"a=fingerprint:sha-1 {FINGERPRINT[: 20 * 3 - 1]}"],
        [f"a=fingerprint:sha-256 {FINGERPRINT[:-3]}"],
        [f"a=fingerprint:sha-256 {FINGERPRINT}:00"],
        [f"a=fingerprint:sha-256 {FINGERPRINT.replace(':', '-')}"],
        [f"a=fingerprint:sha-256 {FINGERPRINT.replace('0A', '0G')}"],
        ["a=fingerprint:sha-256"],
        ["a=fingerprint"],
        [f"a=fingerprint:sha-256 {FINGERPRINT} {ANOTHER}"],
        [LINE, "a=fingerprint:"],
        [LINE, "a=fingerprint-of-somebody-else:x"],
        [f"b=a=fingerprint:sha-256 {FINGERPRINT}"],
        [f"a=ssrc:1 cname:{LINE}"],
    ],
)
def test_anything_but_exactly_one_sha_256_fingerprint_is_refused(lines):
    """Row 32."""
    assert "fingerprint" in refuses(check_sdp, sdp(*lines))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "key",
    [
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj",
        "A=CRYPTO:1 AES_CM_128_HMAC_SHA1_80 inline:x",
        "a=Crypto:2",
        "a=crypto",
    ],
)
def test_keys_in_the_sdp_are_refused(key, end):
    """Row 32: also beside a good fingerprint, first or last."""
    assert refuses(check_sdp, sdp(LINE, key, end=end)) == "keys in the SDP"
    assert refuses(check_sdp, end.join([key, LINE])) == "keys in the SDP"


def test_lines_that_end_in_different_ways_hide_nothing():
    """Row 32."""
    assert refuses(check_sdp, f"v=0\r{LINE}\na=crypto:1 x\r\n") == "keys in the SDP"
    assert refuses(check_sdp, f"{LINE}\r\ra=fingerprint:sha-256 {ANOTHER}") != ""


@pytest.mark.parametrize(
    "line",
    [
        "a=candidate:1 1 udp 2122260223 192.0.2.7 46154 typ host",
        "A=Candidate:1 1 udp 2122260223 192.0.2.7 46154 typ host",
        "c=IN IP4 192.0.2.7",
        "C=in ip6 2001:db8::7",
        "a=rtcp:46155 IN IP4 192.0.2.7",
    ],
)
def test_addresses_in_the_sdp_are_refused(line):
    """Row 33: the gate holds back candidates; a description is handed on at the call."""
    assert "addresses" in refuses(check_sdp, sdp(LINE, line))


@pytest.mark.parametrize("line", ["c=IN IP4 0.0.0.0", "c=IN IP6 ::", "a=rtcp:9 IN IP4 0.0.0.0"])
def test_nowhere_is_no_address(line):
    check_sdp(sdp(LINE, line))


@pytest.mark.parametrize("value", [None, 7, True, [OFFER], {"sdp": OFFER}, ""])
def test_what_is_no_sdp_is_refused(value):
    refuses(check_sdp, value)


# The body


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_browsers_send_is_accepted(body):
    assert envelope(parse(raw(body=body))) == ("them", (1, 1), body, 0)


def test_the_kinds_above_are_all_there_are():
    assert {body["kind"] for body in BODIES.values()} == set(KINDS)


@pytest.mark.parametrize("kind", [None, "", "OFFER", "chat", 1, ["offer"], {"kind": "offer"}])
def test_unknown_kinds_are_refused(kind):
    assert refuses(check_body, {"kind": kind, "sdp": OFFER}) == "unknown kind"


def test_a_body_without_a_kind_is_refused():
    assert refuses(check_body, {"sdp": OFFER}) == "unknown kind"


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_carries_anything_else(body):
    """Row 43: above all no sender."""
    assert refuses(check_body, body | {"from": "somebody else"}) == "unknown keys"


WRONG = {
    "an answer with restart": {"kind": "answer", "sdp": OFFER, "restart": True},
    "restart with an sdp": {"kind": "restart", "sdp": OFFER},
    "restart that is no boolean": {"kind": "offer", "sdp": OFFER, "restart": 1},
    "restart that is null": {"kind": "offer", "sdp": OFFER, "restart": None},
    "an offer without an sdp": {"kind": "offer"},
    "candidates that are no list": {"kind": "candidates", "candidates": CANDIDATE},
    "candidates that are missing": {"kind": "candidates"},
    "too many candidates": {
        "kind": "candidates",
        "candidates": [CANDIDATE] * (CANDIDATES_AT_MOST + 1),
    },
    "a candidate that is text": {"kind": "candidates", "candidates": ["candidate:1"]},
    "a candidate without a line": {"kind": "candidates", "candidates": [{"sdpMid": "0"}]},
    "a large candidate": {"kind": "candidates", "candidates": [{"candidate": "x" * 1100}]},
    "a candidate with more": {"kind": "candidates", "candidates": [CANDIDATE | {"port": 1}]},
    "a mid that is a number": {"kind": "candidates", "candidates": [CANDIDATE | {"sdpMid": 0}]},
    "an index that is text": {
        "kind": "candidates",
        "candidates": [CANDIDATE | {"sdpMLineIndex": "0"}],
    },
    "an index that is true": {
        "kind": "candidates",
        "candidates": [CANDIDATE | {"sdpMLineIndex": True}],
    },
    "an index below zero": {
        "kind": "candidates",
        "candidates": [CANDIDATE | {"sdpMLineIndex": -1}],
    },
    "a fragment that is a list": {
        "kind": "candidates",
        "candidates": [CANDIDATE | {"usernameFragment": []}],
    },
    "devices without a microphone": {"kind": "devices", "camera": True},
    "a screen in words": {
        "kind": "devices",
        "camera": True,
        "microphone": True,
        "screen": "on",
    },
    "devices in words": {"kind": "devices", "camera": "on", "microphone": "off"},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_a_body_of_the_wrong_shape_is_refused(body):
    refuses(check_body, body)


# The envelope


@pytest.mark.parametrize(
    "epochs",
    [
        None, 1, [], [1], [1, 1, 1], [0, 1], [1, 0], [-1, 1], [1.0, 1], ["1", "1"], [True, True],
        [1, None], {"0": 1, "1": 1}, "11", [2**31, 1], [1, [1]],
    ],
)  # fmt: skip
def test_epochs_are_a_pair_of_positive_numbers(epochs):
    refuses(envelope, message(epochs=epochs))


@pytest.mark.parametrize("to", [None, 1, ["them"], {"id": "them"}])
def test_the_receiver_is_a_name(to):
    refuses(envelope, message(to=to))


@pytest.mark.parametrize("body", [None, "restart", [], [["kind", "restart"]], 1])
def test_the_body_is_an_object(body):
    refuses(envelope, message(body=body))


@pytest.mark.parametrize("read", [None, -1, 1.0, "1", True, [1], 2**53])
def test_how_far_somebody_has_read_is_a_position(read):
    refuses(envelope, message(read=read))


def test_how_far_somebody_has_read_is_handed_on():
    assert envelope(message(read=2**53 - 1))[-1] == 2**53 - 1


@pytest.mark.parametrize("key", ["from", "sender", "TO", "consultation", ""])
def test_an_envelope_says_nothing_else(key):
    """Row 43: nobody says who they are."""
    assert refuses(envelope, message(**{key: "somebody else"})) == "unknown keys"


# The bytes


@pytest.mark.parametrize(
    "text",
    [
        '{"to": "them", "to": "another", "epochs": [1, 1], "body": {"kind": "restart"}}',
        '{"to": "them", "\\u0074o": "another", "epochs": [1, 1], "body": {"kind": "restart"}}',
        '{"to": "them", "epochs": [1, 1], "body": {"kind": "restart", "kind": "offer"}}',
        '{"body": {"kind": "candidates", "candidates": [{"candidate": "a", "candidate": "b"}]}}',
        '{"a": [[{"b": {"c": 1, "c": 1}}]]}',
    ],
)
def test_a_key_that_stands_twice_is_refused_at_any_depth(text):
    """Row 43."""
    assert refuses(parse, text.encode()) == "a key stands twice"


def test_the_same_key_in_two_objects_is_no_duplicate():
    assert parse(b'{"a": {"k": 1}, "b": [{"k": 1}, {"k": 2}]}') == {
        "a": {"k": 1},
        "b": [{"k": 1}, {"k": 2}],
    }


def test_sixty_four_kilobytes_are_enough_and_one_byte_more_is_refused():
    """Row 48."""
    assert SIGNAL_AT_MOST == 64 * 1024
    largest = json.dumps({"a": "x" * (64 * 1024 - 9)}).encode()
    assert len(largest) == 64 * 1024
    assert parse(largest).keys() == {"a"}
    with pytest.raises(TooLarge):
        parse(largest + b" ")


@pytest.mark.parametrize("depth", [500, 900, 980, 990, 1000, 1010, 5000, 30_000])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_no_depth_of_nesting_escapes(depth, opens, closes):
    """Row 49: wherever in a message it stands."""
    nested = opens * depth + "1" + closes * depth
    in_a_candidate = json.dumps(
        message(body={"kind": "candidates", "candidates": [CANDIDATE | {"sdpMid": "NESTED"}]})
    ).replace('"NESTED"', "NESTED")
    for text in (
        nested,
        f'{{"to": {nested}, "epochs": [1, 1], "body": {{"kind": "restart"}}}}',
        f'{{"to": "t", "epochs": {nested}, "body": {{"kind": "restart"}}}}',
        f'{{"to": "t", "epochs": [1, 1], "body": {{"kind": {nested}}}}}',
        in_a_candidate.replace("NESTED", nested),
    ):
        with pytest.raises(BadSignal):
            envelope(parse(text.encode()))


@pytest.mark.parametrize(
    "text",
    [
        b"", b" ", b"null", b"1", b'"x"', b"[]", b"[{}]", b"{", b"{}x", b"{'a': 1}", b"\xff\xfe",
        b"\x00", b'{"a": 1,}', b"9" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_refused(text):
    refuses(parse, text)


@pytest.mark.parametrize(
    "text",
    [
        rb'{"to": "\ud800"}',
        rb'{"\udfff": 1}',
        rb'{"to": "a\u0000b"}',
        b'{"to": NaN}',
        b'{"to": -Infinity}',
        b'{"to": 1e999}',
    ],
)
def test_what_no_database_and_no_stream_can_carry_is_refused(text):
    """Row 49: such a message would break the stream of whoever receives it."""
    assert refuses(parse, text) == "not JSON"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(OFFER),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
words = st.sampled_from(
    ["to", "epochs", "body", "kind", "sdp", "restart", "candidates", "candidate", "camera",
     "microphone", "sdpMid", "sdpMLineIndex", "usernameFragment", *KINDS]
)  # fmt: skip
nearly = st.fixed_dictionaries(
    {},
    optional={
        "to": st.text() | anything,
        "epochs": st.lists(st.integers(0, 3), min_size=2, max_size=2) | anything,
        "body": st.sampled_from(list(BODIES.values()))
        | st.dictionaries(words, anything | words, max_size=4)
        | st.fixed_dictionaries(
            {
                "kind": st.just("candidates"),
                "candidates": st.lists(st.dictionaries(words, anything)),
            }
        ),
    },
)


def survives(data):
    """Whether it was accepted; anything but BadSignal escapes and fails the test."""
    try:
        to, epochs, body, _ = envelope(parse(data))
    except BadSignal:
        return False
    # What was accepted can be stored and sent on.
    entry = {"from": to, "epochs": list(epochs), "body": body}
    assert json.loads(json.dumps(entry, allow_nan=False)) == entry
    assert wire.signal(1, entry).payload.startswith(b"id: 1\nevent: signal\ndata: ")
    return True


@given(st.binary(max_size=200))
def test_no_bytes_escape(data):
    """Row 49."""
    survives(data)


@given(nearly)
def test_nothing_that_looks_like_a_signal_escapes(found):
    """Row 49."""
    survives(json.dumps(found).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(list(BODIES.values())), st.integers(0, 400), st.binary(max_size=6))
def test_a_good_signal_with_a_broken_spot_does_not_escape(body, spot, garbage):
    """Row 49."""
    whole = raw(body=body)
    survives(whole[:spot] + garbage + whole[spot + len(garbage) :])


@given(st.text())
def test_no_sdp_escapes(text):
    """Row 49: and whatever passes has one fingerprint."""
    for candidate in (text, f"{text}\r\n{LINE}", f"{LINE}\n{text}"):
        try:
            check_sdp(candidate)
        except BadSignal:
            continue
        assert FINGERPRINT in candidate.upper()
