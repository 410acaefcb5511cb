from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knownhands.features.assemble import features_of
from knownhands.learn.artefact import Artefact
from knownhands.learn.calibration import RATE, Line
from knownhands.records import Cost, Reason
from knownhands.scoring.explain import explain

FEATURES = {feature.id: feature for feature in features_of("change")}
HARD = {name for name, feature in FEATURES.items() if feature.fake in (Cost.COSTLY, Cost.COMPROMISE)}
NO_EVIDENCE = {"starting-point", "smaller-reasons", "end-of-scale"}


def numbers(name: str) -> st.SearchStrategy[float | None]:
    """Anything that a feature may be, unknown among it."""
    feature = FEATURES[name]
    return st.one_of(st.none(), st.floats(feature.low, min(feature.high, 1e6)))


values = st.fixed_dictionaries({name: numbers(name) for name in FEATURES})
free_values = st.fixed_dictionaries({name: numbers(name) for name in FEATURES if name not in HARD})
many = settings(max_examples=40)


def total(reasons: tuple[Reason, ...]) -> float:
    return sum(reason.points for reason in reasons)


@many
@given(row=values)
def test_points_add_up_to_the_trust(model: Artefact, row: dict[str, float | None]) -> None:
    verdict = explain(model, row)
    assert 0 <= verdict.trust <= 100
    assert total(verdict.reasons) == pytest.approx(verdict.trust, abs=1e-6)
    assert verdict.reasons[0].feature == "starting-point"


@many
@given(row=values)
def test_smaller_reasons_are_what_was_left_out_and_not_a_fudge(model: Artefact, row: dict[str, float | None]) -> None:
    verdict = explain(model, row)
    calibration = model.calibration
    explained = model.explained(row)
    margins = {head: sum(parts.values()) + bias for head, (parts, bias) in explained.items()}
    _, head = calibration.log_odds(margins, row[RATE])
    parts, _ = explained[head]
    scale = calibration.trust.slope * calibration.final.slope * calibration.heads[head].slope
    shown = {reason.feature for reason in verdict.reasons}
    left = sum(scale * part for name, part in parts.items() if name not in shown)
    if RATE not in shown:
        left += calibration.trust.slope * calibration.final.slope * calibration.prior_at(row[RATE])
    smaller = next(reason.points for reason in verdict.reasons if reason.feature == "smaller-reasons")
    assert smaller == pytest.approx(left, abs=0.5 + 0.05 * len(verdict.reasons))


@many
@given(row=values)
def test_a_head_explains_itself_with_the_boosters_own_numbers(model: Artefact, row: dict[str, float | None]) -> None:
    for head, (parts, bias) in model.explained(row).items():
        (margin,) = model.boosters[head].margins([[row[name] for name in model.parts[head]]])
        if parts:
            assert sum(parts.values()) + bias == pytest.approx(margin)
        else:
            assert not any(row[name] is not None for name in model.parts[head])


@many
@given(row=values, other=free_values)
def test_nothing_that_is_free_or_cheap_raises_the_trust_above_what_is_hard_to_fake_allows(
    model: Artefact, row: dict[str, float | None], other: dict[str, float | None]
) -> None:
    margin = model.boosters["hard"].margins([[row[name] for name in model.parts["hard"]]])[0]
    calibration = model.calibration
    allowed = calibration.trust.at(
        calibration.final.at(calibration.heads["hard"].at(margin) + calibration.prior_at(row[RATE]))
    )
    most = round(min(100.0, max(0.0, allowed)))
    assert explain(model, row).trust <= most
    assert explain(model, row | other).trust <= most


@many
@given(row=values)
def test_every_piece_of_evidence_says_its_value_and_cost_and_the_other_entries_have_none(
    model: Artefact, row: dict[str, float | None]
) -> None:
    for reason in explain(model, row).reasons:
        if reason.feature in NO_EVIDENCE:
            assert (reason.value, reason.cost_to_fake) == (None, None)
        else:
            assert reason.cost_to_fake is FEATURES[reason.feature].fake
            assert reason.value == row[reason.feature]
            assert reason.sentence == FEATURES[reason.feature].explain(reason.value, model.typical[reason.feature])


@many
@given(row=values)
def test_probability_band_and_percentile_agree_with_the_trust(model: Artefact, row: dict[str, float | None]) -> None:
    verdict = explain(model, row)
    risk = verdict.risk
    assert 0 <= risk.interval[0] <= risk.interval[1] <= 1
    assert 0 < risk.probability < 1
    assert 0 <= risk.percentile <= 100
    if verdict.trust > 41:
        assert verdict.band.value in {"trusted", "ordinary"}
    if verdict.trust < 39:
        assert verdict.band.value in {"review", "high-risk"}


@pytest.mark.parametrize(("shift", "end"), [(-500, 0), (500, 100)])
def test_beyond_the_end_of_the_scale_an_entry_says_so(model: Artefact, shift: float, end: int) -> None:
    line = model.calibration.trust
    calibration = replace(model.calibration, trust=Line(line.slope, line.offset + shift))
    verdict = explain(replace(model, calibration=calibration), dict(model.typical))
    last = verdict.reasons[-1]
    assert (verdict.trust, last.feature) == (end, "end-of-scale")
    assert last.points * shift < 0
    assert total(verdict.reasons) == pytest.approx(end, abs=1e-6)


def test_within_the_scale_no_entry_speaks_of_its_end(model: Artefact) -> None:
    verdict = explain(model, dict(model.typical))
    assert 0 < verdict.trust < 100
    assert "end-of-scale" not in {reason.feature for reason in verdict.reasons}


def test_the_heaviest_reasons_come_first_and_light_ones_are_not_listed(model: Artefact) -> None:
    weights = [abs(r.points) for r in explain(model, dict(model.typical)).reasons if r.feature not in NO_EVIDENCE]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) <= 8
    assert all(weight >= 0.5 for weight in weights)
