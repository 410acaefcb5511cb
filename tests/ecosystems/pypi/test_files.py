"""At most one wheel and one sdist, and always the same ones."""

import itertools

import pytest

from knownhands.documents.registry import ReleaseFile
from knownhands.ecosystems.pypi.files import choose

KINDS = {"whl": "bdist_wheel", "egg": "bdist_egg", "exe": "bdist_wininst"}


def file(filename: str, size: int | None = 1) -> ReleaseFile:
    kind = KINDS.get(filename.rpartition(".")[2], "sdist")
    return ReleaseFile("pypi", "pots", filename, version="1", kind=kind, size_bytes=size)


CHOICES = {
    "one that fits everywhere": ["pots-1-py3-none-any.whl", "pots-1-cp311-cp311-manylinux_2_17_x86_64.whl"],
    "one that fits 2 and 3": ["pots-1-py2.py3-none-any.whl", "pots-1-py2-none-any.whl"],
    "the oldest CPython that we mean": [
        "pots-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "pots-1-cp312-cp312-manylinux_2_17_x86_64.whl",
        "pots-1-cp310-cp310-manylinux_2_17_x86_64.whl",
    ],
    "the stable interface": ["pots-1-cp37-abi3-manylinux_2_28_x86_64.whl", "pots-1-cp311-cp311-win_amd64.whl"],
    "the newer build": ["pots-1-2-py3-none-any.whl", "pots-1-1-py3-none-any.whl", "pots-1-py3-none-any.whl"],
    "one with a name over one without": ["pots-1-cp39-cp39-win32.whl", "pots.whl"],
}


@pytest.mark.parametrize("names", CHOICES.values(), ids=CHOICES)
def test_an_installer_would_take(names) -> None:
    for order in itertools.permutations(names):
        assert [release_file.filename for release_file in choose(map(file, order))] == names[:1]


def test_where_none_fits_the_smallest_is_taken() -> None:
    files = [file("pots-1-cp39-cp39-win32.whl", None), file("pots-1-cp39-cp39-macosx_11_0_arm64.whl", 3)]
    files += [file("pots-1-cp39-cp39-win_amd64.whl", 2)]
    assert [release_file.size_bytes for release_file in choose(files)] == [2]


def test_a_wheel_stands_before_its_source_and_old_kinds_are_left_out() -> None:
    names = ["pots-1.zip", "pots-1.tar.gz", "pots-1-py3.egg", "pots-1.exe", "pots-1-py3-none-any.whl"]
    chosen = choose(map(file, names))
    assert [release_file.filename for release_file in chosen] == ["pots-1-py3-none-any.whl", "pots-1.tar.gz"]


def test_nothing_can_be_chosen_of_nothing() -> None:
    assert choose([]) == []
