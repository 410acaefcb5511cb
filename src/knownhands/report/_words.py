"""Words, rounding and cleaning of untrusted text that the formats share."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knownhands.records import Evidence

NOT_A_PERSON = "This is about the work, not the person: low trust asks for a closer look, no more."
COST_LEGEND = "Cost to fake: what it would cost an attacker to make that evidence look good."
TYPICAL_LEGEND = "Typical: the middle of the ordinary {plural} that the model learned from, of many projects."
CLAIMED = "as it says of itself"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST_REF = 120
_LONGEST_EXCERPT = 160


def clean(text: str) -> str:
    r"""Make text from a repository safe to show: one line, nothing invisible, nothing that moves the cursor.

    What was taken out leaves a mark, so that two different paths are less likely to look alike.

    >>> clean("a\x1b[31m\tb\u202ec") == "a\ufffd[31m b\ufffdc"
    True
    """
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def cut(text: str, longest: int) -> str:
    """Clean a text and cut off what is too long, visibly.

    >>> cut("a kiln and a wheel", 8)
    'a kiln …'
    """
    text = clean(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def short(ref: str) -> str:
    """Cut a commit or hash to 12 characters, and the middle out of anything very long."""
    if _SHA.fullmatch(ref):
        return ref[:12]
    half = _LONGEST_REF // 2
    return clean(ref if len(ref) <= _LONGEST_REF else f"{ref[:half]}…{ref[-half:]}")


def place(evidence: Evidence) -> str:
    """Name where one piece of evidence is, in quotes where a space would blur its end.

    >>> from knownhands.records import Evidence
    >>> place(Evidence("file", "src/kiln.py", 7)), place(Evidence("commit", "b" * 40))
    ('src/kiln.py:7', 'commit bbbbbbbbbbbb')
    """
    ref = short(evidence.ref)
    ref = json.dumps(ref, ensure_ascii=False) if " " in ref else ref
    line = "" if evidence.line is None else f":{evidence.line}"
    kind = "" if evidence.kind == "file" else f"{clean(evidence.kind)} "
    return f"{kind}{ref}{line}"


def excerpt(evidence: Evidence) -> str:
    """Return what stands there, on one line; text from outside."""
    return cut(evidence.excerpt.strip(), _LONGEST_EXCERPT)


def tenths(points: float) -> float:
    """Round points to 0.1 as every format shows them, without a negative zero."""
    return round(points, 1) + 0.0


def sentence(text: str) -> str:
    """Begin with a capital letter and end with a full stop.

    >>> sentence("it is old"), sentence("Is it? no.")
    ('It is old.', 'Is it? no.')
    """
    text = clean(text).strip()
    end = "" if text.endswith((".", "?", "!", "…")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}" if text else ""


def counted(number: int, noun: str) -> str:
    """Count things, with the right plural.

    >>> counted(1, "change"), counted(1200, "package")
    ('1 change', '1,200 packages')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
