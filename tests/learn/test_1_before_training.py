"""Before any training: the shapes fit, and a model can learn at all."""

import numpy as np
import pytest

from invented import invent
from knownhands.errors import UsageError
from knownhands.features.assemble import features_of
from knownhands.learn import heads, metrics
from knownhands.learn.split import by_time
from knownhands.learn.train import train, typical_values


def test_one_batch_is_learnt() -> None:
    batch = invent(3, 400)
    y = batch.regretted()
    assert metrics.auc(y, heads.margins(heads.train_head(batch, y, heads.ALL, 0), batch)) > 0.85


def test_shuffled_outcomes_teach_nothing_about_others() -> None:
    batch, other = invent(3, 1500), invent(4, 1500)
    y = np.random.default_rng(0).permutation(batch.regretted())
    margins = heads.margins(heads.train_head(batch, y, heads.ALL, 0), other)
    assert metrics.auc(other.regretted(), margins) == pytest.approx(0.5, abs=0.06)


def test_each_head_gives_one_margin_per_change(data, trained) -> None:
    part = data.take(by_time(data).test)
    margins = trained.margins(part)
    assert margins.keys() == set(heads.HEADS)
    for values in (*margins.values(), trained.log_odds(part)):
        assert values.shape == (len(part),)
        assert np.isfinite(values).all()


def test_what_is_typical_is_the_median_of_what_is_known(data) -> None:
    typical = typical_values(data)
    assert set(typical) == {feature.id for feature in features_of("change")}
    assert typical["lines_added"] == np.nanmedian(data.column("lines_added"))


def test_too_few_regrets_to_learn_from_are_wrong_usage_and_say_how_many() -> None:
    with pytest.raises(UsageError, match=r"There are \d+ regretted changes to train on; 50 are needed"):
        train(invent(0, 200))
