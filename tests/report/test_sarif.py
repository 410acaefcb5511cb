import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from knownhands.records import Band, Evidence, Score
from knownhands.report.sarif import FORMAT, NO_FILE


def run_of(*scores: Score) -> dict[str, Any]:
    log = json.loads(FORMAT(scores))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def first_uri(result: dict[str, Any]) -> str:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(("band", "level"), [(Band.REVIEW, "warning"), (Band.HIGH_RISK, "error")])
def test_a_change_to_look_at_is_a_failing_result(score: Score, band: Band, level: str) -> None:
    (result,) = run_of(replace(score, band=band))["results"]
    assert (result["kind"], result["level"]) == ("fail", level)
    assert "-12.4: 67 % of the files" in result["message"]["text"]


@pytest.mark.parametrize("band", [Band.TRUSTED, Band.ORDINARY])
def test_an_ordinary_change_raises_no_alert(score: Score, band: Band) -> None:
    run = run_of(replace(score, band=band))
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert run["results"] == []
    assert note["level"] == "note"
    assert note["message"]["text"].startswith("trust 73 of 100")


def test_an_unknown_score_is_an_open_question_never_silence(unknown: Score) -> None:
    (result,) = run_of(unknown)["results"]
    assert (result["kind"], result["level"]) == ("open", "none")
    assert "the clone is shallow" in result["message"]["text"]


def test_every_result_points_at_its_rule_and_has_a_location(several: Sequence[Score]) -> None:
    run = run_of(*several)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["trust", "new_ground_share", "reviewed_by_others"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"] == "trust"
        assert first_uri(result)


def test_paths_are_percent_encoded(score: Score) -> None:
    paths = ("a b/c:d.c", "100%.md", "naïve.py", "../x?y#z")
    reason = replace(score.reasons[1], evidence=tuple(Evidence("file", path) for path in paths))
    (result,) = run_of(replace(score, band=Band.REVIEW, reasons=(reason,)))["results"]
    found = [first_uri(result), *(first_uri({"locations": [one]}) for one in result["relatedLocations"])]
    assert found == ["a%20b/c%3Ad.c", "100%25.md", "na%C3%AFve.py", "../x%3Fy%23z"]


def test_without_a_file_there_is_still_a_location(score: Score) -> None:
    (result,) = run_of(replace(score, band=Band.REVIEW, reasons=score.reasons[:1]))["results"]
    assert first_uri(result) == NO_FILE


def test_a_message_holds_no_link_and_no_placeholder(hostile: Score) -> None:
    (result,) = run_of(hostile)["results"]
    text = result["message"]["text"]
    assert "](" not in text
    assert "{0}" not in text.replace("{{0}}", "")
    assert "\x1b" not in text


def test_one_score_is_a_run_like_a_list_of_one(risky: Score) -> None:
    assert FORMAT(risky) == FORMAT([risky])


def test_golden(golden: Callable[[str, str], None], several: Sequence[Score]) -> None:
    golden("several.sarif", FORMAT(several))
