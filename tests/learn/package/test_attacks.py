import numpy as np

from invented_packages import invented
from knownhands.features.assemble import features_of
from knownhands.learn.package.attacks import made_to_look_good, padded, transplanted
from knownhands.learn.package.examples import views
from knownhands.records import Direction

DATA = invented(3)
BAD, GOOD = DATA.take(DATA.is_malicious), DATA.take(~DATA.is_malicious)


def changed(before, after) -> set[str]:
    return {
        name for name in before.names if not np.array_equal(before.column(name), after.column(name), equal_nan=True)
    }


def test_padding_lowers_nothing_that_can_only_rise_and_touches_the_contents_alone():
    after = padded(BAD, GOOD, 1)
    assert changed(BAD, after) <= set(views()["contents"])
    for feature in features_of("package"):
        if feature.id in views()["contents"] and feature.risk is Direction.RISES and feature.id != "capable_share":
            assert (after.column(feature.id) >= BAD.column(feature.id)).all(), feature.id
    assert (after.column("programs") > BAD.column("programs")).all()
    share = after.column("capable_programs") / after.column("programs")
    assert np.array_equal(after.column("capable_share"), share)


def test_where_no_honest_package_is_large_any_is_taken():
    small = GOOD.with_features(np.minimum(GOOD.features, 1.0))
    assert len(padded(BAD, small, 1)) == len(BAD)


def test_honest_metadata_are_those_of_one_honest_package():
    after = transplanted(BAD, GOOD, 1)
    assert changed(BAD, after) <= set(views()["metadata"])
    rows = {row.tobytes() for row in np.nan_to_num(GOOD.matrix(views()["metadata"]), nan=-1)}
    assert {row.tobytes() for row in np.nan_to_num(after.matrix(views()["metadata"]), nan=-1)} <= rows


def test_made_to_look_good_leaves_what_is_hard_to_fake():
    after = made_to_look_good(BAD, GOOD)
    assert changed(BAD, after) == {feature.id for feature in features_of("package") if not feature.fake.is_hard}
    assert (after.column("programs") == np.nanmedian(GOOD.column("programs"))).all()


def test_the_same_seed_attacks_the_same_way_and_the_packages_are_left_as_they_were():
    before = BAD.features.copy()
    for attack in (padded, transplanted):
        assert np.array_equal(attack(BAD, GOOD, 5).features, attack(BAD, GOOD, 5).features, equal_nan=True)
    assert np.array_equal(BAD.features, before, equal_nan=True)
