import numpy as np
import pytest

from knownhands.learn.calibrate import around_medians, by_group, calibrate, group_weights
from knownhands.learn.examples import Examples
from knownhands.learn.model import Model
from knownhands.learn.tasks.change_defect import TASK

N = 6000


@pytest.fixture(scope="module")
def cases() -> tuple[Examples, np.ndarray, np.ndarray]:
    """Changes of four projects with log-odds that are twice too large, and outcomes by rate and risk."""
    rng = np.random.default_rng(5)
    risk, project = rng.normal(-3, 1, N), rng.choice(4, N, p=(0.6, 0.2, 0.1, 0.1))
    rate = np.array([0.01, 0.03, np.nan, 0.1])[project]
    y = rng.random(N) < 1 / (1 + np.exp(-risk - np.nan_to_num(np.log(rate / 0.03))))
    names = tuple(feature.id for feature in TASK.features())
    keys = {"project": np.array([f"pottery/{number}" for number in project]), "weight": np.where(y, 1.0, 2.0)}
    data = Examples(names, np.full((N, len(names)), np.nan), keys)
    return data.with_features({"project_defect_rate": rate}), y, 2 * risk + 1


@pytest.fixture(scope="module")
def model(cases) -> Model:
    data, y, z = cases
    return calibrate(TASK, Model("", None, "", TASK.id, "change", data.names, {}, (), 0.0, None, {}), data, y, z)


def test_the_prevalence_is_that_of_the_calibration_and_a_careless_project_is_riskier(cases, model: Model) -> None:
    data, y, _ = cases
    assert model.calibration.prevalence == pytest.approx(np.average(y, weights=TASK.calibration_weight(data)), abs=1e-6)
    assert model.calibration.rate_slope > 0.3


def test_the_reference_of_changes_is_around_the_typical_median() -> None:
    group, z = (
        np.repeat(["a", "b", "c"], 500),
        np.concatenate([np.random.default_rng(n).normal(n, 1, 500) for n in range(3)]),
    )
    reference = around_medians(group, z, np.ones(len(z)), "changes")[""]
    assert reference.centre == pytest.approx(1, abs=0.15)
    assert reference.alarm_share(np.array([1.0]))[0] == pytest.approx(0.5, abs=0.05)
    assert reference.alarm_share(np.array([1 + 2.326]))[0] == pytest.approx(0.01, abs=0.005)


def test_a_group_with_few_subjects_gets_no_reference_of_its_own() -> None:
    data = Examples((), np.empty((500, 0)), {"ecosystem": np.array(["npm"] * 100 + ["pypi"] * 400)})
    references = by_group(data, np.arange(500.0), np.ones(500), "ecosystem", "ordinary packages")
    assert references.keys() == {"", "pypi"}
    assert references["pypi"].of == "ordinary packages of pypi"
    assert references[""].of == "ordinary packages"


def test_every_group_weighs_the_same_and_a_row_as_much_as_it_stands_for() -> None:
    weights = group_weights(np.array([0, 0, 1, 1, 1]), np.array([1.0, 3.0, 1.0, 1.0, 2.0]))
    assert weights == pytest.approx([0.625, 1.875, 0.625, 0.625, 1.25])


def test_a_reference_is_thinned_and_never_rises(model: Model) -> None:
    reference = model.reference
    assert len(reference.z) < 200
    shares = reference.alarm_share(np.sort(reference.z))
    assert (np.diff(shares) <= 0).all()
