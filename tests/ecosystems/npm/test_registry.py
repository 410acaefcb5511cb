"""What an npm registry says, and what it leaves out."""

import contextlib
import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.documents.registry import (
    Body,
    Package,
    Person,
    Release,
    ReleaseFile,
    Requirement,
    Script,
    Tag,
)
from knownhands.ecosystems.npm import ECOSYSTEM
from knownhands.ecosystems.npm.registry import parse
from knownhands.errors import Unparsable, UsageError
from knownhands.harvest.registry.rows import merge

FIXTURES = Path(__file__).parents[2] / "fixtures" / "http"

CONTENT = (FIXTURES / "npm/teapot.json").read_bytes()
BODY = Body("npm", "@kettles/teapot", "packument", "https://npm.example/@kettles%2fteapot", 200, CONTENT)


def rows(kind: type, body: Body = BODY) -> list:
    return [row for row in merge(parse(body)) if type(row) is kind]


def say(packument: object) -> Body:
    return dataclasses.replace(BODY, content=json.dumps(packument).encode())


def test_a_package_is_described() -> None:
    (package,) = rows(Package)
    assert (package.latest_version, package.created_at, package.licence) == ("1.1.0", 1767323045, "MIT")
    assert package.repository == "git+https://forge.example/ada/teapot.git"
    assert {row.tag: row.version for row in rows(Tag)} == {"latest": "1.1.0", "next": "2.0.0-rc.1"}


def test_each_version_says_how_it_came_and_what_it_does() -> None:
    old, new = (row for row in rows(Release) if row.version in ("1.0.0", "1.1.0"))
    assert (old.deprecated, old.has_install_script, old.trusted_publisher) == ("leaks", True, None)
    assert (new.deprecated, new.has_install_script, new.trusted_publisher) == ("", False, "forge")
    assert new.requires_runtime == ">=20"
    assert Script("npm", "@kettles/teapot", "1.0.0", "postinstall", "node brew.js") in rows(Script)


def test_a_version_that_has_a_time_and_nothing_else_was_removed() -> None:
    (removed,) = [row for row in rows(Release) if row.is_removed]
    assert (removed.version, removed.published_at) == ("0.9.0", 1767323045)


def test_a_file_says_what_it_holds_and_who_vouches_for_it() -> None:
    old, new = rows(ReleaseFile)
    assert (old.filename, old.url) == ("teapot-1.0.0.tgz", "https://npm.example/files/teapot-1.0.0.tgz")
    assert (old.signatures, old.provenance, old.unpacked_bytes, old.file_count) == (None, None, None, None)
    assert (new.signatures, new.unpacked_bytes, new.file_count) == (1, 4000, 3)
    assert new.provenance_type == "https://slsa.example/provenance/v1"


def test_people_are_kept_for_the_package_and_for_each_version() -> None:
    now = {(row.role, row.person) for row in rows(Person) if row.version == ""}
    then = {(row.role, row.person) for row in rows(Person) if row.version == "1.0.0"}
    assert now == {("maintainer", "ada"), ("maintainer", "bo")}
    assert then == {("maintainer", "ada"), ("publisher", "ada")}


def test_what_is_optional_is_not_counted_twice() -> None:
    assert [(row.kind, row.requirement) for row in rows(Requirement)] == [
        ("runtime", "leaves@^2.0.0"),
        ("optional", "sugar@1"),
    ]


def test_a_mirror_that_leaves_fields_out_proves_nothing() -> None:
    (bare,) = rows(Release, say({"versions": {"1.0.0": {}}}))
    assert (bare.deprecated, bare.has_install_script, bare.published_at) == (None, None, None)
    (release,) = rows(Release, say({"versions": {"1.0.0": {"hasInstallScript": True}}}))
    assert release.has_install_script is True


@pytest.mark.parametrize("packument", [{"versions": []}, {"time": "now"}, {"versions": 5}])
def test_another_shape_is_unparsable(packument) -> None:
    with pytest.raises(Unparsable, match=r"npm\.example"):
        list(parse(say(packument)))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
PACKUMENT = json.loads(CONTENT)
KEYS = st.sampled_from(sorted({*PACKUMENT, *PACKUMENT["versions"]["1.0.0"], *PACKUMENT["versions"]["1.1.0"]["dist"]}))
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner), max_leaves=30)
VERSIONS = st.fixed_dictionaries({"versions": st.dictionaries(st.text(), st.dictionaries(KEYS, ANYTHING))})


@given(st.binary() | (ANYTHING | VERSIONS).map(lambda document: json.dumps(document).encode()))
def test_whatever_is_sent_is_read_or_unparsable(content) -> None:
    with contextlib.suppress(Unparsable):
        merge(parse(dataclasses.replace(BODY, content=content)))


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "@a", "@a/", "@/b", "@a/b/c", "a b", "a?b", "@../x"])
def test_what_cannot_be_a_name_is_wrong_usage(name) -> None:
    with pytest.raises(UsageError):
        ECOSYSTEM.normalise(name)


@pytest.mark.parametrize("name", ["left-pad", "@types/node", "JSONStream", "lodash.merge"])
def test_a_name_is_left_as_it_is(name) -> None:
    assert ECOSYSTEM.normalise(name) == name
