"""Scores as Arrow tables."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from gitstory import ADA, Story
from knownhands import Knownhands, Score, features_table, reasons_table
from knownhands.declarations import Cost
from knownhands.features.assemble import features_of
from knownhands.records import Reason


@pytest.fixture
def scores(story: Story, tmp_path) -> list[Score]:
    """Two commits."""
    story.commit({"kiln.py": "1\n", "wheel.py": "1\n"}, "Start")
    story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
    return Knownhands(cache=tmp_path, offline=True).rank(story.path)


def test_the_points_of_what_decided_and_of_what_was_earned_add_up_to_the_trust(scores: list[Score]) -> None:
    first, *rest = scores
    earned = Reason("is_old", 3.0, 1.0, None, Cost.COSTLY, "it is old")
    table = reasons_table([replace(first, trust=first.trust + 3, earned=(earned,)), *rest])
    deciding = table.filter(table["is_deciding"])
    sums = deciding.group_by("subject").aggregate([("points", "sum")]).to_pylist()
    trusts = {first.subject.id: first.trust + 3, **{score.subject.id: score.trust for score in rest}}
    assert {row["subject"]: round(row["points_sum"], 6) for row in sums} == trusts


def test_a_reason_keeps_its_value_its_cost_and_its_sentence(scores: list[Score]) -> None:
    table = reasons_table(scores)
    assert table.schema.field("points").type == pa.float64()
    own = table.filter(pc.and_(pc.equal(table["subject"], scores[0].subject.id), table["is_deciding"]))
    rows, reasons = own.to_pylist(), scores[0].reasons
    assert [row["sentence"] for row in rows] == [reason.sentence for reason in reasons]
    assert [row["cost_to_fake"] for row in rows] == [reason.cost_to_fake for reason in reasons]
    assert {row["concern"] for row in rows} == {scores[0].decided_by}


def test_every_feature_of_the_kind_is_a_column_and_what_is_unknown_is_null(scores: list[Score]) -> None:
    table = features_table(scores)
    assert table.column_names == ["subject", *(feature.id for feature in features_of("change"))]
    assert table["subject"].to_pylist() == [score.subject.id for score in scores]
    for name, values in table.to_pydict().items():
        assert name == "subject" or values == [score.values[name] for score in scores]
    assert sum(column.null_count for column in table.columns) > 0


def test_no_scores_make_tables_without_rows() -> None:
    assert (reasons_table([]).num_rows, features_table([]).num_rows) == (0, 0)
    assert "points" in reasons_table([]).column_names
