"""A harvest can be repeated, broken off and gone on with; and it needs no network to read again."""

import dataclasses
import socket
from contextlib import asynccontextmanager

import httpx
import pytest

from knownhands.documents.configuration import Configuration, registry
from knownhands.ecosystems._ecosystem import Ecosystem
from knownhands.ecosystems.npm import ECOSYSTEM as NPM_PACKAGES
from knownhands.ecosystems.pypi import ECOSYSTEM as PYTHON
from knownhands.errors import NotFound, RateLimited, Unparsable, Unreachable
from knownhands.harvest.registry.harvest import harvest, recall, reread, targets
from knownhands.harvest.registry.http import Http
from knownhands.harvest.registry.rows import TABLES, Shelf

from .conftest import FIXTURES, NOW

JSON = "https://index.example/pypi/tea-pot/json"
SIMPLE = "https://index.example/simple/tea-pot/"
PACKUMENT = "https://npm.example/@kettles%2fteapot"
INDEX = Configuration((registry("https://index.example/simple"),), {})
NPM = Configuration((registry("https://npm.example"),), {})
ALL = {
    "json": (FIXTURES / "pypi/teapot.json").read_bytes(),
    "simple": (FIXTURES / "pypi/teapot.simple.json").read_bytes(),
}


def ask(store, registries, names=("Tea.Pot",), configuration=INDEX, ecosystem=PYTHON, now: int = NOW):
    @asynccontextmanager
    async def connect():
        async with httpx.AsyncClient(transport=httpx.MockTransport(registries)) as client:
            yield Http(client, now=now, resolve=lambda _host: ["10.0.0.7"])

    shelf = Shelf(store, ecosystem.id, ecosystem.registry.version, now)
    return harvest(shelf, ecosystem, targets(ecosystem, names, configuration), connect, lambda _done, _total: None)


def python_with(**changes: object) -> Ecosystem:
    """PyPI, whose answers another parser reads."""

    class Changed(Ecosystem):
        registry = dataclasses.replace(PYTHON.registry, **changes)

    return Changed(*dataclasses.astuple(PYTHON))


def serve_all(registries) -> None:
    headers = {"ETag": '"7"'}
    registries.serve(JSON, lambda request: answer(request, ALL["json"], headers))
    registries.serve(SIMPLE, lambda request: answer(request, ALL["simple"], headers))


def answer(request: httpx.Request, content: bytes, headers: dict[str, str]) -> httpx.Response:
    if request.headers.get("if-none-match") == headers["ETag"]:
        return httpx.Response(304, headers=headers)
    return httpx.Response(200, content=content, headers=headers)


def everything(store) -> dict[str, list]:
    return {table: store.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in TABLES.values()}


def test_a_second_harvest_adds_nothing_and_is_sent_nothing(store, registries) -> None:
    serve_all(registries)
    (first,) = ask(store, registries)
    before = everything(store)
    (second,) = ask(store, registries, now=NOW + 60)
    assert (first.releases, first.is_new, first.error, first.gaps) == (3, True, None, ())
    assert (second.releases, second.is_new, second.error) == (3, False, None)
    assert everything(store) == before
    assert store.execute("SELECT DISTINCT fetched_at, checked_at FROM bodies").fetchall() == [(NOW, NOW + 60)]


def test_a_package_is_asked_for_once_however_it_is_spelled(store, registries) -> None:
    serve_all(registries)
    assert len(ask(store, registries, ["tea-pot", "Tea_Pot"])) == 1


def test_bodies_are_kept_before_they_are_read(store, registries) -> None:
    """A harvester that was killed in between, or whose parser was at fault, goes on from what is kept."""

    def broken(_body):
        raise KeyboardInterrupt

    serve_all(registries)
    with pytest.raises(KeyboardInterrupt):
        ask(store, registries, ecosystem=python_with(parse=broken))
    assert store.execute("SELECT count(*), count(parsed_by) FROM bodies").fetchall() == [(2, 0)]
    (outcome,) = reread(Shelf(store, "pypi", 1, NOW), PYTHON, ["tea-pot"])
    assert outcome.releases == 3


def test_a_harvest_that_was_broken_off_is_completed_by_the_next(store, registries) -> None:
    serve_all(registries)
    registries.serve(SIMPLE, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        ask(store, registries)
    serve_all(registries)
    (outcome,) = ask(store, registries)
    assert (outcome.releases, outcome.error) == (3, None)
    assert store.execute("SELECT count(provenance) FROM release_files").fetchone() == (1,)


def test_reading_again_opens_no_socket(store, registries, monkeypatch) -> None:
    serve_all(registries)
    ask(store, registries)
    before = everything(store)

    def refuse(*_arguments, **_options):
        pytest.fail("a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (known, unknown) = reread(Shelf(store, "pypi", 2, NOW), PYTHON, ["tea-pot", "kettle"])
    assert (known.releases, known.error) == (3, None)
    assert isinstance(unknown.error, NotFound)
    assert everything(store) == before


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (httpx.Response(429), RateLimited),
        (httpx.Response(500), Unreachable),
        (httpx.Response(200, content=b'{"info": {'), Unparsable),
        (httpx.Response(200, content=b""), Unparsable),
        (httpx.Response(404), NotFound),
    ],
    ids=["busy", "broken", "half a document", "nothing", "not there"],
)
def test_one_that_fails_does_not_stop_the_others(reply, error, store, registries) -> None:
    serve_all(registries)
    registries.serve("https://index.example/pypi/kettle/json", reply)
    bad, good = ask(store, registries, ["kettle", "tea-pot"])
    assert type(bad.error) is error
    assert (bad.releases, good.releases, good.error) == (0, 3, None)


def test_half_of_the_answer_is_kept_and_the_other_half_is_said_to_be_missing(store, registries) -> None:
    serve_all(registries)
    registries.serve(SIMPLE, httpx.Response(500))
    (outcome,) = ask(store, registries)
    assert isinstance(outcome.error, Unreachable)
    assert outcome.releases == 3
    serve_all(registries)
    assert ask(store, registries)[0].error is None


@pytest.mark.parametrize(
    "reply", [httpx.Response(404), httpx.Response(200, html="<a>tea-pot</a>")], ids=["none", "HTML"]
)
def test_a_mirror_with_one_interface_is_no_error_but_a_gap(reply, store, registries) -> None:
    serve_all(registries)
    registries.serve(SIMPLE, reply)
    (outcome,) = ask(store, registries)
    assert outcome.error is None
    assert [gap.partition(" ")[0] for gap in outcome.gaps] == [SIMPLE]


def test_a_release_that_two_documents_spell_differently_is_there_once(store, registries) -> None:
    serve_all(registries)
    registries.serve(SIMPLE, httpx.Response(200, json={"files": [{"filename": "tea_pot-1.1.0-py3-none-any.whl"}]}))
    ask(store, registries)
    assert store.execute("SELECT version FROM releases ORDER BY version").fetchall() == [("0.9",), ("1.0",), ("1.1",)]
    assert store.execute("SELECT DISTINCT version FROM release_files ORDER BY 1").fetchall() == [("1.0",), ("1.1",)]


def test_the_second_index_is_asked_when_the_first_does_not_have_it(store, registries) -> None:
    serve_all(registries)
    configuration = Configuration((registry("https://private.example/simple"), *INDEX.registries), {})
    (outcome,) = ask(store, registries, configuration=configuration)
    assert (outcome.releases, outcome.error, outcome.gaps) == (3, None, ())


def test_the_second_index_is_not_believed_while_the_first_is_down(store, registries) -> None:
    serve_all(registries)
    registries.serve("https://private.example/pypi/tea-pot/json", httpx.Response(500))
    configuration = Configuration((registry("https://private.example/simple"), *INDEX.registries), {})
    (outcome,) = ask(store, registries, configuration=configuration)
    assert (outcome.releases, type(outcome.error)) == (0, Unreachable)


def test_a_scope_is_looked_up_at_its_own_registry(store, registries) -> None:
    registries.serve(PACKUMENT, httpx.Response(200, content=(FIXTURES / "npm/teapot.json").read_bytes()))
    configuration = Configuration((registry("https://public.example"),), {"@kettles": registry("https://npm.example/")})
    (outcome,) = ask(store, registries, ["@kettles/teapot"], configuration, NPM_PACKAGES)
    assert (outcome.releases, outcome.error) == (3, None)
    assert [str(request.url) for request in registries.requests] == [PACKUMENT]


def test_what_was_read_before_outlives_a_package_that_is_gone(store, registries) -> None:
    registries.serve(PACKUMENT, httpx.Response(200, content=(FIXTURES / "npm/teapot.json").read_bytes()))
    ask(store, registries, ["@kettles/teapot"], NPM, NPM_PACKAGES)
    registries.serve(PACKUMENT, httpx.Response(404))
    (outcome,) = ask(store, registries, ["@kettles/teapot"], NPM, NPM_PACKAGES)
    assert isinstance(outcome.error, NotFound)
    assert store.execute("SELECT status FROM bodies").fetchall() == [(404,)]
    assert store.execute("SELECT count(*) FROM releases").fetchone() == (3,)


def test_credentials_reach_no_store(store, registries) -> None:
    serve_all(registries)
    ask(store, registries, configuration=Configuration((registry("https://ada:s3cret-word@index.example/simple"),), {}))
    assert "s3cret" not in f"{everything(store)}{store.execute('SELECT source FROM bodies').fetchall()}"


def test_what_is_kept_is_recalled_with_its_gaps_and_only_read_again_by_another_parser(store, registries) -> None:
    registries.serve(JSON, httpx.Response(200, content=ALL["json"]))
    (outcome,) = ask(store, registries)
    assert outcome.gaps == (f"{SIMPLE} does not exist; what only it could tell of tea-pot is unknown.",)

    def refuse(_body):
        pytest.fail("read again")

    known = python_with(parse=refuse)
    (kept,) = recall(Shelf(store, "pypi", PYTHON.registry.version, NOW), known, ["Tea.Pot"])
    assert kept == dataclasses.replace(outcome, is_new=False)
    newer = python_with(version=99)
    (again,) = recall(Shelf(store, "pypi", 99, NOW), newer, ["tea-pot"])
    assert (again.releases, again.gaps) == (kept.releases, kept.gaps)
    (missing,) = recall(Shelf(store, "pypi", 99, NOW), newer, ["kettle"])
    assert isinstance(missing.error, NotFound)
