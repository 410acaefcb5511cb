"""What every ecosystem must keep to, present and future."""

import importlib
import json
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.documents.registry import Body, ReleaseFile
from knownhands.ecosystems._ecosystem import Ecosystem
from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import Unparsable, UsageError
from knownhands.harvest.registry.purls import PackageName, read_purl

KNOWN = known_ecosystems()
ECOSYSTEMS = pytest.mark.parametrize("ecosystem", KNOWN.values(), ids=KNOWN)
VERSIONS = st.text("0123456789.-+!abrcv", max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@ECOSYSTEMS
def test_it_is_called_as_its_folder_and_says_what_it_is(ecosystem: Ecosystem) -> None:
    folder = importlib.import_module(f"knownhands.ecosystems.{ecosystem.id}")
    assert folder.ECOSYSTEM is ecosystem
    assert folder.__doc__
    assert all((ecosystem.title, ecosystem.osv, ecosystem.installer, ecosystem.examples))


@ECOSYSTEMS
@given(name=st.text(max_size=20))
def test_the_spelling_that_is_looked_up_stays_as_it_is(ecosystem: Ecosystem, name: str) -> None:
    normal = ecosystem.names.normalise(name)
    assert ecosystem.names.normalise(normal) == normal
    assert not ecosystem.names.is_possible(name) or ecosystem.names.is_possible(normal)


@ECOSYSTEMS
@pytest.mark.parametrize("name", ["", "../x", "a b", "a/b/c", "x" * 300, "clay\n", "cl\u0430y", "\u212aettle"])
def test_no_package_has_an_impossible_name(ecosystem: Ecosystem, name: str) -> None:
    with pytest.raises(UsageError):
        ecosystem.normalise(name)


@ECOSYSTEMS
@given(data=st.data(), version=st.from_regex(r"[0-9][0-9a-z.+-]{0,8}", fullmatch=True))
def test_a_purl_names_the_same_package_ever_after(ecosystem: Ecosystem, data: st.DataObject, version: str) -> None:
    name = data.draw(st.from_regex(ecosystem.names.pattern, fullmatch=True).filter(ecosystem.names.is_possible))
    normal = ecosystem.names.normalise(name)
    assert read_purl(ecosystem.purl(name, version)) == PackageName(ecosystem.id, normal, version)
    assert ecosystem.dependency(name, version).purl == ecosystem.purl(normal, version)


@ECOSYSTEMS
@given(versions=st.lists(VERSIONS, max_size=4))
def test_versions_are_put_in_one_order(ecosystem: Ecosystem, versions: list[str]) -> None:
    rule = ecosystem.versions
    places = sorted(place for version in versions if (place := rule.place(version)) is not None)
    assert all(earlier <= later for earlier, later in pairwise(places))
    assert all(rule.bound(version) == rule.place(version) for version in versions if rule.place(version) is not None)
    assert rule.newest(versions) in {None, *versions}


@ECOSYSTEMS
def test_its_questions_go_to_the_registry_that_is_asked_and_to_no_other(ecosystem: Ecosystem) -> None:
    questions = ecosystem.registry.questions("https://mirror.example/a/b", "teapot")
    assert {urlsplit(question.url).netloc for question in questions} == {"mirror.example"}
    assert len({question.kind for question in questions}) == len(questions) > 0


@ECOSYSTEMS
@given(answer=JSON)
def test_any_answer_is_read_or_refused_with_our_own_error(ecosystem: Ecosystem, answer: object) -> None:
    for question in ecosystem.registry.questions("https://mirror.example", "teapot"):
        body = Body(ecosystem.id, "teapot", question.kind, question.url, 200, json.dumps(answer).encode())
        try:
            rows = list(ecosystem.registry.parse(body))
        except Unparsable as error:
            assert "mirror.example" in error.message  # noqa: PT017 - refusing is one of two right answers
            continue
        assert {row.ecosystem for row in rows} <= {ecosystem.id}


@ECOSYSTEMS
def test_it_has_a_home_where_nobody_told_its_installer_another(ecosystem: Ecosystem, tmp_path: Path) -> None:
    configuration = ecosystem.configure({"PIP_CONFIG_FILE": "/dev/null"}, tmp_path, tmp_path)
    assert all(registry.address.startswith("https://") for registry in configuration.registries)
    assert configuration.registries


@ECOSYSTEMS
def test_what_is_chosen_is_among_the_files_of_the_release(ecosystem: Ecosystem) -> None:
    files = [ReleaseFile(ecosystem.id, "teapot", f"teapot-1.{end}", kind=end) for end in ("zip", "exe", "tgz")]
    assert set(ecosystem.choose(files)) <= set(files)
    assert ecosystem.choose([]) == []


@ECOSYSTEMS
@given(filename=st.text("potea-.0123rcwhltgz", max_size=20))
def test_a_file_name_says_a_possible_release_or_none(ecosystem: Ecosystem, filename: str) -> None:
    release = ecosystem.release_of(filename)
    if release:
        assert ecosystem.names.is_possible(release[0])
        assert ecosystem.versions.place(release[1]) is not None


def test_no_two_ecosystems_have_a_form_or_a_lock_format_in_common() -> None:
    rules = [ecosystem.archives for ecosystem in KNOWN.values()]
    names = [form.id for rule in rules if rule for form in rule.forms]
    names += [name for ecosystem in KNOWN.values() for name in ecosystem.locks()]
    assert len(names) == len(set(names))
    assert not set(names) & {"zip", "tar", "folder"}
