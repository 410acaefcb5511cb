"""A model of invented changes, and a way to score stories with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from knownhands.learn.artefact import Artefact, load
from knownhands.scoring.change import score_change

from gitstory import Story
from invented import make_model
from knownhands.records import Score
from measured import Values, harvested, measure_revision


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Artefact:
    """A model of invented changes."""
    return load(str(make_model(tmp_path_factory.mktemp("models") / "invented")))


@pytest.fixture
def score(story: Story, model: Artefact, tmp_path: Path) -> Callable[..., Score]:
    """What harvests the story as it stands and scores a revision."""

    def now(revision: str, as_of: str | None = None, path: Path | None = None) -> Score:
        with harvested(path or story.path, tmp_path / "store.duckdb") as (connection, repository):
            return score_change(connection, repository, revision, model, as_of)

    return now


@pytest.fixture
def values(story: Story, tmp_path: Path) -> Callable[..., Values]:
    """What harvests the story as it stands and measures a revision as a score of it would."""

    def now(revision: str, as_of: str | None = None) -> Values:
        with harvested(story.path, tmp_path / "store.duckdb") as (connection, repository):
            return measure_revision(connection, repository, revision, as_of)

    return now
