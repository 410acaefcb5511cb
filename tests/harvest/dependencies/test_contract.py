"""What every reader of dependency files must keep to, present and future."""

import json
import re
import string
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knownhands.documents.dependency import DependencyFile, Reader
from knownhands.documents.document import Document
from knownhands.errors import KnownHandsError, Unparsable
from knownhands.harvest.dependencies.read import added, is_dependency_file, read_dependencies, readers
from lockfiles import GRAPHLESS, STORY, WISHES, WRITERS, Project

READERS = pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.id)
KEYS = sorted(
    set(re.findall(r"[A-Za-z][\w-]+", " ".join(write(STORY) for _, write in WRITERS.values())))
    | {
        "git",
        "path",
        "url",
        "link",
        "editable",
        "markers",
        "importers",
        "directory",
        "archive",
        "vcs",
        "node_modules/x",
    }
)


def write(folder: Path, reader: Reader, text: str) -> Path:
    path = folder / WRITERS[reader.id][0]
    path.write_text(text, encoding="utf-8")
    return path


def story(reader: Reader) -> str:
    return WRITERS[reader.id][1](STORY)


@READERS
def test_a_reader_is_named_after_its_file_and_known_by_a_usual_name(reader: Reader) -> None:
    module = sys.modules[reader.read.__module__]
    assert module.READER is reader
    assert module.__name__.rpartition(".")[2] == reader.id
    assert module.__doc__
    assert is_dependency_file(f"some/folder/{WRITERS[reader.id][0]}")


@READERS
def test_the_packages_of_the_story_are_read_with_exact_versions_and_places(tmp_path: Path, reader: Reader) -> None:
    file = read_dependencies(write(tmp_path, reader, story(reader)))
    assert file.format == reader.id
    expected = STORY.direct if reader.id in WISHES else sorted(STORY.versions)
    assert sorted(item.name for item in file.dependencies) == list(expected)
    for item in file.dependencies:
        assert item.version == STORY.versions[item.name]
        assert item.purl == f"pkg:{item.ecosystem}/{item.name}@{item.version}"
        assert item.source.startswith(file.path)
        assert item.gap == ""
        assert item.hashes or reader.id in WISHES


@READERS
def test_what_brought_a_package_in_is_right_or_not_claimed(tmp_path: Path, reader: Reader) -> None:
    dependencies = {item.name: item for item in read_dependencies(write(tmp_path, reader, story(reader))).dependencies}
    bowl = dependencies["bowl"]
    assert bowl.is_direct in (True, None)
    assert bowl.brought_in_by == ()
    if bowl.is_direct and "water" in dependencies and dependencies["water"].is_direct is not True:
        assert dependencies["water"].is_direct is False
        assert dependencies["water"].brought_in_by == (bowl.purl, dependencies["clay"].purl)


@READERS
def test_a_file_of_another_name_is_known_by_its_content(tmp_path: Path, reader: Reader) -> None:
    usual = Path(WRITERS[reader.id][0])
    path = tmp_path / f"renamed{usual.suffix}"
    path.write_text(story(reader), encoding="utf-8")
    assert read_dependencies(path).format == reader.id


@READERS
def test_half_a_file_is_one_clear_line_or_fewer_packages_never_a_crash(tmp_path: Path, reader: Reader) -> None:
    text = story(reader)
    for end in range(1, len(text), 7):
        path = write(tmp_path, reader, text[:end])
        try:
            read_dependencies(path)
        except Unparsable as error:
            assert str(path) in error.message  # noqa: PT017  (refusing is one of two right answers)
            assert "\n" not in error.message  # noqa: PT017


@READERS
def test_a_change_adds_what_was_not_there_and_nothing_else(reader: Reader) -> None:
    name, text = WRITERS[reader.id]
    after = Project((*STORY.direct, "glaze"), {**STORY.versions, "glaze": "9"}, STORY.asks)
    dependencies = added(text(STORY).encode(), text(after).encode(), name)
    assert [item.name for item in dependencies] == ["glaze"]
    assert added(text(after).encode(), text(STORY).encode(), name) == ()


@READERS
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_project_is_written_is_read_again(reader: Reader, data: st.DataObject) -> None:
    spelling = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True).filter(lambda name: name not in {"app", "null"})
    names = data.draw(st.lists(spelling, min_size=1, max_size=8, unique=True))
    some = st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)
    project = Project(data.draw(some), dict.fromkeys(names, "1.0"), {name: data.draw(some) for name in names})
    body = reader.read(Document(WRITERS[reader.id][0], WRITERS[reader.id][1](project)))
    expected = project.direct if reader.id in WISHES else names
    assert {item.name for item in body.dependencies} == set(expected)
    for item in body.dependencies:
        if item.is_direct and reader.id not in GRAPHLESS:
            assert item.name in project.direct


def shapes(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.sampled_from(KEYS) | st.text(string.printable.strip(), max_size=8)
    return st.lists(values, max_size=4) | st.dictionaries(keys, values, max_size=6)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["1.0", "bowl", "bowl@1.0", "git+https://x@h/y", "../up", "pkg:pypi/bowl@1", "==1", "npm:x@1"])
    | st.text(max_size=12)
)
TREES = st.dictionaries(st.sampled_from(KEYS), st.recursive(LEAVES, shapes, max_leaves=25), max_size=8)


def toml(tree: object) -> str:
    """Write a tree as TOML's inline values; null, which TOML lacks, as false."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(toml, tree)) + "]"
    return "false" if tree is None else json.dumps(tree, ensure_ascii=False).replace("\x7f", "\\u007f")


@READERS
@settings(max_examples=50, deadline=None)
@given(tree=TREES)
def test_any_shape_is_read_or_refused_with_our_own_error(reader: Reader, tree: dict[str, object]) -> None:
    start = {"lockfileVersion": "9.0", "spdxVersion": "SPDX-2.3"}
    as_toml = "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in tree.items())
    for text in (json.dumps({**start, **tree}), as_toml):
        try:
            contents = reader.read(Document("bowl.lock", text))
        except KnownHandsError:
            continue
        for item in contents.dependencies:
            assert item.purl or item.gap
            str(DependencyFile(reader.id, "bowl.lock", contents.dependencies, contents.gaps)).encode()


@READERS
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_with_our_own_error(reader: Reader, data: st.DataObject) -> None:
    text = story(reader)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    text = text[:start] + data.draw(st.text(max_size=20)) + text[end:]
    try:
        reader.read(Document("bowl.lock", text))
    except KnownHandsError as error:
        assert error.hint  # noqa: PT017  (refusing is one of two right answers)
