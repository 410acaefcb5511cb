"""How a model behaves, whatever it has learnt."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from gitstory import ADA, BO, Story
from knownhands.features.assemble import features_of
from knownhands.learn.artefact import load
from knownhands.learn.calibration import RATE
from knownhands.records import Direction
from measured import Values, harvested, measure_history

ROOT = Path(__file__).parents[2]
MODELS = pytest.mark.parametrize("which", ["invented", "shipped"])


@pytest.fixture
def either(which: str, request: pytest.FixtureRequest):
    """The model of invented changes, and the one that comes with knownhands."""
    return request.getfixturevalue("model") if which == "invented" else load()


def tell(story: Story, ada: tuple[str, str], bo: tuple[str, str], zones: tuple[str, str]) -> list[str]:
    """Tell the same story of two people."""
    here, there = zones
    told = [story.commit({"kiln.py": f"{number}\n"}, f"Glaze {number}", by=ada, tz=here) for number in range(4)]
    told.append(story.commit({"kiln.py": "0\n"}, f"This reverts commit {told[1]}.", by=bo, committer=ada, tz=there))
    told.append(story.commit({"kiln.py": "5\n", "setup.py": "1\n"}, "Spin", by=bo, tz=here))
    return told


def test_other_names_addresses_and_places_change_nothing(tmp_path: Path) -> None:
    found: list[list[Values]] = []
    for number, (ada, bo, zones) in enumerate(
        (
            (ADA, BO, ("+0000", "+0530")),
            (("Öz Nakamura", "x@elsewhere.example"), ("Q", "q@q.example"), ("-0800", "+1200")),
        )
    ):
        story = Story(tmp_path / f"pottery{number}")
        told = tell(story, ada, bo, zones)
        with harvested(story.path, tmp_path / f"{number}.duckdb") as (connection, _):
            values = measure_history(connection)
        found.append([values[sha] for sha in told])
    assert found[0] == found[1]


@MODELS
def test_more_of_what_is_risky_never_lowers_the_risk(either) -> None:
    rows = [dict(either.typical), dict.fromkeys(either.typical, 0.0), dict.fromkeys(either.typical)]
    for feature in features_of("change"):
        if feature.risk is Direction.EITHER:
            continue
        steps = np.linspace(feature.low, min(feature.high, 500), 40)
        for row in rows:
            odds = [log_odds(either, row | {feature.id: float(step)}) for step in steps]
            rising = odds if feature.risk is Direction.RISES else odds[::-1]
            assert rising == sorted(rising), feature.id


@MODELS
def test_what_is_free_or_cheap_to_fake_never_lowers_the_risk_below_what_is_hard_to_fake_says(either) -> None:
    rng = np.random.default_rng(1)
    free = [feature.id for feature in features_of("change") if not feature.fake.is_hard]
    hard = [feature.id for feature in features_of("change") if feature.fake.is_hard]
    for _ in range(50):
        row: dict[str, float | None] = {name: float(rng.integers(0, 30)) for name in hard}
        floor = either.calibration.heads["hard"].at(margin(either, "hard", row)) + either.calibration.prior_at(
            row[RATE]
        )
        for _ in range(5):
            row |= {name: float(rng.choice((0, 1, 7, 900))) for name in free}
            assert log_odds(either, row) >= either.calibration.final.at(floor) - 1e-9


@MODELS
def test_a_typical_newcomers_change_is_no_alarm(either) -> None:
    """Being new is not a risk: nothing known of the author, everything else as usual."""
    new = {
        feature.id: 0.0
        for feature in features_of("change")
        if feature.id.startswith("author_") and "_share" not in feature.id
    }
    unknown = dict.fromkeys(("author_tenure_days", "author_idle_days", "author_fix_share", "zone_share"))
    row = dict(either.typical) | new | unknown | {"first_touch_share": 1.0, "own_changes_mean": 0.0}
    assert either.calibration.band(log_odds(either, row)).value in {"trusted", "ordinary"}


def margin(model, head: str, row: Mapping[str, float | None]) -> float:
    return model.boosters[head].margins([[row[name] for name in model.parts[head]]])[0]


def log_odds(model, row: Mapping[str, float | None]) -> float:
    return model.calibration.log_odds({head: margin(model, head, row) for head in model.heads}, row[RATE])[0]
