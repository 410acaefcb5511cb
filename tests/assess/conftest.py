"""Models of invented changes, and a way to score stories with it."""

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from gitstory import ADA, BO, Story
from invented import attack_model, make_model
from knownhands.assess.change import History, score_change
from knownhands.assess.rank import rank_history
from knownhands.learn.model import Model
from knownhands.learn.saved import load
from knownhands.score import Score
from measured import Values, harvested, measure_revision


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Model]:
    """Models of invented changes, by their tasks."""
    defect = load(str(make_model(tmp_path_factory.mktemp("models") / "invented")))
    return {model.task: model for model in (attack_model(), defect)}


@pytest.fixture
def opened(story: Story, models: dict[str, Model], tmp_path: Path):
    """What harvests the story as it stands into a store, which is kept from one call to the next."""

    @contextmanager
    def now(path: Path | None = None, store: str = "store.duckdb", **more):
        with harvested(path or story.path, tmp_path / store) as (connection, repository):
            yield History(connection, repository, models, **more)

    return now


@pytest.fixture
def score(opened) -> Callable[..., Score]:
    """What scores a revision of the story as it stands."""

    def now(revision: str, as_of: str | None = None, path: Path | None = None, **more) -> Score:
        with opened(path) as history:
            return score_change(history, revision, as_of, **more)

    return now


@pytest.fixture
def rank(opened) -> Callable[..., list[Score]]:
    """What ranks the story as it stands."""

    def now(since: str | None = None, as_of: str | None = None, limit: int = 99) -> list[Score]:
        with opened() as history:
            return rank_history(history, since=since, as_of=as_of, limit=limit)

    return now


@pytest.fixture
def values(story: Story, tmp_path: Path) -> Callable[..., Values]:
    """What harvests the story as it stands and measures a revision as a score of it would."""

    def now(revision: str, as_of: str | None = None) -> Values:
        with harvested(story.path, tmp_path / "store.duckdb") as (connection, repository):
            return measure_revision(connection, repository, revision, as_of)

    return now


@pytest.fixture
def shas(story: Story) -> dict[str, str]:
    """A branch with a mistake taken back and a merge, and a side branch that is still open."""
    names = {"start": story.commit({"kiln.py": "1\n", "wheel.py": "1\n"}, "Start")}
    names["bad"] = story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
    names["back"] = story.commit({"kiln.py": "1\n"}, f"This reverts commit {names['bad']}.", by=BO)
    story.branch("done")
    story.commit({"door.py": "1\n"}, "Add a door", by=BO)
    names["side"] = story.commit({"door.py": "2\n", "hinge.py": "1\n"}, "Hang it", by=BO)
    story.switch("main")
    names["aside"] = story.commit({"wheel.py": "2\n"}, "Spin")
    names["merge"] = story.merge("done", files={"door.py": "2\n", "hinge.py": "1\n"})
    story.branch("open")
    story.commit({"kiln.py": "3\n"}, "Enable the kiln again", by=ADA)
    names["open"] = story.commit({"package.json": "{}\n"}, "And declare it\n\nAt length.", by=ADA)
    story.switch("main")
    names["head"] = story.commit({"wheel.py": "3\n"}, "Spin on")
    return names
