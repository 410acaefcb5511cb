"""Checks that a change takes away: of permissions, signatures, certificates, tokens or bounds, while what they guarded stays.

Code that is moved, rewritten or deleted with all around it is no removed check: a few lines go, what stands around them stays,
and no line like them comes in anywhere in the change.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed

_LONGEST = 400  # bytes of a line that are looked at
_MOST_GONE = 6  # lines that go together with a check; chosen by eye
_MOST_CHANGED = 60  # lines of a file removed; more is rewriting
_FEW_NEW = 3  # times as many lines added as removed is rewriting
_LIKE = 0.5  # share of the words of a check that an added line may have
_CONDITION = re.compile(
    rb"^\s*(?:\}?\s*else\s+|el)?(?:if|unless|guard|assert\w*|require|ensure)\b|\b(?:verify|validate|check|authori[sz]e|authenticate|assert|enforce|sanitize|escape)\w{0,40}!?\s*\(|^\s*@\w*(?:auth|permission|login|csrf|require)\w*"
    rb"|^\s*before_action\b"
)
_CONCERNS = {
    "permission": rb"permission|privilege|authori[sz]|is_?admin|is_?owner|is_?staff|has_?role|access_?control|forbidden|\bcan_?access|\ballowed\b|capable\(|login_required|\bacl\b",
    "authentication": rb"authenticat|password|is_logged|logged_?in|\bjwt\b|credential|\botp\b|\bmfa\b|verify_?token|check_?token",
    "signature": rb"signature|\bhmac\b|checksum|\bdigest\b|verify_?sig|\bsha(?:256|512|1)\b|compare_digest|constant_?time|gpg|\bpgp\b",
    "certificate": rb"certificate|\bcert\b|\bx509\b|hostname_?match|match_?hostname|verify_?(?:peer|host)|peer_?cert",
    "request forgery": rb"csrf|xsrf|\borigin\b.{0,20}(?:!=|==|!==)|referer",
    "bounds": rb"(?:len|size|length|count|index|offset|idx|pos|depth)\w*\)?\s*(?:>=?|<=?)\s*(?:sizeof|[A-Z]{2,}[A-Z0-9_]*|\w+[_.]?(?:max|len|size|limit|end|cap)\w*)|overflow|out.of.(?:range|bounds)|too.(?:large|long|big|short)",
    "escape": rb"sanitiz|escape_?(?:html|shell|sql)|html_?escape|shlex\.quote|escapeshell|path_?traversal|is_?safe|\bnormpath|\.startswith\(.{0,40}(?:root|base)",
}
_PATTERNS = {concern: re.compile(pattern, re.IGNORECASE) for concern, pattern in _CONCERNS.items()}
_WORD = re.compile(rb"[A-Za-z_]\w{2,}")
_COMMON = frozenset(
    {
        b"if",
        b"not",
        b"return",
        b"else",
        b"and",
        b"the",
        b"self",
        b"this",
        b"const",
        b"null",
        b"none",
        b"true",
        b"false",
        b"raise",
        b"throw",
    }
)
_COMMENTS = (b"#", b"//", b"*", b"/*", b"--", b"<!--")


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    looked_at = [file for file in files if file.new is not None and file.old is not None and _is_program(file)]
    changed = {file.path: Lines(file.old or b"", file.new or b"") for file in looked_at if file.old != file.new}
    checks = {path: list(_removed_checks(lines)) for path, lines in changed.items()}
    if not any(checks.values()):
        return
    added = [_words(line) for file in files if file.new for line in _added(file, changed)]
    for path, found in checks.items():
        for at, concern, line in found:
            if not any(_is_like(_words(line), words) for words in added):
                notes_of(path).add(
                    at, "removed_checks", "import", Ends(concern, target=clip(line.decode("utf-8", "replace").strip()))
                )


def _is_program(file: Changed) -> bool:
    place = place_of(file.path)
    return place.id in {"program", "build", "install", "ci"} and b"\0" not in (file.new or b"")[:8000]


def _added(file: Changed, changed: dict[str, Lines]) -> Iterator[bytes]:
    lines = changed.get(file.path)
    if lines:
        yield from (lines.after[number - 1][:_LONGEST] for number in lines.added)
    elif file.old is None:
        yield from (line[:_LONGEST] for line in (file.new or b"")[:200_000].split(b"\n"))


def _removed_checks(lines: Lines) -> Iterator[tuple[int, str, bytes]]:
    """Yield where a check was, as a line of the file after the change, with its concern and its text."""
    removed = lines.removed
    if not removed or len(removed) > _MOST_CHANGED or len(lines.added) > _FEW_NEW * len(removed) + 2:
        return
    shown = [line for line in removed if _concern(line[:_LONGEST])]
    if not shown:
        return
    gone = Counter(line.strip() for line in removed)
    for start, run in _runs(lines.before, gone):
        if len(run) <= _MOST_GONE:
            for line in run:
                if line in shown:
                    yield _place(lines, start), _concern(line[:_LONGEST]), line[:_LONGEST]


def _runs(before: Sequence[bytes], gone: Counter[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the runs of removed lines, each with the index of its first."""
    run: list[bytes] = []
    start = 0
    for index, line in enumerate(before):
        text = line.strip()
        if text and gone[text] > 0:
            gone[text] -= 1
            start = start if run else index
            run.append(line)
        elif text and text.strip(b"{}();") and run:
            yield start, run
            run = []
    if run:
        yield start, run


def _place(lines: Lines, index: int) -> int:
    """Return the number, after the change, of the line that stood before a removed one."""
    for line in reversed(lines.before[max(index - 20, 0) : index]):
        if len(line.strip()) > 8 and line in lines.after:  # noqa: PLR2004 - a line of its own
            return lines.after.index(line) + 1
    return 0


def _concern(line: bytes) -> str:
    """Say what a line checks; "" where it is no check."""
    if line.lstrip().startswith(_COMMENTS) or not _CONDITION.search(line):
        return ""
    return next((concern for concern, pattern in _PATTERNS.items() if pattern.search(line)), "")


def _words(line: bytes) -> frozenset[bytes]:
    return frozenset(word.lower() for word in _WORD.findall(line)) - _COMMON


def _is_like(words: frozenset[bytes], others: frozenset[bytes]) -> bool:
    return len(words & others) >= _LIKE * len(words)


COMPARER = Comparer(id="removed_checks", across=_across)
