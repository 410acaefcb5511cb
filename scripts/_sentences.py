"""Every sentence that a user can read about a subject, each with an example: the page docs/reference/sentences.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.checks.assemble import checks_of
from knownhands.features.assemble import families_of
from knownhands.kinds._find import kinds
from knownhands.wording import continued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.declarations import Check, Feature, Kind

SENTENCES = (
    "What reports say, as they say it: about every feature with a few values, about every check that says yes, and what is "
    "asked of each kind of subject. Read it aloud once; what sounds wrong is wrong."
)
_TYPICAL = 9.0
_AVERAGED = re.compile(r"on average|for every|entropy|\{value:times\}")
"""What a sentence says whose amount need not be whole; all others count."""
_MANY = 1234.0
_SHARES = (0.0, 0.031, 0.5, 1.0)


def sections() -> Iterator[str]:
    """Yield the parts of the page: what is asked of each kind, then what its features and its checks say."""
    yield from ("# Sentences", SENTENCES, "## What is asked")
    for kind in kinds().values():
        yield f"### Of {kind.plural}"
        yield _items(questions(kind))
    described = {kind.evidence: kind for kind in kinds().values() if kind.evidence == kind.id}
    for kind in described.values():
        yield f"## What is measured of {kind.plural}"
        for family in families_of(kind.evidence):
            yield f"### {family.id}"
            yield _items(said for feature in family.columns for said in said_of(feature))
        if checks_of(kind):
            yield f"## What checks say of {kind.plural}"
            yield _items(said for check in checks_of(kind) for said in describe(check))


def questions(kind: Kind) -> Iterator[str]:
    """Yield the question of each concern, and why nobody answers it yet, as a report says it."""
    for question in kind.questions:
        yield f"{question.question} {f'Not known: {continued(question.gap)}.' if question.gap else ''}".rstrip()


def said_of(feature: Feature) -> Iterator[str]:
    """Yield what a report says of a feature: yes and no, or nothing, one, little and much; and what nobody knows."""
    typical = min(_TYPICAL, feature.high)
    sentences = (feature.explain(value, typical) for value in (*_values(feature), None))
    yield from dict.fromkeys(sentences)


def _values(feature: Feature) -> tuple[float, ...]:
    if feature.unit == "yes or no":
        return 1.0, 0.0
    if feature.high == 1:
        return _SHARES
    few = 2.4 if _AVERAGED.search(feature.sentence) else 2.0
    return tuple(dict.fromkeys(min(value, feature.high) for value in (0.0, 1.0, few, _MANY)))


def describe(check: Check) -> Iterator[str]:
    """Yield what a report says of a check: its question, what to do about a yes, and what a yes earns."""
    yield f"{check.question} yes. What to do: {check.remedy}" if check.remedy else f"{check.question} yes."
    if check.credit:
        yield f"earned: {check.credit}"


def _items(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
