"""Scores as Arrow tables, for whoever wants to sort, filter or plot many of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knownhands.errors import UsageError
from knownhands.features.assemble import features_of
from knownhands.kinds._find import kind_of
from knownhands.score import Score

if TYPE_CHECKING:
    import pyarrow as pa


def reasons_table(scores: Sequence[Score]) -> pa.Table:
    """Return one row for each reason of each concern, and for what was earned; the points of a concern add up to its trust.

    Columns: subject, concern ("" for what was earned), is_deciding, feature, points, value, typical, cost_to_fake, sentence.
    """
    import pyarrow as pa

    rows = [
        {
            "subject": score.subject.id,
            "concern": concern,
            "is_deciding": concern in {score.decided_by, ""},
            "feature": reason.feature,
            "points": reason.points,
            "value": reason.value,
            "typical": reason.typical,
            "cost_to_fake": reason.cost_to_fake and reason.cost_to_fake.value,
            "sentence": reason.sentence,
        }
        for score in _listed(scores)
        for concern, reasons in (*((answer.id, answer.reasons) for answer in score.concerns), ("", score.earned))
        for reason in reasons
    ]
    text, number = pa.string(), pa.float64()
    schema = {"subject": text, "concern": text, "is_deciding": pa.bool_(), "feature": text, "points": number}
    schema |= {"value": number, "typical": number, "cost_to_fake": text, "sentence": text}
    return pa.Table.from_pylist(rows, pa.schema(list(schema.items())))


def features_table(scores: Sequence[Score]) -> pa.Table:
    """Return one row for each score: subject, and every feature of its kind as a number, null where unknown.

    Args:
        scores: all of one kind.
    """
    import pyarrow as pa

    kinds = sorted({score.subject.kind for score in _listed(scores)})
    names = [feature.id for kind in kinds for feature in features_of(kind_of(kind).evidence)]
    columns = {"subject": pa.array([score.subject.id for score in scores], pa.string())}
    columns |= {
        name: pa.array([score.values.get(name) for score in scores], pa.float64()) for name in dict.fromkeys(names)
    }
    return pa.table(columns)


def _listed(scores: Sequence[Score]) -> Sequence[Score]:
    if not isinstance(scores, Sequence) or not all(isinstance(score, Score) for score in scores):
        raise UsageError("A table is made of a list of scores, and this is none.", "Write [score] for one.")
    return scores
