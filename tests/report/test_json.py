import json
from collections.abc import Callable
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest

import knownhands.report
from invented_scores import with_reasons
from knownhands.declarations import Cost, Severity
from knownhands.inventory import Inventory
from knownhands.records import Answer, Band
from knownhands.report.json import FORMAT
from knownhands.score import Score

SCHEMA = json.loads(resources.files(knownhands.report).joinpath("score.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EVERY_SCORE = ["score", "below", "risky", "unknown", "checked", "trusted", "hostile"]


def test_the_schema_is_itself_valid() -> None:
    VALIDATOR.check_schema(SCHEMA)


def test_the_schema_knows_every_word_of_the_records() -> None:
    definitions = SCHEMA["$defs"]
    assert definitions["band"]["enum"] == list(Band)
    assert definitions["reason"]["properties"]["cost_to_fake"]["enum"] == [*Cost, None]
    assert definitions["finding"]["properties"]["severity"]["enum"] == list(Severity)
    assert definitions["finding"]["properties"]["answer"]["enum"] == list(Answer)


@pytest.mark.parametrize("name", EVERY_SCORE)
def test_one_score_is_one_valid_object(name: str, request: pytest.FixtureRequest) -> None:
    printed = json.loads(FORMAT(request.getfixturevalue(name)))
    VALIDATOR.validate(printed)
    assert printed["schema"] == "knownhands.score/2"


def test_a_list_is_one_valid_object_with_its_roll_up(several: Inventory, packages: Inventory) -> None:
    for inventory in (several, packages, Inventory.of([])):
        printed = json.loads(FORMAT(inventory))
        VALIDATOR.validate(printed)
        assert len(printed["scores"]) == len(printed["entries"]) == len(inventory.entries)
    assert json.loads(FORMAT(several))["failed"] == ["main..kiln"]


@pytest.mark.parametrize("name", EVERY_SCORE)
def test_a_list_of_one_stays_a_list(name: str, request: pytest.FixtureRequest) -> None:
    """A program that reads a list must not break on the day that the list is short."""
    score = request.getfixturevalue(name)
    printed = json.loads(FORMAT(Inventory.of([score])))
    VALIDATOR.validate(printed)
    assert printed["scores"] == [json.loads(FORMAT(score))]


def test_the_schema_refuses_what_the_contract_does_not_name(below: Score) -> None:
    printed = json.loads(FORMAT(below))
    assert not VALIDATOR.is_valid(printed | {"extra": 1})
    assert not VALIDATOR.is_valid(printed | {"trust": None})
    assert not VALIDATOR.is_valid(printed | {"policy": printed["policy"] | {"failed": []}})


def test_keys_come_in_the_order_of_the_contract(score: Score, several: Inventory) -> None:
    assert list(json.loads(FORMAT(score))) == SCHEMA["$defs"]["score"]["required"]
    assert list(json.loads(FORMAT(several))) == SCHEMA["$defs"]["scores"]["required"]


@pytest.mark.parametrize("name", ["score", "checked", "trusted"])
def test_the_points_of_the_deciding_concern_and_what_was_earned_add_up(name: str, request) -> None:
    printed = json.loads(FORMAT(request.getfixturevalue(name)))
    concern = next(concern for concern in printed["concerns"] if concern["id"] == printed["decided_by"])
    points = [reason["points"] for reason in (*concern["reasons"], *printed["earned"])]
    assert sum(points) == pytest.approx(printed["trust"], abs=0.05)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_a_value_that_is_no_number_is_unknown(score: Score, value: float | None) -> None:
    text = FORMAT(with_reasons(score, replace(score.reasons[1], value=value)))
    assert json.loads(text)["concerns"][0]["reasons"][0]["value"] is None
    assert "NaN" not in text


def test_golden(golden: Callable[[str, str], None], score: Score, packages: Inventory) -> None:
    golden("score.json", FORMAT(score))
    golden("packages.json", FORMAT(packages))
