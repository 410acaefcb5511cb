"""What the text of any file shows before it is parsed: hidden characters, packed data, hosts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from knownhands.harvest.code.hidden import find_hidden, may_hide
from knownhands.harvest.code.known import host_patterns
from knownhands.harvest.code.notes import Ends, Notes

if TYPE_CHECKING:
    from knownhands.capabilities.capability import Capability
    from knownhands.records import Observation

LARGEST = 2_000_000  # bytes read as text; what comes after is not looked at, and that is observed
LONG_LINE = 2_000  # characters; chosen by eye: formatters stop at 120, tables of data seldom pass 1,000
VERY_LONG_LINE = 20_000  # characters; chosen by eye
LONG_BLOB = 200  # characters of one base64 or hexadecimal run
MANY_NAMES = 20  # machine-made identifiers in one file; chosen by eye
_ENTROPY_BLOB = 4.2  # bits a character; English and code stay below, base64 of packed data is near 6

_BLOB = re.compile(rb"[A-Za-z0-9+/_=-]{200,}+")
# These begin with the characters that they begin with, not with a look behind or a group: so the search skips to them.
_ESCAPES = re.compile(
    rb"\\(?:x[0-9A-Fa-f]{2}(?:\\x[0-9A-Fa-f]{2}){49,}+|u00[0-9A-Fa-f]{2}(?:\\u00[0-9A-Fa-f]{2}){49,}+)"
)
_PADDED = re.compile(rb"[ \t](?<![ \t][ \t])[ \t]{149,}+[^\s#]")
_HEX_NAME = re.compile(rb"\b_0x[0-9a-f]{4,8}\b")
_TWIN_NAME = re.compile(rb"\b(?:(?=[lI1]*l)(?=[lI1]*I)[lI][lI1]{7,40}|(?=[O0]*0)O[O0]{7,40})\b")
_TWIN_LETTERS = re.compile(rb"[lIO][lI1O0]{7}")
_HOST = re.compile(
    rb"(?:https?|ftp|wss?|tcp)://(?:[^\s/\"'@]{1,80}@)?([A-Za-z0-9.-]{3,120})(:\d{1,5})?([^\s\"'<>)\\]{0,120})"
)
_BOT_TOKEN = re.compile(rb"\b[0-9]{8,10}:AA[\w-]{33}\b")


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers about a text.

    Attributes:
        longest_line: bytes.
        entropy: bits a byte of the densest long run; None where there is no run of 200 characters.
        packed_bytes: bytes in base64, hexadecimal or escaped runs of 200 characters or more.
        machine_names: identifiers of the sort that obfuscators make.
    """

    longest_line: int
    entropy: float | None
    packed_bytes: int
    machine_names: int


def measure_text(body: bytes) -> Shape:
    """Measure a text; only its first `LARGEST` bytes."""
    body = body[:LARGEST]
    runs = [match[0] for pattern in (_BLOB, _ESCAPES) for match in pattern.finditer(body)]
    entropies = [_entropy(run[:10_000]) for run in runs[:200]]
    return Shape(
        longest_line=max(map(len, body.split(b"\n"))),
        entropy=max(entropies, default=None),
        packed_bytes=sum(map(len, runs)),
        machine_names=_machine_names(body),
    )


def read_text(path: str, body: bytes, trigger: str = "import", notes: Notes | None = None) -> tuple[Observation, ...]:
    """Read any text for what hides, what is packed and where it calls.

    Args:
        path: the file inside its archive.
        body: its bytes, UTF-8 or nearly so.
        trigger: written on what is observed, since text alone does not run.
        notes: where to gather; new ones by default.
    """
    notes = notes or Notes(path)
    if len(body) > LARGEST:
        notes.add(0, "unparsable", trigger, Ends(target="too large to be read as text"))
        body = body[:LARGEST]
    _note_packed(notes, body, trigger)
    if b"://" in body:
        _note_hosts(notes, body, trigger)
    if b":AA" in body:
        _note_tokens(notes, body, trigger)
    if not body.isascii() and may_hide(body):
        for line, sort in find_hidden(body.decode("utf-8", "replace")):
            notes.add(line, "hidden_unicode", trigger, Ends(target=sort))
    return notes.observations()


def _note_packed(notes: Notes, body: bytes, trigger: str) -> None:
    longest = max(map(len, body.split(b"\n")))
    if longest >= LONG_LINE:
        notes.add(0, "very_long_line" if longest >= VERY_LONG_LINE else "long_line", trigger)
    if longest >= LONG_BLOB:
        blob = next((match for match in _BLOB.finditer(body) if _entropy(match[0][:10_000]) >= _ENTROPY_BLOB), None)
        places = (
            ("encoded_text", blob),
            ("escaped_text", _ESCAPES.search(body)),
            ("offscreen_code", _PADDED.search(body)),
        )
        for capability, place in places:
            if place:
                notes.add(_line(body, place), capability, trigger)
    if _machine_names(body) >= MANY_NAMES:
        notes.add(0, "mangled_names", trigger)


def _note_hosts(notes: Notes, body: bytes, trigger: str) -> None:
    for match in _HOST.finditer(body):
        host = match[1].decode("ascii")
        capability = _shown_by(host, f"//{host}{match[3].decode('utf-8', 'replace')}")
        if capability is not None:
            name = f"{host}{(match[2] or b'').decode()}"
            if notes.wants(capability.id, trigger, Ends(target=name)):
                notes.add(_line(body, match), capability.id, trigger, Ends(target=name))


def _note_tokens(notes: Notes, body: bytes, trigger: str) -> None:
    """Somebody's bot is where data is sent to; the token itself is nobody's to read, and is not kept."""
    match = _BOT_TOKEN.search(body)
    if match:
        notes.add(_line(body, match), "exfiltration_host", trigger, Ends(target="token of a bot"))


def _shown_by(host: str, address: str) -> Capability | None:
    """Say what it shows to name a host; None for one like any other."""
    for is_whole_host, pattern, capability in host_patterns():
        if pattern.fullmatch(host) if is_whole_host else pattern.search(address):
            return capability
    return None


def _machine_names(body: bytes) -> int:
    hexadecimal = len(_HEX_NAME.findall(body)) if b"_0x" in body else 0
    holds_twins = (b"lI" in body or b"Il" in body or b"O0" in body) and _TWIN_LETTERS.search(body)
    twins = len(_TWIN_NAME.findall(body)) if holds_twins else 0
    return hexadecimal + twins


def _entropy(data: bytes) -> float:
    """Bits a byte."""
    size = len(data)
    return -sum(count / size * log2(count / size) for count in Counter(data).values())


def _line(body: bytes, match: re.Match[bytes]) -> int:
    return body.count(b"\n", 0, match.start()) + 1
