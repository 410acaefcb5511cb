import json

import numpy as np
import pytest

from knownhands.errors import UsageError
from knownhands.learn.package.baselines import BASELINES
from knownhands.learn.package.card import write_card
from knownhands.learn.package.evaluate import evaluate
from knownhands.learn.package.examples import sides

ASKED = [one for one in BASELINES if one.id != "guarddog"]
"""GuardDog's scores come with the data, and these are invented."""


@pytest.fixture(scope="module")
def numbers(learned) -> dict:
    return json.loads((learned.model.folder / "metrics.json").read_text())


def test_every_number_that_the_card_asks_for_is_there(learned, numbers, tmp_path):
    card = (learned.model.folder / "card.md").read_text()
    write_card(numbers, "pots-1", tmp_path)
    again = (tmp_path / "card.md").read_text()
    assert len(card) == len(again) > 5000
    assert "$" not in card
    assert " nan " not in card
    assert f"{numbers['scores']['model']['recall_fpr_1']:.3f}" in card


def test_a_number_that_is_not_known_is_a_question_mark_and_no_zero(numbers, tmp_path):
    unknown = json.loads(json.dumps(numbers))
    unknown["scores"]["model"] = dict.fromkeys(unknown["scores"]["model"]) | {"recall_fpr_1_interval": [None, None]}
    unknown["source_auc"] = {"auc": None, "lives_on": []}
    write_card(unknown, "pots-1", tmp_path)
    assert "| ? | ? … ? |" in (tmp_path / "card.md").read_text()


def test_the_model_is_measured_beside_every_baseline_on_what_it_has_not_seen(learned, numbers):
    test = learned.data.take(sides(learned.data)[1])
    assert numbers["scores"].keys() == {"model", "head_all", "head_hard", *(one.id for one in ASKED)}
    assert numbers["data"]["test"]["malicious"] == test.is_malicious.sum()
    assert numbers["data"]["test"]["ordinary"] == (~test.is_malicious).sum()
    auc = {name: measured["auc"] for name, measured in numbers["scores"].items()}
    assert auc["model"] > max(auc[one.id] for one in ASKED)


def test_alarms_add_up(numbers):
    bands, sources = numbers["bands"], numbers["sources"]
    assert bands["high_risk"]["false_alarms_count"] <= bands["review"]["false_alarms_count"]
    alarms = sum(round(one["ordinary"] * one["review"]) for one in sources.values())
    assert alarms == bands["review"]["false_alarms_count"]
    assert sum(one["ordinary"] for one in sources.values()) == numbers["data"]["test"]["ordinary"]


def test_attacked_archives_are_those_of_tested_campaigns(learned, numbers):
    data = learned.data
    tested = set(data.group[sides(data)[1] & data.is_malicious])
    split = (data.variant == "split") & np.isin(data.group, list(tested))
    assert numbers["attacks"]["payload split over files"]["archives"] == split.sum() > 0
    assert numbers["attacks"]["as it is"]["archives"] == numbers["data"]["test"]["malicious"]


def test_a_baseline_gives_one_score_for_each_package_and_none_is_unknown(learned):
    for one in ASKED:
        score = one.score(learned.data)
        assert score.shape == (len(learned.data),)
        assert np.isfinite(score).all()
        assert np.array_equal(score, one.score(learned.data))


def test_nothing_of_one_kind_to_test_with_is_wrong_usage(learned):
    data = learned.data
    with pytest.raises(UsageError, match="one kind"):
        evaluate(data.take(~data.is_malicious), learned.trained)
