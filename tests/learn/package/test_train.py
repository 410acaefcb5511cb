import numpy as np
import pytest

from invented_packages import invented
from knownhands.errors import ModelError, UsageError
from knownhands.features.assemble import features_of
from knownhands.learn import metrics
from knownhands.learn.artefact import load
from knownhands.learn.heads import ALL, HARD
from knownhands.learn.package.examples import sides, views
from knownhands.learn.package.train import PREVALENCE, margins, train
from knownhands.records import Direction


def test_the_same_packages_give_the_same_model(learned):
    again = train(learned.data.take(sides(learned.data)[0]))
    assert again.texts == learned.trained.texts
    assert again.calibration.to_json() == learned.trained.calibration.to_json()


def test_it_tells_packages_apart_that_it_has_not_seen(learned):
    test = learned.data.take(sides(learned.data)[1])
    assert metrics.auc(test.is_malicious, learned.trained.log_odds(test)) > 0.75
    assert learned.model.calibration.prevalence == PREVALENCE


def test_it_is_a_model_of_packages_and_no_other(learned):
    assert load(str(learned.model.folder), "package").sha256 == learned.model.sha256
    with pytest.raises(ModelError, match="scores a package, not a change"):
        load(str(learned.model.folder), "change")
    assert set(learned.model.parts) == {*views(), HARD}
    assert set(learned.model.parts[HARD]) == {one.id for one in features_of("package") if one.fake.is_hard}


def test_a_view_that_is_missing_adds_nothing_but_where_its_part_begins(learned):
    data = learned.data.take(np.arange(20))
    for view in ("metadata", "name"):
        features = data.features.copy()
        features[:, [data.names.index(name) for name in views()[view]]] = np.nan
        rest = [part for part in learned.model.heads[ALL] if part != view]
        for row, margin in zip(features, margins(learned.trained, data.with_features(features))[ALL], strict=True):
            values = {name: None if np.isnan(one) else one for name, one in zip(data.names, row, strict=True)}
            boosters = learned.model.boosters
            begins = boosters[view].contributions([None] * len(views()[view]))[1]
            parts = {part: [values[name] for name in learned.model.parts[part]] for part in rest}
            known = {part: row for part, row in parts.items() if any(value is not None for value in row)}
            unknown = sum(boosters[part].contributions(parts[part])[1] for part in rest if part not in known)
            told = sum(boosters[part].margins([row])[0] for part, row in known.items())
            assert margin == pytest.approx(told + unknown + begins, abs=1e-9)
            assert not set(views()[view]) & set(learned.model.explained(values)[ALL][0])


def test_scoring_adds_up_what_training_measured(learned):
    data = learned.data.take(np.arange(0, 60, 4))
    trained = margins(learned.trained, data)
    for place, row in enumerate(data.features):
        values = {name: None if np.isnan(one) else one for name, one in zip(data.names, row, strict=True)}
        for head, (found, start) in learned.model.explained(values).items():
            assert trained[head][place] == pytest.approx(sum(found.values()) + start, abs=1e-6)


def test_more_of_what_is_risky_never_lowers_the_risk(learned):
    rows = learned.data.take(np.arange(0, 24, 3))
    for feature in features_of("package"):
        if feature.risk is Direction.EITHER:
            continue
        steps = np.linspace(feature.low, min(feature.high, 64), 9)
        features = np.repeat(rows.features, len(steps), axis=0)
        features[:, rows.names.index(feature.id)] = np.tile(steps, len(rows))
        many = rows.take(np.repeat(np.arange(len(rows)), len(steps))).with_features(features)
        odds = learned.trained.log_odds(many).reshape(len(rows), len(steps))
        rising = odds if feature.risk is Direction.RISES else odds[:, ::-1]
        assert (np.diff(rising) >= -1e-9).all(), feature.id


def test_too_few_packages_of_one_kind_are_wrong_usage_and_say_how_many():
    data = invented(0)
    with pytest.raises(UsageError, match="There are 0 malicious and"):
        train(data.take(~data.is_malicious))
