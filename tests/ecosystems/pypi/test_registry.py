"""What a Python package index says, and what it leaves out."""

import contextlib
import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.documents.registry import Body, Link, Package, Person, Release, ReleaseFile, Requirement
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.ecosystems.pypi.registry import parse
from knownhands.errors import Unparsable, UsageError
from knownhands.harvest.registry.rows import merge

FIXTURES = Path(__file__).parents[2] / "fixtures" / "http"

BASE = Body("pypi", "tea-pot", "json", "https://index.example/pypi/tea-pot/json", 200)
JSON = dataclasses.replace(BASE, content=(FIXTURES / "pypi/teapot.json").read_bytes())
SIMPLE = dataclasses.replace(
    BASE,
    kind="simple",
    source="https://index.example/simple/tea-pot/",
    content=(FIXTURES / "pypi/teapot.simple.json").read_bytes(),
)


def rows(kind: type, *bodies: Body) -> list:
    return [row for row in merge(row for body in bodies for row in parse(body)) if type(row) is kind]


def test_both_documents_together_describe_a_package() -> None:
    (package,) = rows(Package, JSON, SIMPLE)
    assert (package.shown_name, package.latest_version, package.summary) == ("Tea.Pot", "1.1", "Pours tea")
    assert (package.licence, package.organisation, package.lifecycle) == ("MIT", "Kettles", "archived")
    assert (package.homepage, package.repository) == ("https://teapot.example", "https://forge.example/ada/teapot")
    assert rows(Link, JSON) == [
        Link("pypi", "tea-pot", "Homepage", "https://teapot.example"),
        Link("pypi", "tea-pot", "Source", "https://forge.example/ada/teapot"),
    ]


def test_a_release_is_as_old_as_its_first_file() -> None:
    releases = {row.version: row for row in rows(Release, JSON, SIMPLE)}
    assert releases["1.0"].published_at == 1767323045
    assert (releases["1.0"].is_yanked, releases["1.0"].yanked_reason) == (True, "leaks")
    assert (releases["1.1"].is_yanked, releases["1.1"].yanked_reason) == (False, None)
    assert releases["1.0"].requires_runtime == ">=3.8"


def test_a_release_without_files_was_removed() -> None:
    is_removed = {row.version: row.is_removed for row in rows(Release, JSON)}
    assert is_removed == {"0.9": True, "1.0": False, "1.1": False}


def test_what_one_document_leaves_out_the_other_fills_in() -> None:
    (alone,) = [row for row in rows(ReleaseFile, JSON) if row.version == "1.1"]
    assert (alone.size_bytes, alone.sha256, alone.provenance) == (None, None, None)
    (both,) = [row for row in rows(ReleaseFile, JSON, SIMPLE) if row.version == "1.1"]
    assert (both.size_bytes, both.sha256) == (900, "bb")
    assert both.provenance == "https://index.example/integrity/tea-pot/1.1/provenance"
    assert both.url == "https://files.example/tea_pot-1.1-py3-none-any.whl"


def test_the_simple_index_alone_tells_of_releases_and_resolves_addresses() -> None:
    assert {row.version: row.is_yanked for row in rows(Release, SIMPLE)} == {"1.0": True, "1.1": False}
    files = {row.filename: row for row in rows(ReleaseFile, SIMPLE)}
    assert files["tea_pot-1.0.tar.gz"].url == "https://index.example/files/tea_pot-1.0.tar.gz"
    assert (files["tea-pot.exe"].version, files["tea-pot.exe"].kind) == (None, None)


def test_files_that_spell_a_version_differently_are_of_one_release() -> None:
    files = [{"filename": "tea_pot-1.0.0.tar.gz"}, {"filename": "tea_pot-1.0-py3-none-any.whl"}]
    (release,) = rows(Release, dataclasses.replace(SIMPLE, content=json.dumps({"files": files}).encode()))
    assert release.version == "1.0.0"


def test_people_have_the_part_that_the_registry_or_the_author_gives_them() -> None:
    assert rows(Person, JSON) == [
        Person("pypi", "tea-pot", "", "owner", "ada"),
        Person("pypi", "tea-pot", "", "maintainer", "bo"),
        Person("pypi", "tea-pot", "", "author", "Ada Kettle", "ada@kettle.example"),
    ]


def test_an_extra_is_optional() -> None:
    assert {row.requirement: row.kind for row in rows(Requirement, JSON)} == {
        "leaves>=2": "runtime",
        "sugar; extra == 'sweet'": "optional",
    }


def test_an_old_mirror_that_says_next_to_nothing_leaves_everything_unknown() -> None:
    body = dataclasses.replace(SIMPLE, content=b'{"files": [{"filename": "tea_pot-1.0.tar.gz", "url": "x"}]}')
    (release,) = rows(Release, body)
    assert (release.published_at, release.is_yanked) == (None, None)
    (file,) = rows(ReleaseFile, body)
    assert (file.size_bytes, file.uploaded_at, file.sha256, file.is_yanked) == (None, None, None, None)


SHAPES = {
    "info": {"info": []},
    "releases": {"releases": [1]},
    "files": {"releases": {"1.0": 5}},
    "file": {"releases": {"1.0": ["x"]}},
}


@pytest.mark.parametrize("document", SHAPES.values(), ids=SHAPES)
def test_another_shape_is_unparsable(document) -> None:
    with pytest.raises(Unparsable, match=r"index\.example"):
        list(parse(dataclasses.replace(JSON, content=json.dumps(document).encode())))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["1.0", "a-1.0.tar.gz"])
KEYS = st.sampled_from(sorted(set(json.loads(JSON.content)["info"]) | set(json.loads(JSON.content)["releases"]["1.0"][0])
                              | {"info", "releases", "files", "versions", "hashes", "yanked", "upload-time", "provenance",
                                 "project-status", "ownership", "roles", "url"})) | st.text()  # fmt: skip
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=30)


@given(st.binary() | ANYTHING.map(lambda document: json.dumps(document).encode()), st.sampled_from(["json", "simple"]))
def test_whatever_is_sent_is_read_or_unparsable(content, kind) -> None:
    with contextlib.suppress(Unparsable):
        merge(parse(dataclasses.replace(BASE, kind=kind, content=content)))


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "a b", "-a", "a?b", "a%2fb", "é"])
def test_what_cannot_be_a_name_is_wrong_usage(name) -> None:
    with pytest.raises(UsageError):
        ECOSYSTEM.normalise(name)


def test_a_name_is_written_as_the_index_writes_it() -> None:
    assert ECOSYSTEM.normalise("Tea_.Pot") == "tea-pot"
