"""Malicious npm packages tell how far the model carries over, and nothing else."""

from dataclasses import replace

import numpy as np

from knownhands.learn.package.examples import TRANSFER, sides
from knownhands.learn.package.transfer import transfer


def test_malicious_npm_packages_are_asked_about_and_neither_learned_from_nor_tested_with(learned):
    npm = learned.data.take(np.flatnonzero(learned.data.is_malicious)[:4])
    npm = replace(
        npm, variant=np.full(4, TRANSFER), ecosystem=np.full(4, "npm"), group=np.asarray(["a", "a", "b", "c"])
    )
    data = learned.data.join(npm)
    assert not any(mask[-4:].any() for mask in sides(data))
    test = learned.data.take(sides(learned.data)[1])
    found = transfer(data, test, learned.trained)
    assert (found["archives"], found["campaigns"]) == (4, 3)
    assert found["recall"] == np.mean(
        learned.trained.log_odds(npm) > np.quantile(learned.trained.log_odds(test.take(~test.is_malicious)), 0.99)
    )


def test_without_malicious_npm_packages_their_share_is_unknown(learned):
    test = learned.data.take(sides(learned.data)[1])
    assert transfer(learned.data, test, learned.trained)["recall"] is None
