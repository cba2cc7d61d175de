"""What participants may send each other. All of it is hostile input (RFC 8827 §4)."""

import json
import re
from itertools import pairwise
from typing import Any

SIGNAL_AT_MOST = 64 * 1024
CANDIDATES_AT_MOST = 50
CANDIDATE_AT_MOST = 1024
DEVICES = "devices"
KINDS = ("offer", "answer", "candidates", "restart", DEVICES)
POSITION_AT_MOST = 2**53 - 1  # what a script can count
NOWHERE = ("0.0.0.0", "::")  # noqa: S104  # no socket
MAY_SAY_OF_DEVICES = ("screen", "sound_only", "signing", "weak")

_FINGERPRINT = re.compile(r"^a=fingerprint:\s*(\S+)\s+(\S+)\s*$", re.IGNORECASE)
# Where RFC 8866 and RFC 3605 put the address of the first candidate; "nowhere" before there is one.
_PLACE = re.compile(r"^(?:c=|a=rtcp:.*)IN\s+IP[46]\s+(\S+)", re.IGNORECASE)
_SHA_256 = re.compile(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", re.IGNORECASE)


class BadSignal(Exception):
    """Refused; the text says which rule it breaks, for whoever reads the code or a test."""


class TooLarge(BadSignal):
    pass


def parse(raw: bytes) -> dict[str, Any]:
    """The JSON object in a request's body. Duplicate keys would let two readers see two things."""
    if len(raw) > SIGNAL_AT_MOST:
        raise TooLarge("more than 64 KB")
    try:
        message = json.loads(raw, object_pairs_hook=_object)
        _demand_writable(message)
    except (ValueError, RecursionError) as error:
        raise BadSignal("not JSON") from error
    if not isinstance(message, dict):
        raise BadSignal("not an object")
    return message


def _demand_writable(message: Any) -> None:
    """JSON can name what no database stores and no stream carries: half characters, NUL, NaN.

    Raises ValueError or RecursionError.
    """
    text = json.dumps(message, ensure_ascii=False, allow_nan=False)
    text.encode()
    if "\\u0000" in text:
        raise ValueError("NUL")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadSignal("a key stands twice")
    return found


def envelope(message: dict[str, Any]) -> tuple[str, tuple[int, int], dict[str, Any], int]:
    """Receiver, pair of epochs, checked body, and up to where the sender has read. Raises
    BadSignal."""
    _only(message, {"to", "epochs", "body", "read"})
    to, epochs, body = message.get("to"), message.get("epochs"), message.get("body")
    if not isinstance(to, str) or not isinstance(body, dict):
        raise BadSignal("to, epochs and body are needed")
    check_body(body)
    return to, _pair(epochs), body, _position(message.get("read", 0))


def check_body(body: dict[str, Any]) -> None:
    """Raises BadSignal unless the body is one of the kinds, exactly."""
    match body.get("kind"):
        case "offer":
            _only(body, {"kind", "sdp", "restart"})
            _flag(body.get("restart", False))
            check_sdp(body.get("sdp"))
        case "answer":
            _only(body, {"kind", "sdp"})
            check_sdp(body.get("sdp"))
        case "candidates":
            _only(body, {"kind", "candidates"})
            _check_candidates(body.get("candidates"))
        case "restart":
            _only(body, {"kind"})
        case "devices":
            _only(body, {"kind", "camera", "microphone", *MAY_SAY_OF_DEVICES})
            _flag(body.get("camera"))
            _flag(body.get("microphone"))
            for word in MAY_SAY_OF_DEVICES:
                _flag(body.get(word, False))
        case _:
            raise BadSignal("unknown kind")


def check_sdp(sdp: Any) -> None:
    """Media is keyed by DTLS-SRTP alone, and by one certificate that both sides can compare."""
    if not isinstance(sdp, str):
        raise BadSignal("no SDP")
    lines = re.split(r"\r\n|\r|\n", sdp)
    if any(line.lower().startswith("a=crypto") for line in lines):
        raise BadSignal("keys in the SDP")
    if any(_names_address(line) for line in lines):
        raise BadSignal("addresses travel as candidates, which the gate holds back")
    marked = [line for line in lines if line.lower().startswith("a=fingerprint")]
    found = {_fingerprint(line) for line in marked}
    if len(found) != 1:
        raise BadSignal("exactly one fingerprint is needed")


def _names_address(line: str) -> bool:
    if line.lower().startswith("a=candidate"):
        return True
    match = _PLACE.match(line)
    return match is not None and match[1] not in NOWHERE


def _fingerprint(line: str) -> str:
    match = _FINGERPRINT.match(line)
    if not match or match[1].lower() != "sha-256" or not _SHA_256.fullmatch(match[2]):
        raise BadSignal("a fingerprint that is not sha-256")
    return match[2].upper()


def _check_candidates(candidates: Any) -> None:
    if not isinstance(candidates, list) or len(candidates) > CANDIDATES_AT_MOST:
        raise BadSignal("candidates are a list")
    for candidate in candidates:
        if not isinstance(candidate, dict) or not _is_candidate(candidate):
            raise BadSignal("a candidate is an RTCIceCandidateInit")
        if len(json.dumps(candidate)) > CANDIDATE_AT_MOST:
            raise BadSignal("a candidate is small")


def demand_relayed(body: dict[str, Any]) -> None:
    """Raises BadSignal where an address is named that is not the relay's.

    For whoever hides theirs: the browser was told so too, this is the second wall.
    """
    if not all(_is_relayed(one["candidate"].split()) for one in body.get("candidates", ())):
        raise BadSignal("an address that is not the relay's")


def _is_relayed(words: list[str]) -> bool:
    """RFC 8839 §5.1: the type has its place; the related address is the browser's own."""
    related = dict(pairwise(words)).get("raddr", "0.0.0.0")  # noqa: S104
    return words[6:8] == ["typ", "relay"] and related in NOWHERE


def _is_candidate(candidate: dict[str, Any]) -> bool:
    _only(candidate, {"candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"})
    index = candidate.get("sdpMLineIndex")
    return (
        isinstance(candidate.get("candidate"), str)
        and isinstance(candidate.get("sdpMid"), str | None)
        and isinstance(candidate.get("usernameFragment"), str | None)
        and (index is None or (type(index) is int and 0 <= index < 2**16))
    )


def _only(found: dict[str, Any], allowed: set[str]) -> None:
    if found.keys() - allowed:
        raise BadSignal("unknown keys")


def _flag(value: Any) -> None:
    if not isinstance(value, bool):
        raise BadSignal("not a boolean")


def _pair(epochs: Any) -> tuple[int, int]:
    match epochs:
        case [int(own), int(other)] if _is_epoch(own) and _is_epoch(other):
            return own, other
        case _:
            raise BadSignal("epochs are two numbers")


def _position(read: Any) -> int:
    if type(read) is not int or not 0 <= read <= POSITION_AT_MOST:
        raise BadSignal("no position")
    return read


def _is_epoch(number: int) -> bool:
    return not isinstance(number, bool) and 0 < number < 2**31
