from dataclasses import replace

import numpy as np
import pytest

from knownhands.learn.evaluate import make_trial
from knownhands.learn.examples import Examples
from knownhands.learn.reference import of_subjects
from knownhands.learn.scale import _share, measure_scale, rolling
from knownhands.learn.task import Split, Trial
from knownhands.learn.tasks.change_defect import TASK

SIZES = {"calm": 4000, "wild": 4000}


@pytest.fixture(scope="module")
def trial(model) -> Trial:
    """Two projects with log-odds three units apart; every hundredth change went wrong and stands for itself alone."""
    rng = np.random.default_rng(2)
    project = np.repeat(list(SIZES), list(SIZES.values()))
    z = rng.normal(np.where(project == "calm", -6.0, -3.0), 1)
    y = np.arange(len(z)) % 100 == 7
    z[y] += 2
    count = len(z)
    keys = {"project": project, "weight": np.where(y, 1.0, 5.0), "day": np.full(count, 19000)}
    keys |= {"reverted": np.where(y, 19010, 32767), "blamed": np.full(count, 32767), "last": np.full(count, 20000)}
    data = Examples(
        TASK.families()[0].columns and tuple(f.id for f in TASK.features()),
        np.zeros((count, len(TASK.features()))),
        keys,
    )
    plain = replace(model, references={"": of_subjects(rng.normal(-4.5, 1, 5000), "changes of other projects")})
    everything = np.ones(count, bool)
    return make_trial(TASK, data, Split(everything, everything), plain, z)


def test_a_budget_is_held_in_calm_and_wild_projects_alike(trial: Trial) -> None:
    table = measure_scale(trial)
    assert table["own past, budget 1.0%"]["within_half_and_twice"] == 1
    assert table["one threshold, budget 1.0%"]["within_half_and_twice"] <= 0.5
    assert table["one threshold, budget 1.0%"]["less_than_one_a_year"] >= 1


def test_what_comes_after_a_change_does_not_matter_to_it(trial: Trial) -> None:
    compare = rolling(TASK.groups, TASK.stands_for)
    before = compare(trial, trial.test, trial.z)
    later = trial.z.copy()
    later[2000:4000] += 5
    after = compare(replace(trial, z=later), trial.test, trial.z)
    assert np.array_equal(before[:2000], after[:2000])
    assert np.array_equal(before[4000:], after[4000:])


def test_an_attacked_change_is_compared_with_honest_ones(trial: Trial) -> None:
    bad = trial.test.take(trial.y)
    rare = trial.task.alarm_share(trial, bad, trial.z[trial.y] - 9)
    assert (rare > 0.9).all()


def test_the_share_of_nothing_is_unknown_and_no_error():
    assert np.isnan(_share(np.zeros(0, bool), np.zeros(0)))
    assert _share(np.array([True, False]), np.array([3.0, 1.0])) == 0.75
