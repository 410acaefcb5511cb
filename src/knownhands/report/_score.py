"""What every format says of one score, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands._version import __version__
from knownhands.declarations import Severity
from knownhands.kinds._find import kinds
from knownhands.records import Answer
from knownhands.report._words import COST_LEGEND, TYPICAL_LEGEND, clean, counted, cut, sentence, short, tenths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knownhands.records import Broken, Finding, Reason, Unknown, Unread
    from knownhands.score import Score

START = "starting-point"
_ORDER = tuple(reversed(Severity))
_LONGEST_CLAIM = 120
_FEW = 3
"""Checks without an answer that are shown in full where there is only a screen."""
_EXCHANGED = "is_not_what_was_locked"
_NO_VERDICT = "verdict"
"""The rule that every subject without a verdict fails to keep."""
_OF_UNREAD = "unread"
"""The id of the gaps that repeat what `read` lists."""


def headline(score: Score) -> str:
    """Give the answer in a few words."""
    if score.trust is None:
        return "trust unknown"
    return f"trust {score.trust} of 100 · {score.band}"


def subject_text(score: Score) -> str:
    """Say what was scored, and as of when."""
    subject = score.subject
    parts = [f"{clean(subject.kind)} {short(subject.id)}"]
    if subject.repository:
        parts.append(f" in {clean(subject.repository)}")
    if subject.commits:
        span = f"{short(subject.base) or 'root'}..{short(subject.head)}"
        parts.append(f": {counted(subject.commits, 'commit')}, {span}")
    elif subject.head:
        parts.append(f", sha256 {short(subject.head)}")
    if score.as_of and score.as_of != subject.base:
        parts.append(f", as of {short(score.as_of)}")
    return "".join(parts)


def title(score: Score) -> str:
    """Return what the subject says of itself; "" where it says nothing."""
    return cut(score.subject.title, _LONGEST_CLAIM)


def claims(score: Score) -> str:
    """Say what a subject says of itself: title, author and date; "" where it says nothing."""
    parts = (f"“{title(score)}”" if title(score) else "", byline(score))
    text = ", by ".join(filter(None, parts)) if score.subject.author else parts[0]
    several = score.subject.commits > 1
    return f"{text}; the longest of its {score.subject.commits:,} messages speaks for all" if text and several else text


def byline(score: Score) -> str:
    """Say who wrote it and when, as it claims; "" where it does not."""
    parts = (cut(score.subject.author, _LONGEST_CLAIM), clean(score.subject.claimed_at).partition("T")[0])
    return ", ".join(filter(None, parts))


def ordered(reasons: Sequence[Reason]) -> list[Reason]:
    """Put the starting point first and leave the others as they are."""
    return sorted(reasons, key=lambda reason: reason.feature != START)


def total(reasons: Sequence[Reason]) -> float:
    """Add up the points as they are shown, so that a reader who adds gets the same."""
    return tenths(sum(tenths(reason.points) for reason in reasons))


def sum_text(score: Score) -> str:
    """Explain the last line of the table of reasons."""
    return "the sum" if score.trust is None else f"the sum, shown as trust {score.trust}"


def legend(score: Score) -> str:
    """Explain the words that stand beside the reasons, as far as they do."""
    if not any("(typical: " in reason.sentence for reason in score.reasons):
        return COST_LEGEND
    kind = kinds().get(score.subject.kind)
    plural = kinds()[kind.evidence].plural if kind else "subjects"
    return f"{COST_LEGEND} {TYPICAL_LEGEND.format(plural=plural)}"


def notable(score: Score) -> list[Finding]:
    """Return what a reader should look at: every yes, the most severe first, then what could not be answered."""
    shown = [finding for finding in score.findings if finding.answer in {Answer.YES, Answer.UNKNOWN}]
    return sorted(shown, key=_gravity)


def _gravity(finding: Finding) -> tuple[bool, int, bool, str]:
    """Sort the gravest first; among equals what was exchanged, which is seen for certain."""
    rank = _ORDER.index(finding.severity)
    return finding.answer is Answer.UNKNOWN, rank, finding.check != _EXCHANGED, finding.check


def in_full(score: Score) -> tuple[list[Finding], list[str]]:
    """Return the findings to show in full, and the names of those without an answer where these are many.

    One that somebody can have answered is shown with what to do.
    """
    findings = notable(score)
    unknown = [finding for finding in findings if finding.answer is Answer.UNKNOWN]
    if len(unknown) <= _FEW:
        return findings, []
    shown = [finding for finding in findings if finding.answer is not Answer.UNKNOWN or finding.remedy]
    unknown = [finding for finding in unknown if not finding.remedy]
    return shown, [clean(finding.check).replace("_", " ") for finding in unknown]


def checks_text(score: Score) -> str:
    """Count the checks by their answer."""
    answers = [finding.answer for finding in score.findings]
    words = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown", Answer.NOT_APPLICABLE: "not applicable"}
    counts = (f"{answers.count(answer)} {word}" for answer, word in words.items() if answer in answers)
    return f"checks: {', '.join(counts)}"


def policy_title(score: Score) -> str:
    """Say what the policy says; "" where it has nothing to say."""
    if score.policy.passed is False:
        return "policy: failed"
    if is_without_policy(score):
        return "no verdict"
    if score.policy.passed is None:
        return "policy: no answer, which is no pass"
    return "policy: passed" if score.policy.ignored else ""


def is_without_policy(score: Score) -> bool:
    """Say whether it fails for want of a verdict alone, which needs no policy."""
    return score.policy.passed is None and {rule.rule for rule in score.policy.failed} == {_NO_VERDICT}


def broken(score: Score) -> Iterator[tuple[str, str]]:
    """Yield why each rule fails, and what to do."""
    for rule in score.policy.failed:
        yield why_broken(rule), sentence(rule.remedy)


def why_broken(rule: Broken) -> str:
    """Say which rule fails and why; what stands in the way of a verdict is in the verdict's own line."""
    if rule.rule == _NO_VERDICT:
        return "what a verdict needs could not be had, or could not be read"
    return clean(f"{rule.why.rstrip('.')} ({rule.rule})")


def ignored(score: Score) -> list[str]:
    """Name what the policy passes over, and why."""
    return [f"passed over: {clean(note)}" for note in score.policy.ignored]


def read_text(score: Score) -> str:
    """Count what can run and was read or was not; "" where nobody looked."""
    runs, unread = score.read.runs, len(score.read.unread)
    if runs is None and not unread:
        return ""
    if runs == 0 and not unread:
        return "it holds no file that can run"
    files = "it is not known how many files that can run were read" if runs is None else _files(runs)
    return f"{files}; {_not(unread)}"


def _files(runs: int) -> str:
    return f"{counted(runs, 'file')} that can run {'was' if runs == 1 else 'were'} read"


def _not(unread: int) -> str:
    return f"{unread:,} {'was' if unread == 1 else 'were'} not" if unread else "none was left out"


def unread_texts(score: Score) -> list[str]:
    """Name what can run and was not read: where, when it runs, and why not."""
    return [_unread_text(gap) for gap in score.read.unread]


def _unread_text(gap: Unread) -> str:
    """Name what was not read; the subject itself has no path."""
    where = short(gap.path) or "all of it"
    return f"{where}{f' ({clean(gap.trigger)})' if gap.trigger else ''}: {clean(gap.why)}"


def gaps(score: Score) -> list[Unknown]:
    """Return the gaps in the evidence, without those that repeat what was not read."""
    return [gap for gap in score.unknown if not (score.read.unread and gap.id == _OF_UNREAD)]


def unknown_title(score: Score) -> str:
    """Count the gaps; "" where what is unknown stands above already, for then nothing more is."""
    count = len(gaps(score))
    is_open = score.read.unread or any(finding.answer is Answer.UNKNOWN for finding in score.findings)
    return "" if is_open and not count else f"unknown: {count or 'nothing'}"


def gap_texts(score: Score) -> list[str]:
    """Name each gap and say why it is one."""
    return [f"{clean(gap.id).replace('_', ' ')}: {clean(gap.why)}" for gap in gaps(score)]


def model_text(score: Score) -> str:
    """Say which models answered."""
    refs = list(dict.fromkeys(score.models.values())) or ([score.model] if score.model else [])
    named = " and ".join(f"{clean(ref.id)} ({short(ref.sha256)})" for ref in refs)
    models = f"{'models' if len(refs) > 1 else 'model'} {named}" if refs else "no model"
    return f"{models}, knownhands {__version__}"
