"""What every format says of a list: one row for each subject, and the roll-up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.declarations import Severity
from knownhands.kinds._find import kinds
from knownhands.records import Answer
from knownhands.report import _score
from knownhands.report._words import clean, counted, cut, short
from knownhands.score import FOUND_ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.inventory import Entry, Inventory
    from knownhands.score import Score

MOST_NAMED = 20
"""Lines of what is open or failed; chosen by eye, the JSON has them all."""
_LONGEST_REASON = 200
_LONGEST_GAP = 400  # said once for many, with what to do
_LONGEST_WAY = 6  # steps that are named; of longer paths the middle is left out
_GRAVE = {Severity.HIGH, Severity.CRITICAL}


@dataclass(frozen=True, slots=True)
class Row:
    """One subject of a list, in words.

    Attributes:
        trust: "?" where there is none.
        name: what the kind of subject is called by in a list.
        title: what it says of itself; only where that tells subjects apart, as of changes.
        byline: author and date, as it claims.
        why: what stands out.
        where: which refs hold it, of a sweep; "" elsewhere.
        way: how it comes in; "" where that makes no sense.
        policy: why it does not pass; "" where it does.
    """

    trust: str
    band: str
    name: str
    title: str
    byline: str
    why: str
    where: str
    way: str
    policy: str


def rows(inventory: Inventory) -> list[Row]:
    """Return one row for each subject, in the order given."""
    is_file = bool(inventory.path)
    return [_row(entry, is_file=is_file) for entry in inventory.entries]


def _row(entry: Entry, *, is_file: bool) -> Row:
    score = entry.score
    is_written = bool(score.subject.author)
    return Row(
        trust="?" if score.trust is None else str(score.trust),
        band=score.band.value,
        name=name(score),
        title=_score.title(score) if is_written else "",
        byline=_score.byline(score) if is_written else "",
        why=why(score),
        where=score.header if score.header.startswith(FOUND_ON) else "",
        way=way(entry) if is_file else "",
        policy=_missed(score),
    )


def name(score: Score) -> str:
    """Name a subject in a list, as its kind says."""
    kind = kinds().get(score.subject.kind)
    return short((getattr(score.subject, kind.name) if kind else "") or score.subject.id)


def why(score: Score) -> str:
    """Say in a few words what stands out: the findings that are severe, else what lowers the trust most."""
    severe = [each for each in _score.notable(score) if each.answer is Answer.YES and each.severity in _GRAVE]
    if severe:
        return "; ".join(cut(each.claim, _LONGEST_REASON) for each in severe)
    if score.trust is None:
        gaps = [gap for gap in score.unknown if gap.id == score.decided_by] or list(score.unknown)
        return cut(gaps[0].why, _LONGEST_REASON) if gaps else "no verdict"
    lowest = min(
        (each for each in score.reasons if each.cost_to_fake is not None), key=lambda each: each.points, default=None
    )
    return cut(lowest.sentence, _LONGEST_REASON) if lowest and lowest.points < 0 else "nothing lowers it much"


def way(entry: Entry) -> str:
    """Say how a subject of a dependency file comes in."""
    if entry.is_direct:
        return "direct"
    if not entry.path:
        return "not said" if entry.is_direct is None else "nobody asks for it"
    steps = [*entry.path, _package(entry.score.subject.id)]
    if len(steps) > _LONGEST_WAY:
        steps = [*steps[:2], "…", *steps[-2:]]
    return " → ".join(map(clean, steps))


def _package(purl: str) -> str:
    return purl.partition("/")[2].rpartition("@")[0].replace("%40", "@") or purl


def _missed(score: Score) -> str:
    if score.policy.passed is True or _score.is_without_policy(score):
        return ""
    return "; ".join(reason for reason, _ in _score.broken(score))


def counts(inventory: Inventory) -> str:
    """Count the subjects by their band."""
    of_kinds = {score.subject.kind for score in inventory.scores}
    kind = kinds().get(next(iter(of_kinds))) if len(of_kinds) == 1 else None
    size = len(inventory.entries)
    what = f"{size:,} {kind.plural}" if kind and size != 1 else counted(size, kind.id if kind else "subject")
    bands = ", ".join(f"{count} {band}" for band, count in inventory.counts.items())
    where = f"{short(inventory.path)}: " if inventory.path else ""
    return f"{where}{what}{f': {bands}' if bands else ''}"


def weakest(inventory: Inventory) -> str:
    """Name the subject of least trust; "" where there is none at all."""
    entry = inventory.weakest
    title = "weakest link" if inventory.path else "least trust"
    if entry is None:
        return f"{title}: unknown, for nothing is known of any of them" if inventory.entries else ""
    row = _row(entry, is_file=bool(inventory.path))
    of = "" if entry.score.trust is None else " of 100"
    way_in = f"; comes in: {row.way}" if row.way else ""
    return f"{title}: {row.name}, trust {row.trust}{of}, {row.band} ({row.why}){way_in}"


def policy(inventory: Inventory) -> list[str]:
    """Say what to do about what does not pass a policy or has no verdict; first a line that counts."""
    failed = [score for score in inventory.scores if score.policy.passed is False]
    open_ = [score for score in inventory.scores if score.policy.passed is None]
    unanswered = [score for score in open_ if not _score.is_without_policy(score)]
    passed_over = dict.fromkeys(note for score in inventory.scores for note in _score.ignored(score))
    if not open_ and not failed and not passed_over:
        return []
    parts = [f"{len(failed)} failed" if failed else "", f"{len(unanswered)} without an answer" if unanswered else ""]
    outcome = ", ".join(filter(None, parts))
    bare = len(open_) - len(unanswered)
    titles = [f"policy: {outcome}" if outcome else "", f"no verdict: {bare}" if bare else ""]
    title = "; ".join(filter(None, titles)) or "policy: passed"
    return [title, *folded([*_remedies([*failed, *open_]), *passed_over])]


def _remedies(scores: Sequence[Score]) -> list[str]:
    """Say what to do, each thing once and for whom; what each one misses stands in its own row."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for score in scores:
        for _, remedy in _score.broken(score):
            names[remedy][name(score)] = None
    return [f"{', '.join(folded([*own], 'more'))}: {remedy}" for remedy, own in names.items()]


def unknown(inventory: Inventory) -> list[str]:
    """Name what is unknown of many subjects, each once; first a line that counts."""
    size = len(inventory.entries)
    lines = [
        f"{_of(gap.count, size)}{clean(gap.id).replace('_', ' ')}: {cut(gap.why, _LONGEST_GAP)}"
        for gap in inventory.unknown
    ]
    if not lines:
        return []
    title = f"unknown of half of them or more: {len(lines)}; each one's own answer says what else is"
    return [f"unknown: {len(lines)}; its own answer says what else is" if size == 1 else title, *folded(lines)]


def _of(count: int, size: int) -> str:
    """Say of how many a gap is; of the only subject of a list nothing has to be said."""
    if size == 1:
        return ""
    return f"of {count:,} of {size:,}: " if count < size else f"of all {size:,}: "


def left_open(inventory: Inventory) -> list[str]:
    """Name everything that could not be read, or that the file leaves open; first a line that counts.

    Nothing is said to be missing only where nothing is unknown of any subject.
    """
    if inventory.has_unknown and not inventory.open:
        return []
    gaps = [f"{short(gap.id)}: {cut(gap.why, _LONGEST_REASON)}" for gap in inventory.open]
    return [f"could not be read, or is left open: {len(gaps) or 'nothing'}", *folded(gaps)]


def folded(lines: Sequence[str], rest: str = "more; the JSON names them all") -> list[str]:
    """Cut a long list short, and say by how much."""
    if len(lines) <= MOST_NAMED:
        return list(lines)
    return [*lines[:MOST_NAMED], f"and {len(lines) - MOST_NAMED} {rest}"]
