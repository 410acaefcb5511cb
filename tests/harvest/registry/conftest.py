"""An invented registry that answers from memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
import stamina

from knownhands.harvest.registry.rows import SCHEMA
from knownhands.store.connection import open_store

FIXTURES = Path(__file__).parents[2] / "fixtures" / "http"
NOW = 1_800_000_000
Answer = httpx.Response | BaseException
Handler = Callable[[httpx.Request], httpx.Response]


class Registries:
    """Answers what it was given, in order, and repeats the last answer; remembers who asked for what.

    Anything else is not found.
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer | Handler]] = {}
        self.requests: list[httpx.Request] = []

    def serve(self, url: str, *answers: Answer | Handler) -> None:
        self.answers[url] = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        left = self.answers.get(str(request.url), [httpx.Response(404)])
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)


@pytest.fixture
def registries() -> Registries:
    return Registries()


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    stamina.instrumentation.set_on_retry_hooks([])
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def store(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_store(tmp_path / "packages.duckdb", pytest.fail, SCHEMA) as connection:
        yield connection
