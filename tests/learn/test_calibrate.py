import json
from dataclasses import replace
from math import exp

import numpy as np
import pytest

from knownhands.learn.calibrate import (
    HIGH_RISK_BUDGET,
    REVIEW_BUDGET,
    Outcomes,
    at_prevalence,
    fit,
    higher,
    weighted_quantile,
)
from knownhands.learn.calibration import Calibration
from knownhands.learn.heads import project_weights
from knownhands.records import Band

N = 1500


@pytest.fixture(scope="module")
def cases() -> Outcomes:
    """Margins that mean something, outcomes, projects of very different size and uneven weights."""
    rng = np.random.default_rng(5)
    risk = rng.normal(-3, 1.2, N)
    margins = {"all": risk / 2 + 1 + rng.normal(0, 0.2, N), "hard": risk + rng.normal(0, 0.8, N)}
    project = rng.choice(4, N, p=(0.6, 0.2, 0.1, 0.1))
    rate = np.array([0.01, 0.03, np.nan, 0.1])[project]
    y = rng.random(N) < 1 / (1 + np.exp(-risk - np.nan_to_num(np.log(rate / 0.03))))
    return Outcomes(margins, y, rate, project, np.where(y, 1.0, rng.choice((1.0, 3.0), N)))


def log_odds(seen: Outcomes, calibration: Calibration) -> np.ndarray:
    """The calibrated log-odds of every change, one by one, as scoring gets them."""
    rates = [None if np.isnan(rate) else rate for rate in seen.rate]
    pairs = zip(*seen.margins.values(), strict=True)
    return np.array(
        [
            calibration.log_odds(dict(zip(seen.margins, pair, strict=True)), rate)[0]
            for pair, rate in zip(pairs, rates, strict=True)
        ]
    )


@pytest.fixture(scope="module")
def calibration(cases: Outcomes) -> Calibration:
    return fit(cases, seed=1)


@pytest.fixture(scope="module")
def good(cases: Outcomes, calibration: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """The log-odds of what nobody regretted, and their weights."""
    return log_odds(cases, calibration)[~cases.y], project_weights(cases.project, cases.weight)[~cases.y]


def test_the_median_ordinary_change_is_trusted_80_and_review_begins_at_40(
    calibration: Calibration, good: tuple[np.ndarray, np.ndarray]
) -> None:
    assert calibration.trust.at(weighted_quantile(*good, 0.5)) == pytest.approx(80)
    assert calibration.trust.at(calibration.review) == pytest.approx(40)


def test_bands_keep_to_their_false_alarm_budgets_every_project_counting_the_same(
    calibration: Calibration, good: tuple[np.ndarray, np.ndarray]
) -> None:
    risks, weights = good
    for begin, budget in ((calibration.review, REVIEW_BUDGET), (calibration.high_risk, HIGH_RISK_BUDGET)):
        assert np.average(risks > begin + 1e-9, weights=weights) <= budget


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


def test_probabilities_are_promised_as_often_as_they_come_true(cases: Outcomes, calibration: Calibration) -> None:
    promised = 1 / (1 + np.exp(-log_odds(cases, calibration)))
    y, weights = cases.y, project_weights(cases.project, cases.weight)
    assert np.average(promised, weights=weights) == pytest.approx(np.average(y, weights=weights), abs=1e-3)
    assert calibration.prevalence == pytest.approx(np.average(y, weights=weights))


def test_the_head_with_the_higher_risk_decides(calibration: Calibration) -> None:
    calm, alarmed = {"all": -9.0, "hard": 9.0}, {"all": 9.0, "hard": -9.0}
    assert (calibration.log_odds(calm, None)[1], calibration.log_odds(alarmed, None)[1]) == ("hard", "all")
    for head, margins in (("hard", calm), ("all", alarmed)):
        alone = calibration.final.at(calibration.heads[head].at(margins[head]))
        assert calibration.log_odds(margins, None)[0] == alone


def test_the_same_change_is_riskier_where_more_is_regretted_and_an_unknown_rate_is_a_typical_one(
    calibration: Calibration,
) -> None:
    margins = {"all": -3.0, "hard": -3.0}
    risks = [calibration.log_odds(margins, rate)[0] for rate in (0.0, 0.01, 0.03, 0.1)]
    assert risks == sorted(set(risks))
    assert min(risks) < calibration.log_odds(margins, None)[0] < max(risks)


def test_the_floor_is_neutral_at_the_median_ordinary_change(cases: Outcomes, calibration: Calibration) -> None:
    floor, other = calibration.heads["hard"], calibration.heads["all"]
    weights = project_weights(cases.project, cases.weight)
    apart = higher({"all": other}, {"all": cases.margins["all"]}) - higher(
        {"hard": floor}, {"hard": cases.margins["hard"]}
    )
    assert weighted_quantile(apart[~cases.y], weights[~cases.y], 0.5) == pytest.approx(0)
    assert floor.slope > 0


def test_a_calibration_survives_json(calibration: Calibration) -> None:
    assert Calibration.from_json(json.loads(json.dumps(calibration.to_json()))) == calibration


def test_the_same_seed_gives_the_same_calibration(cases: Outcomes, calibration: Calibration) -> None:
    assert fit(cases, seed=1) == calibration


def test_a_quantile_counts_weight_and_not_rows() -> None:
    values, weights = np.array([3.0, 1, 2]), np.array([1.0, 1, 8])
    assert [weighted_quantile(values, weights, share) for share in (0.1, 0.5, 0.9, 1)] == [1, 2, 2, 3]


def test_at_another_prevalence_the_odds_are_scaled_and_trust_and_bands_stay(cases):
    fitted = fit(cases, 0)
    one = replace(fitted, low=(0.0, *fitted.low[1:]), high=(*fitted.high[:-1], 1.0))
    for prevalence in (0.001, 0.3, 0.9):
        other = at_prevalence(one, prevalence)
        times = prevalence / (1 - prevalence) / one.prevalence * (1 - one.prevalence)
        for margin in (-3.0, -0.5, 0.0, 0.7, 4.0):
            margins = dict.fromkeys(one.heads, margin)
            (before, head), (after, same) = one.log_odds(margins, None), other.log_odds(margins, None)
            assert head == same
            assert exp(after) == pytest.approx(exp(before) * times)
            assert other.band(after) is one.band(before)
            assert other.trust.at(after) == pytest.approx(one.trust.at(before))
            assert other.read(other.percentile, after) == pytest.approx(one.read(one.percentile, before))
        for before, after in zip((*one.low, *one.high), (*other.low, *other.high), strict=True):
            assert after * (1 - before) == pytest.approx(times * before * (1 - after))
        assert (other.low[0], other.high[-1], other.prevalence) == (0.0, 1.0, prevalence)
