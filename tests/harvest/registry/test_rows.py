"""What is kept is whole, is kept once, and says what it is."""

import re
from dataclasses import fields
from importlib import resources

import pytest

from knownhands.documents.registry import Body, Package, Person, Release, ReleaseFile, Validators
from knownhands.harvest.registry.rows import TABLES, Shelf, merge

URL = "https://index.example/pypi/teapot/json"


def body(content: bytes | None = b"{}", status: int = 200, url: str = URL, etag: str | None = '"1"') -> Body:
    return Body("pypi", "teapot", "json", url, status, content, Validators(etag, "Fri, 15 Jan 2027 08:00:00 GMT"))


def test_every_row_is_declared_in_the_schema_column_by_column() -> None:
    schema = resources.files("knownhands.store.package_schema").joinpath("0001_packages.sql").read_text()
    tables = dict(re.findall(r"CREATE TABLE (\w+) \(\n(.*?)\n\);", schema, re.DOTALL))
    assert set(tables) == {*TABLES.values(), "bodies"}
    for kind, table in TABLES.items():
        declared = re.findall(r"^    (\w+) ([A-Z]+)( NOT NULL)?", tables[table], re.MULTILINE)
        assert [name for name, _, _ in declared] == [field.name for field in fields(kind)]
        optional = [" | None" not in str(field.type) for field in fields(kind)]
        assert [bool(not_null) for _, _, not_null in declared] == optional


def test_the_first_that_knows_is_believed() -> None:
    first = ReleaseFile("pypi", "teapot", "teapot-1.tar.gz", version="1", size_bytes=0, is_yanked=False)
    second = ReleaseFile("pypi", "teapot", "teapot-1.tar.gz", version="1.0", size_bytes=9, is_yanked=True, sha256="aa")
    (both,) = merge([first, second])
    assert both == ReleaseFile(
        "pypi", "teapot", "teapot-1.tar.gz", version="1", size_bytes=0, is_yanked=False, sha256="aa"
    )


def test_rows_come_back_as_they_went_in_and_take_the_place_of_older_ones(store) -> None:
    shelf = Shelf(store, "pypi", 1, 5)
    odd = 'tea "pot" \0 \U0001f375 $item'
    shelf.replace("teapot", [Package("pypi", "teapot", summary=odd), Release("pypi", "teapot", "1")], [])
    shelf.replace("kettle", [Release("pypi", "kettle", "7", published_at=0)], [])
    shelf.replace("teapot", [Package("pypi", "teapot", summary=odd), Release("pypi", "teapot", "2")], [])
    assert store.execute("SELECT summary, licence FROM packages").fetchall() == [(odd, None)]
    rows = store.execute("SELECT name, version, published_at FROM releases ORDER BY name").fetchall()
    assert rows == [("kettle", "7", 0), ("teapot", "2", None)]


def test_one_ecosystem_leaves_the_other_alone(store) -> None:
    Shelf(store, "npm", 1, 5).replace("teapot", [Person("npm", "teapot", "", "maintainer", "ada")], [])
    Shelf(store, "pypi", 1, 5).replace("teapot", [], [])
    assert store.execute("SELECT person FROM people").fetchall() == [("ada",)]


def test_an_answer_is_conditional_only_once_it_was_understood(store) -> None:
    shelf = Shelf(store, "pypi", 1, 5)
    shelf.store(body())
    assert shelf.validators("teapot") == {}
    shelf.replace("teapot", [], [body()])
    assert shelf.validators("teapot") == {URL: Validators('"1"', "Fri, 15 Jan 2027 08:00:00 GMT")}
    assert Shelf(store, "pypi", 2, 5).validators("teapot") == {}


def test_the_registrys_own_time_is_kept_beside_ours(store) -> None:
    Shelf(store, "pypi", 1, 5).store(body())
    Shelf(store, "pypi", 1, 9).store(body(None, 304))
    times = store.execute("SELECT fetched_at, checked_at, updated_at FROM bodies").fetchall()
    assert times == [(5, 9, 1_800_000_000)]


def test_what_is_gone_is_marked_and_its_last_answer_is_kept(store) -> None:
    Shelf(store, "pypi", 1, 5).store(body(b'{"info": {}}'))
    later = Shelf(store, "pypi", 1, 9)
    later.store(body(None, 404))
    assert store.execute("SELECT status, fetched_at, checked_at, body IS NULL FROM bodies").fetchall() == [
        (404, 5, 9, False)
    ]
    assert later.bodies("teapot") == []
    later.store(body(b"{}"))
    assert [answer.content for answer in later.bodies("teapot")] == [b"{}"]


def test_answers_of_two_registries_are_not_mixed(store) -> None:
    Shelf(store, "pypi", 1, 5).store(body(b'{"info": {}}'))
    later = Shelf(store, "pypi", 1, 9)
    later.store(body(b"{}", url="https://mirror.example/pypi/teapot/json"))
    assert [answer.source for answer in later.bodies("teapot")] == ["https://mirror.example/pypi/teapot/json"]


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 1000])
def test_a_body_is_kept_byte_for_byte(content, store) -> None:
    shelf = Shelf(store, "pypi", 1, 5)
    shelf.store(body(content))
    assert [answer.content for answer in shelf.bodies("teapot")] == [content]


def test_a_body_that_is_sent_again_as_it_was_is_nothing_new(store) -> None:
    first = Shelf(store, "pypi", 1, 5)
    assert first.store(body())
    first.replace("teapot", [], [body()])
    again = Shelf(store, "pypi", 1, 6)
    assert not again.store(body())
    assert again.current(["teapot", "kettle"]) == {"teapot"}
    assert store.execute("SELECT fetched_at, checked_at FROM bodies").fetchall() == [(5, 6)]
    for other in (body(b'{"a": 1}'), body(b'{"a": 1}', etag='"2"')):
        assert again.store(other)
        assert again.current(["teapot"]) == set()
