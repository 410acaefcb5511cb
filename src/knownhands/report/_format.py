"""What the formats share: the words, the rounding and the cleaning of untrusted text."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Protocol

from knownhands._version import __version__
from knownhands.records import Answer, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.inventory import Inventory
    from knownhands.records import Evidence, Finding, Reason, Score

DIRECTION = "0 = no trust, 100 = full trust"
COST_LEGEND = "Cost to fake: what it would cost an attacker to make that evidence look good."
NOT_A_PERSON = "This is about the work, not the person: low trust asks for a closer look, no more."
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST_REF = 60


class Format(Protocol):
    """Turns one score, or several, into a text that ends with a newline; the same gives the same text."""

    def __call__(self, scores: Score | Sequence[Score] | Inventory, /) -> str:
        """Render one score in full, a list in the order given, or a dependency file with its roll-up.

        A list stays one when it holds a single score.
        """


_OUTCOME = {
    "change": ("regretted", "projects", "in calibration"),
    "artifact": ("malicious", "campaigns and owners", "among uploads"),
    "package": ("malicious", "campaigns and owners", "among uploads"),
}
"""What a model predicts of each kind of subject, what its interval is over, and where that is how common."""


def clean(text: str) -> str:
    r"""Make text from a repository safe to show: one line, nothing invisible, nothing that moves the cursor.

    What was taken out leaves a mark, so that two different paths are less likely to look alike.

    >>> clean("a\x1b[31m\tb\u202ec") == "a\ufffd[31m b\ufffdc"
    True
    """
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def short(ref: str) -> str:
    """Cut a commit to 12 characters and the middle out of anything very long."""
    if _SHA.fullmatch(ref):
        return ref[:12]
    half = _LONGEST_REF // 2
    return clean(ref if len(ref) <= _LONGEST_REF else f"{ref[:half]}…{ref[-half:]}")


def evidence_text(evidence: Evidence) -> str:
    """Name one piece of evidence, in quotes where a space would blur its end."""
    ref = short(evidence.ref)
    return f"{clean(evidence.kind)} {json.dumps(ref, ensure_ascii=False) if ' ' in ref else ref}"


def percent(share: float) -> str:
    """Print a share in percent to two digits that matter, and never as a certainty.

    >>> [percent(share) for share in (0.00031, 0.031, 0.312, 0.9999)]
    ['0.031', '3.1', '31', '99.9']
    """
    value = 100 * share
    if value > 99:  # noqa: PLR2004 - from here on "100" would be the rounded answer
        return f"{min(value, 99.9):.1f}"
    return f"{value:.{sum(value < bound for bound in (9.95, 0.995, 0.0995))}f}"


def percentile(value: float) -> str:
    """Print a percentile rounded down, so that "riskier than" stays true."""
    return f"{min(math.floor(10 * value) / 10, 99.9):.1f}" if value >= 99 else str(math.floor(value))  # noqa: PLR2004 - as above


def tenths(points: float) -> float:
    """Round points to 0.1 as every format shows them, without a negative zero."""
    return round(points, 1) + 0.0


def total(reasons: Sequence[Reason]) -> float:
    """Add up the points as they are shown, so that a reader who adds gets the same."""
    return tenths(sum(tenths(reason.points) for reason in reasons))


def headline(score: Score) -> str:
    """Give the answer in one line."""
    if score.trust is None or score.risk is None:
        return "trust unknown · the evidence needed could not be had"
    low, high = (percent(bound) for bound in score.risk.interval)
    return (
        f"trust {score.trust} of 100 · {score.band} · {percent(score.risk.probability)} % risk of being "
        f"{_OUTCOME[score.subject.kind][0]}"
        f" ({low}\N{EN DASH}{high} %), riskier than {percentile(score.risk.percentile)} % of {score.subject.kind}s"
    )


def legend(score: Score) -> str:
    """Say which way the scale runs and what the interval is."""
    if score.risk is None:
        return f"{DIRECTION}."
    prevalence = percent(score.risk.prevalence)
    outcome, groups, where = _OUTCOME[score.subject.kind]
    return f"{DIRECTION}. Interval: 90 %, over {groups}. {outcome.capitalize()} {where}: {prevalence} %."


def subject_text(score: Score) -> str:
    """Say what was scored, and as of when."""
    subject = score.subject
    if subject.kind == "artifact":
        return f"{subject.kind} {short(subject.id)}, sha256 {short(subject.head)}"
    if subject.kind == "package":
        archive = f", sha256 {short(subject.head)}" if subject.head else ", no archive"
        return f"{subject.kind} {short(subject.id)}{archive}, as of {short(score.as_of)}"
    commits = "1 commit" if subject.commits == 1 else f"{subject.commits} commits"
    return (
        f"{subject.kind} {short(subject.id)} in {clean(subject.repository)}: {commits},"
        f" {short(subject.base) or 'root'}..{short(subject.head)}, as of {short(score.as_of)}"
    )


def ordered(reasons: Sequence[Reason]) -> list[Reason]:
    """Put the starting point first and leave the others as they are."""
    return sorted(reasons, key=lambda reason: reason.feature != "starting-point")


def sum_text(score: Score) -> str:
    """Explain the last line of the table of reasons."""
    return "the sum" if score.trust is None else f"the sum, shown as trust {score.trust}"


def top_sentence(score: Score) -> str:
    """Give the sentence of the evidence that moved the trust most, else what the checks found, or why there is none."""
    evidence = [reason for reason in score.reasons if reason.cost_to_fake is not None]
    if evidence:
        return clean(max(evidence, key=lambda reason: abs(reason.points)).sentence)
    yes = [finding for finding in notable(score) if finding.answer is Answer.YES]
    if yes:
        return "; ".join(f"{finding.severity}: {clean(finding.check).replace('_', ' ')}" for finding in yes)
    return clean(score.unknown[0].why) if score.unknown else "nothing stands out"


def row(score: Score) -> tuple[str, str, str, str, str, str]:
    """Summarise a score as trust, band, risk, percentile, name and the reason that weighs most."""
    name, sentence = short_name(score), top_sentence(score)
    if score.trust is None or score.risk is None:
        return "?", "unknown", "?", "?", name, sentence
    risk = f"{percent(score.risk.probability)} %"
    return str(score.trust), str(score.band), risk, percentile(score.risk.percentile), name, sentence


def row_titles(scores: Sequence[Score]) -> tuple[str, str, str, str, str, str]:
    """Title the columns of rows."""
    kinds = {score.subject.kind for score in scores} or {"change"}
    name = "commit" if kinds == {"change"} else str(min(kinds))
    return "trust", "band", "risk", "percentile", name, "reason that weighs most"


def short_name(score: Score) -> str:
    """Name a subject in a list: a package as it was asked for, anything else by its commit or hash."""
    return short(score.subject.id if score.subject.kind == "package" else score.subject.head)


def subjects_name(scores: Sequence[Score]) -> str:
    """Say what a list is made of, in the plural."""
    kinds = {score.subject.kind for score in scores} or {"change"}
    return f"{kinds.pop()}s" if len(kinds) == 1 else "subjects"


def notable(score: Score) -> list[Finding]:
    """Return what a reader should look at, the most severe first: every yes, then what could not be answered."""
    order = list(reversed(Severity))
    told = [finding for finding in score.findings if finding.answer is not Answer.NO]
    return sorted(told, key=lambda one: (one.answer is Answer.UNKNOWN, order.index(one.severity), one.check))


def checks_text(score: Score) -> str:
    """Count the checks by their answer."""
    answers = [finding.answer for finding in score.findings]
    yes, no, unknown = (answers.count(answer) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN))
    return f"checks: {yes} yes, {no} no, {unknown} unknown"


def unknown_texts(score: Score) -> list[str]:
    """Name each gap and say why it is one."""
    return [f"{clean(gap.id)}: {clean(gap.why)}" for gap in score.unknown]


def coverage_text(score: Score) -> str:
    """Say how much of the evidence could be had."""
    what = "the checks could be answered" if score.model is None else "the features are known"
    return f"coverage: {math.floor(100 * score.coverage)} % of {what}"


def model_text(score: Score) -> str:
    """Say which model answered."""
    model = f"model {clean(score.model.id)} ({short(score.model.sha256)})" if score.model else "no model"
    return f"{model}, knownhands {__version__}"
