"""Every sentence about a subject is read as somebody would who has never seen the tool."""

import re
from collections import Counter

import pytest

from knownhands.declarations import Feature
from knownhands.features.assemble import features_of
from knownhands.kinds._find import kinds

KINDS = sorted({kind.evidence for kind in kinds().values()})
FEATURES = pytest.mark.parametrize(
    "feature", [feature for kind in KINDS for feature in features_of(kind)], ids=lambda feature: feature.id
)
DIALECT = re.compile(r"regret|\blinks? of the branch|\bquiet|landed", re.IGNORECASE)
ODD_PLURAL = re.compile(
    r"(?<![\d.,])1 (?!first-parent)(?:\w+-)?\w*[^s\W]s\b|(?<![\d.,])(?:0|[2-9]|\d\d+) (?:line|file|commit|change|time|day)\b"
)


def values_of(feature: Feature) -> list[float | None]:
    """Nothing, little, the usual, a lot and what nobody knows."""
    if feature.unit == "yes or no":
        return [0, 1, None]
    return [0, 1, None, *((0.0001, 0.4, 0.999) if feature.high == 1 else (0.02, 2, 9.96, 46, 1234567))]


@FEATURES
def test_a_sentence_reads_well_for_every_value(feature: Feature) -> None:
    for value in values_of(feature):
        sentence = feature.explain(value, 9)
        assert re.fullmatch(r"[a-z0-9].*[^.\s]", sentence), sentence
        assert not re.search(r"[{}_]|  |\d\.0\b(?! bits)|%%", sentence), sentence
        assert not ODD_PLURAL.search(sentence), sentence
        assert not DIALECT.search(sentence), sentence


@FEATURES
def test_no_sentence_names_a_column(feature: Feature) -> None:
    columns = {other.id for kind in KINDS for other in features_of(kind) if "_" in other.id}
    words = {column.replace("_", " ") for column in columns if column.count("_") > 1}
    for value in values_of(feature):
        sentence = feature.explain(value, None)
        assert not [name for name in columns | words if name in sentence], sentence


@FEATURES
def test_a_sentence_goes_on_after_because(feature: Feature) -> None:
    """A verdict says "above all because …"."""
    for value in values_of(feature):
        sentence = feature.explain(value, 9)
        assert not re.match(r"not known|of ", sentence), sentence


@FEATURES
def test_a_title_leaves_out_an_amount_and_no_word(feature: Feature) -> None:
    assert not re.search(r"… (?:long|often|many)\b", feature.title), feature.title


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, 0, 1, 0.031, 2, 1234567])
def test_no_two_features_say_the_same(kind: str, value: float | None) -> None:
    """Two reasons of one score with the same sentence look like one that is counted twice."""
    said = [feature.explain(value, 9) for feature in features_of(kind)]
    assert [sentence for sentence, count in Counter(said).items() if count > 1] == []


@FEATURES
def test_what_is_unknown_is_said_otherwise_than_nothing_and_something(feature: Feature) -> None:
    said = [feature.explain(value, 9) for value in (None, 0, 1)]
    assert len(set(said)) == len(said)


@FEATURES
def test_a_typical_value_that_nobody_knows_is_not_shown_as_nought(feature: Feature) -> None:
    if "{typical" in feature.sentence:
        assert "(typical: not known)" in feature.explain(1, None)


def test_counts_are_singular_and_plural() -> None:
    features = {feature.id: feature for feature in features_of("change")}
    said = [features["lines_added"].explain(value, 9) for value in (0, 1, 2, 12345)]
    assert said == [
        "no line is added (typical: 9)",
        "1 line is added (typical: 9)",
        "2 lines are added (typical: 9)",
        "12,345 lines are added (typical: 9)",
    ]


def test_a_place_without_defects_is_not_called_unknown() -> None:
    features = {feature.id: feature for feature in features_of("change")}
    said = features["directory_first_parents_since_defect"].explain(None, 273)
    assert said == "no change to its directories is known to have been reverted or later blamed"
