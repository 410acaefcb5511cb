"""What the text of any file shows before it is parsed: hidden characters, packed data, hosts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from knownhands.harvest.archive.code.facts import Notes
from knownhands.harvest.archive.code.hidden import find_hidden, may_hide

if TYPE_CHECKING:
    from knownhands.harvest.archive.code.facts import Fact

LARGEST = 2_000_000  # bytes read as text; what comes after is not looked at, and that is a fact
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
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_LOCAL = re.compile(
    r"(?:0|10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|224|239|255|192\.0\.2|198\.51\.100|203\.0\.113)\."
)
# Source: the sorts of service in FIELD.md I.4 ("URL/IP/webhook/paste hosts"); the words are those that such services
# have in their addresses. Chosen by eye.
_SERVICES = re.compile(
    r"/(?:api/)?webhooks?/\d{6,}/|//hooks\.|webhook\.|/bot\d{6,}:|(?:^|[/.])(?:paste|pastebin|hastebin|rentry|dpaste|ghostbin)\w*\.|"
    r"ngrok|trycloudflare|serveo|localtunnel|\.loca\.lt|requestbin|pipedream|oastify|interact(?:sh)?\.|\.oast\.|burpcollab|"
    r"beeceptor|\bcatbox\.moe|\b0x0\.st|\bfile\.io\b|dnslog|\bceye\.io|\bxss\.ht|bxss\.me|pinggy|transfer\.sh|\banonfiles?\.|\bgofile\.|\.onion\b",
    re.IGNORECASE,
)
# Services that tell who asks its public address, places that hand out files of anybody, and files that are programs.
_OWN_ADDRESS = re.compile(
    r"^//(?:[\w-]+\.)?(?:ipify|ipinfo|ifconfig|ip-api|ipapi|icanhazip|ident|checkip|myip|whatismyip|ipwho|geojs)\."
)
_HANDED_OUT = re.compile(
    r"^//(?:raw\.githubusercontent|gist\.githubusercontent|cdn\.discordapp|media\.discordapp|dl\.dropbox\w*|www\.dropbox)\.|"
    r"^//github\.com/[^/]+/[^/]+/(?:raw|releases/download)/"
)
_PROGRAM = re.compile(r"\.(?:exe|dll|scr|bat|cmd|ps1|vbs|msi|jar|apk|elf)(?:\?|$)", re.IGNORECASE)
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
    runs = [found[0] for pattern in (_BLOB, _ESCAPES) for found in pattern.finditer(body)]
    entropies = [_entropy(run[:10_000]) for run in runs[:200]]
    return Shape(
        longest_line=max(map(len, body.split(b"\n"))),
        entropy=max(entropies, default=None),
        packed_bytes=sum(map(len, runs)),
        machine_names=_machine_names(body),
    )


def read_text(path: str, body: bytes, when: str = "import") -> tuple[Fact, ...]:
    """Read any text for what hides, what is packed and where it calls.

    Args:
        path: the file inside its archive.
        body: its bytes, UTF-8 or nearly so.
        when: the moment to write on the facts, since text alone does not run.
    """
    notes = Notes(path)
    if len(body) > LARGEST:
        notes.add(0, "obfuscation", "too large to be read as text", when)
        body = body[:LARGEST]
    _note_packed(notes, body, when)
    if b"://" in body:
        _note_hosts(notes, body, when)
    if b":AA" in body:
        _note_tokens(notes, body, when)
    if not body.isascii() and may_hide(body):
        for line, sort in find_hidden(body.decode("utf-8", "replace")):
            notes.add(line, "hidden-text", sort, when)
    return notes.facts()


def _note_packed(notes: Notes, body: bytes, when: str) -> None:
    longest = max(map(len, body.split(b"\n")))
    if longest >= LONG_LINE:
        notes.add(0, "obfuscation", "very long line" if longest >= VERY_LONG_LINE else "long line", when)
    if longest >= LONG_BLOB:
        blob = next((found for found in _BLOB.finditer(body) if _entropy(found[0][:10_000]) >= _ENTROPY_BLOB), None)
        sorts = (("encoded text", blob), ("escaped text", _ESCAPES.search(body)))
        for sort, found in (*sorts, ("code far to the right", _PADDED.search(body))):
            if found:
                notes.add(_line(body, found), "obfuscation", sort, when)
    if _machine_names(body) >= MANY_NAMES:
        notes.add(0, "obfuscation", "machine-made names", when)


def _note_hosts(notes: Notes, body: bytes, when: str) -> None:
    for found in _HOST.finditer(body):
        host = found[1].decode("ascii")
        address = f"//{host}{found[3].decode('utf-8', 'replace')}"
        sort = _sort(host, address)
        if sort is not None:
            name = f"{sort}{host}{(found[2] or b'').decode()}"
            if notes.wants("host", name, when):
                notes.add(_line(body, found), "host", name, when)


def _note_tokens(notes: Notes, body: bytes, when: str) -> None:
    """Somebody's bot is where data is sent to; the token itself is nobody's to read, and is not kept."""
    found = _BOT_TOKEN.search(body)
    if found:
        notes.add(_line(body, found), "host", "token of a bot", when)


def _sort(host: str, address: str) -> str | None:
    """Say what is told about a host; None for one like any other."""
    if _PROGRAM.search(address):
        return "program at "
    if (_IP.fullmatch(host) and not _LOCAL.match(host)) or _SERVICES.search(address):
        return ""
    if _OWN_ADDRESS.search(address):
        return "own address from "
    return "file at " if _HANDED_OUT.search(address) else None


def _machine_names(body: bytes) -> int:
    hexadecimal = len(_HEX_NAME.findall(body)) if b"_0x" in body else 0
    holds_twins = (b"lI" in body or b"Il" in body or b"O0" in body) and _TWIN_LETTERS.search(body)
    twins = len(_TWIN_NAME.findall(body)) if holds_twins else 0
    return hexadecimal + twins


def _entropy(data: bytes) -> float:
    """Bits a byte."""
    size = len(data)
    return -sum(count / size * log2(count / size) for count in Counter(data).values())


def _line(body: bytes, found: re.Match[bytes]) -> int:
    return body.count(b"\n", 0, found.start()) + 1
