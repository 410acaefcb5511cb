import json

import numpy as np
import pytest

from knownhands.learn.calibrate import HIGH_RISK_BUDGET, REVIEW_BUDGET, fit, weighted_quantile
from knownhands.learn.calibration import Calibration
from knownhands.learn.heads import project_weights
from knownhands.records import Band

N = 1500
Cases = tuple[dict[str, np.ndarray], np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def cases() -> Cases:
    """Margins that mean something, outcomes, projects of very different size and uneven weights."""
    rng = np.random.default_rng(5)
    risk = rng.normal(-3, 1.2, N)
    margins = {"all": risk / 2 + 1 + rng.normal(0, 0.2, N), "hard": risk + rng.normal(0, 0.8, N)}
    y = rng.random(N) < 1 / (1 + np.exp(-risk))
    return margins, y, rng.choice(4, N, p=(0.6, 0.2, 0.1, 0.1)), np.where(y, 1.0, rng.choice((1.0, 3.0), N))


@pytest.fixture(scope="module")
def calibration(cases: Cases) -> Calibration:
    return fit(*cases, seed=1)


@pytest.fixture(scope="module")
def good(cases: Cases, calibration: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """The log-odds of what nobody regretted, and their weights."""
    margins, y, project, weight = cases
    log_odds = [
        calibration.log_odds(dict(zip(margins, pair, strict=True)))[0] for pair in zip(*margins.values(), strict=True)
    ]
    return np.array(log_odds)[~y], project_weights(project, weight)[~y]


def test_the_median_ordinary_change_is_trusted_80_and_review_begins_at_40(
    calibration: Calibration, good: tuple[np.ndarray, np.ndarray]
) -> None:
    assert calibration.trust.at(weighted_quantile(*good, 0.5)) == pytest.approx(80)
    assert calibration.trust.at(calibration.review) == pytest.approx(40)


def test_bands_keep_to_their_false_alarm_budgets_every_project_counting_the_same(
    calibration: Calibration, good: tuple[np.ndarray, np.ndarray]
) -> None:
    log_odds, weights = good
    for begin, budget in ((calibration.review, REVIEW_BUDGET), (calibration.high_risk, HIGH_RISK_BUDGET)):
        assert np.average(log_odds > begin, weights=weights) <= budget


def test_bands_come_in_order_and_trust_falls_as_risk_rises(calibration: Calibration) -> None:
    order = [Band.TRUSTED, Band.ORDINARY, Band.REVIEW, Band.HIGH_RISK]
    places = np.linspace(calibration.trusted - 3, calibration.high_risk + 3, 200)
    seen = [order.index(calibration.band(place)) for place in places]
    assert seen == sorted(seen)
    assert set(seen) == {0, 1, 2, 3}
    trust = [calibration.trust.at(place) for place in places]
    assert trust == sorted(trust, reverse=True)


@pytest.mark.parametrize("curve", ["percentile", "low", "high"])
def test_curves_rise_with_the_risk_and_are_level_beyond_their_ends(calibration: Calibration, curve: str) -> None:
    values = getattr(calibration, curve)
    read = [
        calibration.read(values, place) for place in np.linspace(calibration.grid[0] - 9, calibration.grid[-1] + 9, 99)
    ]
    assert read == sorted(read)
    assert (read[0], read[-1]) == (values[0], values[-1])


def test_the_interval_holds_the_probability(calibration: Calibration) -> None:
    for place in calibration.grid:
        low, high = calibration.read(calibration.low, place), calibration.read(calibration.high, place)
        assert 0 <= low <= 1 / (1 + np.exp(-place)) <= high <= 1


def test_probabilities_are_promised_as_often_as_they_come_true(cases: Cases, calibration: Calibration) -> None:
    margins, y, project, weight = cases
    highest = np.max(
        [calibration.heads[head].slope * values + calibration.heads[head].offset for head, values in margins.items()],
        axis=0,
    )
    promised = 1 / (1 + np.exp(-(calibration.final.slope * highest + calibration.final.offset)))
    weights = project_weights(project, weight)
    assert np.average(promised, weights=weights) == pytest.approx(np.average(y, weights=weights), abs=1e-3)
    assert calibration.prevalence == pytest.approx(np.average(y, weights=weights))


def test_the_head_with_the_higher_risk_decides(calibration: Calibration) -> None:
    calm, alarmed = {"all": -9.0, "hard": 9.0}, {"all": 9.0, "hard": -9.0}
    assert (calibration.log_odds(calm)[1], calibration.log_odds(alarmed)[1]) == ("hard", "all")
    for head, margins in (("hard", calm), ("all", alarmed)):
        alone = calibration.final.at(calibration.heads[head].at(margins[head]))
        assert calibration.log_odds(margins)[0] == alone


def test_a_calibration_survives_json(calibration: Calibration) -> None:
    assert Calibration.from_json(json.loads(json.dumps(calibration.to_json()))) == calibration


def test_the_same_seed_gives_the_same_calibration(cases: Cases, calibration: Calibration) -> None:
    assert fit(*cases, seed=1) == calibration


def test_a_quantile_counts_weight_and_not_rows() -> None:
    values, weights = np.array([3.0, 1, 2]), np.array([1.0, 1, 8])
    assert [weighted_quantile(values, weights, share) for share in (0.1, 0.5, 0.9, 1)] == [1, 2, 2, 3]
