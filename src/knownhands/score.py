"""The answer about one subject, and how it is laid out for programs and notebooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from knownhands._version import __version__
from knownhands.layout import html_table, plain
from knownhands.records import Answer, Band, Concern, Finding, ModelRef, Outcome, Read, Reason, Subject, Unknown
from knownhands.wording import Amount, continued, rarity_text, share_text

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = "knownhands.score/2"
USUAL = 0.1
"""One in ten is nothing unusual; chosen by eye."""
FOUND_ON = "On "
"""How the header of a score begins that says which refs hold its subject."""
DIRECTION = "0 = no trust, 100 = full trust"
_CONTRACT = (
    "schema", "subject", "as_of", "trust", "direction", "band", "verdict", "decided_by", "header", "concerns", "earned",
    "findings", "read", "unknown", "policy", "model", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """The answer: knownhands.score/2.

    Attributes:
        as_of: the commit whose history was used, or a moment; "" where only the subject itself was looked at.
        trust: 0 = no trust, 100 = full trust; None when the evidence needed could not be had.
        verdict: one sentence for somebody who reads nothing else.
        decided_by: the concern that decided; "" where none could.
        concerns: every concern, in the order of the kind's questions; one that was not answered is `unknown`.
        earned: what costly evidence added to the deciding concern's trust.
        findings: what the checks found, in the order of their ids.
        model: which model answered the question that decided; None where none answered anything.
        header: what is true of the project as a whole, and so no reason; of a sweep, `FOUND_ON` and the refs that hold it.
        models: concern → the model that answered it; no part of the contract, which names the deciding one.
        values: feature id → what was measured, None where unknown; no part of the contract.
    """

    subject: Subject
    as_of: str
    trust: int | None
    band: Band
    verdict: str
    decided_by: str = ""
    concerns: tuple[Concern, ...] = ()
    earned: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    read: Read = field(default_factory=Read)
    unknown: tuple[Unknown, ...] = ()
    policy: Outcome = field(default_factory=Outcome)
    model: ModelRef | None = None
    header: str = ""
    models: Mapping[str, ModelRef] = field(default_factory=dict, repr=False)
    values: Mapping[str, float | None] = field(default_factory=dict, repr=False)

    @property
    def deciding(self) -> Concern | None:
        """The concern that decided the trust."""
        return next((concern for concern in self.concerns if concern.id == self.decided_by), None)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What leads to the trust: the deciding concern's reasons and what was earned; their points add up to it."""
        return (*(self.deciding.reasons if self.deciding else ()), *self.earned)

    def answer(self, concern: Concern) -> str:
        """Say in a sentence what was found out about one question, and how rare that is among ordinary subjects."""
        if concern.alarm_share is None:
            why = next((gap.why for gap in self.unknown if gap.id == concern.id), "")
            return f"Not known: {continued(why)}." if why else "Not known."
        claims = "; ".join(self._claims(concern))
        if concern.alarm_share == 0 and claims:
            return f"Yes: {claims}; settled by a finding that is harmful by itself."
        return f"{self._by_checks(concern, claims) if concern.is_by_checks else _by_model(concern)}."

    def _claims(self, concern: Concern) -> list[str]:
        """Return what checks say that lowers the trust."""
        checks = {finding.check for finding in self.findings}
        return [reason.sentence.rstrip(".") for reason in concern.reasons if reason.feature in checks]

    def _by_checks(self, concern: Concern, claims: str) -> str:
        answers = [finding.answer for finding in self.findings if finding.concern == concern.id]
        applicable = len(answers) - answers.count(Answer.NOT_APPLICABLE)
        open_ = answers.count(Answer.UNKNOWN)
        rare = f"at most {share_text(concern.alarm_share or 0.0)} ordinary ones has a finding as severe"
        text = f"Yes: {claims}; {rare}" if claims else "No check found anything that weighs"
        return f"{text}; {open_} of {applicable} could not be answered" if open_ else text

    def to_dict(self) -> dict[str, Any]:
        """Lay the score out as the contract says, with nothing in it but what JSON knows."""
        given = {"schema": SCHEMA, "direction": DIRECTION, "version": __version__}
        return {name: given[name] if name in given else plain(getattr(self, name)) for name in _CONTRACT}

    def __repr__(self) -> str:
        """Name the subject and the answer in one short line."""
        return f"<Score {self.subject.id} {'?' if self.trust is None else self.trust} {self.band}>"

    def _repr_html_(self) -> str:
        """Show the score in a notebook: the verdict, each concern, the reasons, what checks say and what is unknown."""
        trust = "unknown" if self.trust is None else f"{self.trust} of 100"
        concerns = [(each.id, each.band, f"{each.question} {self.answer(each)}") for each in self.concerns]
        reasons = [(f"{each.points:+.1f}", each.sentence, each.cost_to_fake or "") for each in self.reasons]
        checks = [(each.severity, each.claim, each.remedy) for each in self.findings if each.answer is Answer.YES]
        open_ = [(each.check, each.sentence) for each in self.findings if each.answer is Answer.UNKNOWN]
        gaps = [(gap.id, gap.why) for gap in self.unknown]
        return "".join(
            (
                f"<p><b>{escape(self.subject.id)}</b>: trust {trust}, {self.band}. {escape(self.verdict)}</p>",
                html_table(("concern", "band", "answer"), concerns),
                html_table(("points", "reason", "cost to fake"), reasons),
                html_table(("severity", "checks that say yes", "what to do"), checks),
                html_table(("unknown", "why"), [*gaps, *open_]),
            )
        )


def _by_model(concern: Concern) -> str:
    population, _, thin = concern.reference.partition("; ")
    whom = population if population.startswith("the ") else f"the {population or 'ordinary ones'}"
    share = concern.alarm_share or 0.0
    if concern.probability is None and share > USUAL:
        return (
            "Nothing in it is unusual here"
            if population.startswith("the ")
            else f"Nothing in it is unusual beside {whom}"
        )
    if thin:
        text = f"Of {whom} {thin.replace('none of them', 'none')}, to {share_text(share)}"
    else:
        text = rarity_text(share, whom)
    text = f"{text[:1].upper()}{text[1:]}"
    return text if concern.probability is None else f"{text}; probability {Amount(concern.probability):share}"
