"""Loops without an end that run when a module is loaded, and code that acts by the country in which it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.code.outline import headers
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_LONGEST = 4_000  # bytes of a line that are looked at
_MOST_BODY = 400  # lines of a loop
_WINDOW = 12  # lines between a place that is asked for and the country that it is compared with
_LOOP = re.compile(
    rb"\bfor\s{0,3}\(\s{0,3}(?:;\s{0,3};|[^;()\n]{0,60};\s{0,3}(?:true|1)?\s{0,3};|[^;()\n]{0,60};[^;()\n]{0,40}<=?\s{0,3}Infinity\b)"
    rb"|\bwhile\s{0,3}\(\s{0,3}(?:true|1|!0|!!1)\s{0,3}\)|^while\s{1,3}(?:True|1)\s{0,3}:|^for\s{1,3}\w{1,30}\s{1,3}in\s{1,3}(?:itertools\.)?(?:count|cycle|repeat)\("
)
_LEAVES = re.compile(
    rb"\b(?:break|return|throw|raise|await|yield|exit|_exit|quit|input|sleep|accept|recv|readline|poll|select|serve\w*)\b"
)
_FUNCTION = re.compile(
    rb"\bfunction\b|=>|\b(?:def|class|async)\b|^(?:(?:static|get|set|public|private|protected)\s+)*(?!(?:if|for|while|switch|catch|with|else|try|do)\b)[\w$#]+\s*\([^;]*\)\s*\{"
)
_ASKS = re.compile(
    rb"resolvedOptions\(\)\s{0,3}\.\s{0,3}(?:timeZone|locale)|navigator\.languages?\b|\blocation\.(?:host(?:name)?|href)\b|\bcountry_?(?:code|name)?\b"
    rb"|\bgetTimezoneOffset\(|\bgetdefaultlocale\(|\blocale\.getlocale\(|\btime\.tzname\b|\btzlocal\b|\bGetUserDefault(?:UILanguage|LCID|LocaleName)\b"
    rb"|\benv(?:iron)?\W{1,3}(?:LANG|LC_ALL|LANGUAGE|TZ)\b|\bipinfo\b|\bgeoip\b|\bip-?api\b|\bipgeolocation\b|\bgetLocale\(|\bosLocale\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    rb"[\"'`](?:RU|BY|UA|IR|IL|KP|SY|KZ|RUS|BLR|IRN|ISR|Russia|Belarus|Ukraine|Iran|Israel|Russian)(?:n Federation)?[\"'`]|\bru_RU\b|\bru-RU\b"
    rb"|[\"'`](?:Europe/Moscow|Europe/Minsk|Europe/Kiev|Europe/Kyiv|Asia/Tehran|Asia/Jerusalem|Asia/Tel_Aviv|Asia/Yekaterinburg|Asia/Vladivostok|Asia/Omsk)[\"'`]"
    rb"|/\^?\(?(?:ru|by|be|fa|he|ru\|[\w|]{1,20})(?:\\b|\)|-|/)|\(ru\|[\w|-]{1,30}\)|[\"'`]\.?(?:ru|by|su|\xd1\x80\xd1\x84)[\"'`]"
)
_COMPARES = re.compile(
    rb"\bif\b|===?|!==?|\.(?:test|match|includes|indexOf|startsWith|endsWith|has|some|find)\(|\bin\b|\?\s|\bswitch\b|\bcase\b"
)


def _compare(notes: Notes, file: Changed, lines: Lines) -> None:
    if file.new is None or place_of(file.path).id in {"docs", "test"}:
        return
    added = lines.added_text
    if any(word in added for word in _OF_LOOPS) or any(pattern.search(added) for pattern in _LOOP_QUICK):
        _note_loops(notes, lines)
    folded = added.lower()
    if any(word in folded for word in _OF_PLACES) and _COUNTRY.search(added) and _ASKS.search(added):
        _note_places(notes, lines)


# Words, and patterns that begin with some, are searched ten times as quickly as a pattern that may begin with any of them.
_OF_LOOPS = (b"Infinity", b"count(", b"cycle(", b"repeat(")
_LOOP_QUICK = (
    re.compile(rb"while\s{0,3}\(?\s{0,3}(?:[tT]rue|1|!0|!!1)"),
    re.compile(rb"for\s{0,3}\([^;()\n]{0,60};\s{0,3}(?:true|1)?\s{0,3};"),
)
_OF_PLACES = (
    b"resolvedoptions()", b"navigator.language", b"location.h", b"country", b"gettimezoneoffset(", b"getdefaultlocale(", b"getlocale(",
    b"time.tzname", b"tzlocal", b"getuserdefault", b"env", b"ipinfo", b"geoip", b"ip-api", b"ipapi", b"ipgeolocation", b"oslocale",
)  # fmt: skip


def _note_loops(notes: Notes, lines: Lines) -> None:
    """Note loops that nothing leaves and that no function is around."""
    for number, text in lines.each_added():
        line = text[:_LONGEST]
        loop = _LOOP.search(line)
        if not loop or line.lstrip().startswith((b"#", b"//", b"*")):
            continue
        if _FUNCTION.search(line[: loop.start()]) or any(
            _FUNCTION.search(header) for header in headers(lines.after, number)
        ):
            continue
        body = _body(lines.after, number, loop.end())
        if not _LEAVES.search(body):
            notes.add(number, "endless_loop", "import", Ends(sink=clip(loop[0].decode("utf-8", "replace").strip())))


def _body(lines: Sequence[bytes], number: int, column: int) -> bytes:
    """Return what a loop repeats: the rest of its line, and the lines after it that are indented more."""
    first = lines[number - 1]
    depth = len(first) - len(first.lstrip())
    inside = [first[column : column + _LONGEST]]
    for line in lines[number : number + _MOST_BODY]:
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        inside.append(line[:_LONGEST])
    return b"\n".join(inside)


def _note_places(notes: Notes, lines: Lines) -> None:
    """Note where a country is compared with the place that was asked for, or with one close by."""
    added = [(number, text[:_LONGEST]) for number, text in lines.each_added()]
    asks = [number for number, line in added if _ASKS.search(line)]
    for number, line in added if asks else ():
        country = _COUNTRY.search(line)
        near = next((ask for ask in asks if abs(ask - number) <= _WINDOW), 0) if country else 0
        if country and near:
            first, last = sorted((near, number)) if b"/" in country[0][1:-1] else (number, number)
            if any(_COMPARES.search(text[:_LONGEST]) for text in lines.after[first - 1 : last]):
                asked = _ASKS.search(lines.after[near - 1][:_LONGEST])
                ends = Ends(sink=_text(asked), target=_text(country))
                notes.add(number, "geofencing", "import", ends)
                return


def _text(match: re.Match[bytes] | None) -> str:
    return clip(match[0].decode("utf-8", "replace")) if match else ""


COMPARER = Comparer(
    id="sabotage",
    paths=re.compile(r"\.(?:[cm]?jsx?|[cm]?tsx?|vue|svelte|pyw?|php|rb|html?)$", re.IGNORECASE),
    compare=_compare,
)
