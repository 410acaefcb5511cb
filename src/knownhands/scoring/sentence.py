"""Say what a score means, in one sentence for somebody who reads nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.records import Band
from knownhands.score import USUAL
from knownhands.scoring.explain import EXTRAPOLATED
from knownhands.wording import continued, rarity_text, share_text

if TYPE_CHECKING:
    from knownhands.declarations import Kind
    from knownhands.records import Concern, Reason
    from knownhands.score import Score


def verdict(kind: Kind, score: Score) -> str:
    """Sum a score up.

    Args:
        kind: of the subject.
        score: decided.
    """
    concern = score.deciding
    if concern is None:
        return f"No verdict on this {kind.id}: {_first_gap(kind, score)}."
    return f"{_answer(kind, score, concern)}{_caveats(kind, score)}."


def _caveats(kind: Kind, score: Score) -> str:
    """Name the questions that were not answered, in the same breath as the answer, where they have a clause for that.

    An alarm need not say what else might have been one, unless nobody asks it yet.
    """
    is_alarm = score.band not in {Band.TRUSTED, Band.ORDINARY}
    unknown = {concern.id for concern in score.concerns if concern.band is Band.UNKNOWN}
    return "".join(
        f"; {question.caveat}"
        for question in kind.questions
        if question.caveat and question.id in unknown and (question.gap or not is_alarm)
    )


def _answer(kind: Kind, score: Score, concern: Concern) -> str:
    if score.band is Band.TRUSTED:
        return f"Nothing speaks against this {kind.id}, and evidence that is costly to fake speaks for it"
    if score.band is Band.ORDINARY:
        return _ordinary(kind, concern)
    if concern.alarm_share == 0:
        return f"Do not use this {kind.id}: {_top(concern)}"
    rare = _rarity(kind, concern)
    rare = f"only {rare}" if rare[:1].isdigit() and (concern.alarm_share or 0.0) <= USUAL else rare
    verb = "Read this" if score.band is Band.REVIEW else "Do not let this"
    end = "carefully" if score.band is Band.REVIEW else "in before somebody has read it"
    return f"{verb} {kind.id} {end}: {rare}, above all because {_top(concern)}"


def _ordinary(kind: Kind, concern: Concern) -> str:
    share = concern.alarm_share or 1.0
    if share > USUAL:
        return f"Nothing about this {kind.id} stands out{_as_what(kind, concern)}"
    return f"Unusual, but no alarm: {_rarity(kind, concern)}, above all because {_top(concern)}"


def _as_what(kind: Kind, concern: Concern) -> str:
    """Say what was looked for, where another question of the kind is not asked yet."""
    outcome = next((question.outcome for question in kind.questions if question.id == concern.id), "")
    is_whole = not any(question.gap for question in kind.questions)
    return "" if is_whole or not outcome else f" as likely to be {outcome}"


def _rarity(kind: Kind, concern: Concern) -> str:
    share, population = concern.alarm_share or 0.0, _population(kind, concern)
    if concern.is_by_checks:
        return f"at most {share_text(share)} ordinary {kind.plural} looks like this"
    alike = next(
        (question.alike for question in kind.questions if question.id == concern.id),
        ("looks as risky", "look as risky"),
    )
    if EXTRAPOLATED in concern.reference:
        return f"none of {population} {alike[0]}"
    return rarity_text(share, population, alike)


def _population(kind: Kind, concern: Concern) -> str:
    population = concern.reference.partition(";")[0] or f"ordinary {kind.plural}"
    return population if population.startswith("the ") else f"the {population}"


def _top(concern: Concern) -> str:
    """Return the sentence of the evidence that lowers the trust most."""
    evidence = [reason for reason in concern.reasons if reason.cost_to_fake is not None]
    lowest: Reason | None = min(evidence, key=lambda reason: reason.points, default=None)
    return lowest.sentence.rstrip(".") if lowest and lowest.points < 0 else "of many small things together"


def _first_gap(kind: Kind, score: Score) -> str:
    """Say what stood in the way; what nobody asks yet did not."""
    unanswered = {question.id for question in kind.questions if question.gap}
    gap = next((gap for gap in score.unknown if gap.id not in unanswered), None)
    return continued(gap.why) if gap else "nothing is known of it"
