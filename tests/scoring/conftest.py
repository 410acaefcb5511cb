"""Small models whose numbers are on the page, and subjects to judge with it."""

import numpy as np
import pytest

from knownhands.learn.calibrate import always_beside
from knownhands.learn.linear import Linear
from knownhands.learn.model import Model, Part
from knownhands.learn.probability import Calibration
from knownhands.learn.rarity import RARITY, Rarity
from knownhands.learn.reference import of_subjects
from knownhands.records import Subject
from knownhands.scoring.case import Case, Reading

EVENTS = ("program_hidden_unicode", "program_download")
COLUMNS = ("lines_added", "author_commits", "project_defect_rate")


@pytest.fixture(scope="session")
def model() -> Model:
    """Many added lines and a careless project are risky, an author who has been there for long is not."""
    ones = (1.0,) * len(COLUMNS)
    linear = Linear(-4.0, (2.0, 2.0, 0.1), ones, (1.0, -0.5, 3.0), (0.2, 0.0, 0.0), (0.1, 0.1, 0.1))
    return Model(
        id="small",
        folder=None,
        sha256="e" * 64,
        task="change_defect",
        kind="change",
        features=COLUMNS,
        typical=dict(zip(COLUMNS, (9.0, 12.0, 0.1), strict=True)),
        parts=(Part("model.json", linear.to_text(), 1.0, COLUMNS),),
        offset=0.0,
        calibration=Calibration(0.02, "project_defect_rate", 0.5, -2.3),
        references={"": of_subjects(np.linspace(-7, 0, 500), "changes of other projects")},
    )


@pytest.fixture(scope="session")
def rarity() -> Model:
    """What it does that attacks do: hiding text is rare, and downloading not so rare; nothing is said of probabilities."""
    rare = Rarity((0.001, 0.05), ("hiding", "network"), (1.0, 1.0), past=200.0, most=16.0, top=5)
    ordinary = of_subjects(np.concatenate([np.zeros(900), np.linspace(0.5, 5, 100)]), "changes of other projects")
    return Model(
        id="rare",
        folder=None,
        sha256="f" * 64,
        task="change_attack",
        kind="change",
        features=EVENTS,
        typical=dict.fromkeys(EVENTS),
        parts=(Part(RARITY, rare.to_text(), 1.0, EVENTS),),
        offset=0.0,
        calibration=Calibration(0.0),
        references={"": always_beside(ordinary, 200)},
    )


@pytest.fixture
def case():
    """What makes a case of a change from its values; what is left out is unknown."""

    def make(*readings: dict[str, float], is_whole: bool = True, **more) -> Case:
        unknown = dict.fromkeys((*COLUMNS, *EVENTS))
        parts = tuple(Reading(number, unknown | values, is_whole) for number, values in enumerate(readings))
        return Case(Subject("change", "incoming", head="d" * 40), "a" * 40, parts, **more)

    return make
