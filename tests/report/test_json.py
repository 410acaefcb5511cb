import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest

import knownhands.report
from knownhands.records import Answer, Band, Cost, Score, Severity
from knownhands.report.json import FORMAT

SCHEMA = json.loads(resources.files(knownhands.report).joinpath("score.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_itself_valid() -> None:
    VALIDATOR.check_schema(SCHEMA)


def test_the_schema_knows_every_word_of_the_records() -> None:
    definitions = SCHEMA["$defs"]
    assert definitions["subject"]["properties"]["kind"]["enum"] == ["change", "artifact", "package"]
    assert definitions["score"]["properties"]["band"]["enum"] == list(Band)
    assert definitions["reason"]["properties"]["cost_to_fake"]["enum"] == [*Cost, None]
    assert definitions["finding"]["properties"]["severity"]["enum"] == list(Severity)
    assert sorted(definitions["finding"]["properties"]["answer"]["enum"]) == sorted(Answer)


@pytest.mark.parametrize("name", ["score", "risky", "unknown", "hostile", "checked"])
def test_one_score_is_one_valid_object(name: str, request: pytest.FixtureRequest) -> None:
    printed = json.loads(FORMAT(request.getfixturevalue(name)))
    VALIDATOR.validate(printed)
    assert printed["schema"] == "knownhands.score/1"


def test_several_scores_are_one_valid_array(several: Sequence[Score]) -> None:
    printed = json.loads(FORMAT(several))
    VALIDATOR.validate(printed)
    assert [one["trust"] for one in printed] == [11, 73, None]
    assert json.loads(FORMAT([])) == []


@pytest.mark.parametrize("name", ["score", "unknown", "hostile"])
def test_a_list_of_one_is_a_valid_array_of_one(name: str, request: pytest.FixtureRequest) -> None:
    """A program that reads a list must not break on the day that the list is short."""
    score = request.getfixturevalue(name)
    printed = json.loads(FORMAT([score]))
    VALIDATOR.validate(printed)
    assert printed == [json.loads(FORMAT(score))]


def test_the_schema_refuses_what_the_contract_does_not_name(score: Score) -> None:
    printed = json.loads(FORMAT(score))
    assert not VALIDATOR.is_valid(printed | {"extra": 1})
    assert not VALIDATOR.is_valid(printed | {"trust": None})
    assert not VALIDATOR.is_valid(printed | {"risk": None})


def test_keys_come_in_the_order_of_the_contract(score: Score) -> None:
    assert list(json.loads(FORMAT(score))) == SCHEMA["$defs"]["score"]["required"]


def test_the_points_add_up_to_the_trust(score: Score) -> None:
    printed = json.loads(FORMAT(score))
    assert sum(reason["points"] for reason in printed["reasons"]) == pytest.approx(printed["trust"], abs=0.5)


def test_estimates_are_rounded_and_counts_are_kept(score: Score) -> None:
    reason = replace(score.reasons[2], points=-0.04, value=1234567.0, typical=1 / 3)
    printed = json.loads(FORMAT(replace(score, reasons=(reason,))))
    assert printed["risk"]["probability"] == 0.03123
    assert printed["reasons"][0]["value"] == 1234567
    assert printed["reasons"][0]["typical"] == 0.333333
    assert str(printed["reasons"][0]["points"]) == "0.0"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_a_value_that_is_no_number_is_unknown(score: Score, value: float | None) -> None:
    reason = replace(score.reasons[1], value=value)
    text = FORMAT(replace(score, reasons=(reason,)))
    assert json.loads(text)["reasons"][0]["value"] is None
    assert "NaN" not in text


def test_a_probability_that_is_no_number_is_our_bug(score: Score) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        FORMAT(replace(score, risk=replace(score.risk, probability=float("nan"))))


def test_no_trust_means_no_risk_and_the_unknown_band(score: Score) -> None:
    printed = json.loads(FORMAT(replace(score, trust=None)))
    assert (printed["trust"], printed["risk"], printed["band"]) == (None, None, "unknown")


def test_golden(golden: Callable[[str, str], None], score: Score, several: Sequence[Score]) -> None:
    golden("score.json", FORMAT(score))
    golden("several.json", FORMAT(several))
