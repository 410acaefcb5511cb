"""What ordinary changes do is counted; no attack is learned from, and projects are tested that were never seen."""

from types import SimpleNamespace

import numpy as np
import pytest

from knownhands.learn.evaluate import BANDS
from knownhands.learn.examples import Examples
from knownhands.learn.rarity import Rarity
from knownhands.learn.task import log_odds
from knownhands.learn.tasks.change_attack import TASK, _family, _worth
from knownhands.learn.train import train

FEATURES = tuple(feature.id for family in TASK.families() for feature in family.columns)
DOWNLOAD = "by_itself_fetch_and_run"
TESTED = 400


def changes(
    project: list[str], role: str = "learn", *, events: dict[str, list[float]] | None = None, start: int = 1
) -> Examples:
    """Make changes of projects, all that of one role, which do nothing but the events given."""
    size, features = len(project), np.zeros((len(project), len(FEATURES)))
    for name, values in (events or {}).items():
        features[:, FEATURES.index(name)] = values
    keys = {
        "project": np.array(project),
        "ordinal": np.arange(start, start + size),
        "newcomer": np.zeros(size, int),
        "whole": np.ones(size, int),
        "decisive": np.zeros(size, int),
        "role": np.array([role] * size),
        "place": np.arange(size),
    }
    return Examples(FEATURES, features, keys)


def trial(rare: list[float], *, start: int = 1, **keys: list[int]) -> SimpleNamespace:
    """Make a trial in which it was measured already how rare each change of one project is."""
    test = changes(["pottery"] * len(rare), "test", start=start)
    for name, values in keys.items():
        test.keys[name][:] = values
    return SimpleNamespace(task=TASK, test=test, y=np.zeros(len(rare), bool), rare=np.array(rare))


def test_no_change_has_an_outcome() -> None:
    data = changes(["pottery"] * 3, events={DOWNLOAD: [1, 0, 1]})
    assert not TASK.outcome(data).any()
    assert not TASK.known(data).any()


def test_roles_say_what_is_learned_from_and_what_is_tested_with() -> None:
    for role, expected in (("learn", (True, False)), ("test", (False, True)), ("", (False, False))):
        split = TASK.split(changes(["pottery"], role))
        assert (split.learn[0], split.test[0]) == expected


@pytest.mark.parametrize("group", ["by_itself", "program", "elsewhere"])
def test_the_same_event_belongs_together_wherever_it_happens(group: str) -> None:
    assert _family(f"{group}_fetch_and_run") == _family(DOWNLOAD) != "history"
    assert _worth(f"{group}_fetch_and_run") == 1


def test_what_is_no_sign_by_itself_counts_less_and_claims_are_a_family() -> None:
    assert _worth("by_itself_touches_ci") == _worth("history_nobody") < _worth(DOWNLOAD)
    assert _family("history_nobody") == _family("history_skips_ci") == "history"


def test_every_feature_has_a_family_and_counts_something() -> None:
    assert all(0 < _worth(name) <= 1 for name in FEATURES)
    assert all(map(_family, FEATURES))


def test_every_project_counts_the_same_in_how_rare_something_is() -> None:
    data = changes(["kiln"] * 90 + ["wheel"] * 10, events={DOWNLOAD: [0] * 90 + [1] * 10})
    (part,) = train(TASK, data, pytest.fail).parts
    rate = Rarity.from_text(part.text).rate[part.columns.index(DOWNLOAD)]
    assert rate == pytest.approx(50.5 / 101, abs=1e-3)


def test_a_model_finds_rare_what_ordinary_changes_never_did() -> None:
    model = train(TASK, changes(["kiln"] * 300), pytest.fail)
    z = log_odds(model, changes(["moon"] * 3, events={DOWNLOAD: [0, 1, 500]}))
    assert z[1] > z[2] > z[0] == 0


def test_the_newest_changes_are_measured_beside_those_before_them() -> None:
    rare = [0.0001] * 3 + [0.5] * (TESTED - 1) + [0.0001]
    quiet = TASK.sections["quiet"](trial(rare))["all"]
    assert (quiet["subjects"], quiet["high_risk"]) == (TESTED, 1 / TESTED)


def test_alarms_and_what_was_not_read_are_shares_of_each_project() -> None:
    rare = [BANDS["high_risk"], BANDS["review"], 0.5, 1.0]
    table = TASK.sections["quiet"](trial(rare, whole=[1, 1, 1, 0], decisive=[1, 1, 1, 0]))
    assert table["pottery"] == table["all"]
    expected = {"subjects": 4, "review_or_worse": 0.5, "high_risk": 0.25, "decisive": 0.75, "not_wholly_read": 0.25}
    assert table["all"] == expected


def test_newcomers_alarms_are_compared_with_everybody_elses() -> None:
    table = TASK.sections["newcomers"](trial([0.005, 1, 0.005, 1, 1, 1], newcomer=[1, 1, 0, 0, 0, 0]))
    assert table["ratio"]["false_alarms_at_0.01"] == pytest.approx(2)
    assert "caught_at_0.01" not in table["newcomers"]


def test_a_ratio_to_no_alarms_is_unknown() -> None:
    table = TASK.sections["newcomers"](trial([0.005, 1, 1, 1], newcomer=[1, 1, 0, 0]))
    assert np.isnan(table["ratio"]["false_alarms_at_0.01"])
