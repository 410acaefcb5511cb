"""What the cards of the shipped models claim, and how the models behave whatever they have learnt."""

import json
from pathlib import Path

import numpy as np
import pytest

from gitstory import ADA, BO, Story
from knownhands.features.assemble import features_of
from knownhands.learn.card import card
from knownhands.learn.model import Model
from knownhands.learn.saved import load, read_card
from knownhands.learn.sources import read_before
from knownhands.learn.task import tasks
from measured import Values, harvested, measure_history

TASKS = pytest.mark.parametrize("task", ["change_defect", "package_malware"])


def metrics(model: Model) -> dict:
    return json.loads((model.folder / "metrics.json").read_text())


@TASKS
def test_a_shipped_model_beats_every_simpler_answer(task: str) -> None:
    scores = metrics(load(task=task))["scores"]
    headline = {"change_defect": "auc", "package_malware": "recall_fpr_1"}[task]
    simpler = [row[headline] for name, row in scores.items() if name not in {"model", "trees", "line"}]
    assert scores["model"][headline] > max(simpler) + 0.05


@TASKS
def test_its_card_has_its_numbers_and_says_what_it_is_not_for(task: str) -> None:
    model = load(task=task)
    text = read_card(model)
    headline = {"change_defect": "auc", "package_malware": "recall_fpr_1"}[task]
    assert f"{metrics(model)['scores']['model'][headline]:.3f}" in text
    assert "Do not use it for" in text
    assert "is about that shipped model, not about this one" in text
    assert "Beside the model before it" in text
    assert "$" not in text
    assert "Not measured" not in text


@pytest.mark.parametrize(("name", "examples"), [("change_defect", "change"), ("package_malware", "package")])
def test_its_card_is_what_is_written_of_its_numbers_today(name: str, examples: str) -> None:
    """Whoever rewords a card writes it anew from the metrics and seals it again."""
    model, task = load(task=name), tasks()[name]
    before = read_before([str(Path(__file__).parents[2] / "data" / examples)])
    assert read_card(model) == card(task, metrics(model), model.id, before)


def test_budgets_are_held_in_most_projects_and_in_projects_never_seen() -> None:
    measured = metrics(load(task="change_defect"))
    for section in ("scale", "scale_unseen_projects"):
        assert measured[section]["own past, budget 1.0%"]["within_half_and_twice"] >= 0.85


def test_a_typical_newcomers_change_is_no_alarm() -> None:
    """Being new is not a risk: nothing known of the author, everything else as usual."""
    model = load(task="change_defect")
    row = dict(model.typical) | {
        feature.id: 0.0
        for feature in features_of("change")
        if feature.id.startswith("author_") and "_share" not in feature.id
    }
    row |= dict.fromkeys(("author_tenure_days", "author_idle_days", "author_fix_share", "zone_share"))
    row |= {"first_touch_file_share": 1.0, "own_changes_mean": 0.0}
    matrix = np.array([[np.nan if row[name] is None else row[name] for name in model.features]])
    assert model.reference.alarm_share(model.log_odds(matrix))[0] > 0.01


def test_other_names_addresses_and_places_change_nothing(tmp_path) -> None:
    stories: list[list[Values]] = []
    people = (
        (ADA, BO, ("+0000", "+0530")),
        (("Öz Nakamura", "x@elsewhere.example"), ("Q", "q@q.example"), ("-0800", "+1200")),
    )
    for number, (ada, bo, zones) in enumerate(people):
        story = Story(tmp_path / f"pottery{number}")
        shas = tell(story, ada, bo, zones)
        with harvested(story.path, tmp_path / f"{number}.duckdb") as (connection, _):
            values = measure_history(connection)
        stories.append([values[sha] for sha in shas])
    assert stories[0] == stories[1]


def tell(story: Story, ada: tuple[str, str], bo: tuple[str, str], zones: tuple[str, str]) -> list[str]:
    """Tell the same story of two people."""
    here, there = zones
    shas = [story.commit({"kiln.py": f"{number}\n"}, f"Glaze {number}", by=ada, tz=here) for number in range(4)]
    shas.append(story.commit({"kiln.py": "0\n"}, f"This reverts commit {shas[1]}.", by=bo, committer=ada, tz=there))
    shas.append(story.commit({"kiln.py": "5\n", "setup.py": "1\n"}, "Spin", by=bo, tz=here))
    return shas
