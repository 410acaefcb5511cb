"""What a change brings in by files that no lock reader knows."""

import pytest

from knownhands.harvest.dependencies.brought_in import asks_for_packages, brought_in, other_indexes
from knownhands.harvest.dependencies.includes import included

WAYS = {
    "npm, exact": ("package.json", b'{"dependencies": {"cup": "1.0.0"}}', "pkg:npm/cup@1.0.0", ""),
    "npm, a range": ("package.json", b'{"dependencies": {"cup": "^1.0.0"}}', "pkg:npm/cup", "unpinned: ^1.0.0"),
    "npm, an alias": ("package.json", b'{"dependencies": {"pot": "npm:cup@1.0.0"}}', "pkg:npm/cup@1.0.0", ""),
    "npm, an override": ("package.json", b'{"overrides": {"cup": "1.0.0"}}', "pkg:npm/cup@1.0.0", ""),
    "npm, a repository": ("package.json", b'{"dependencies": {"cup": "kiln/cup"}}', "pkg:npm/cup", "vcs: github:kiln/cup"),
    "setup.py": ("setup.py", b"setup(install_requires=['cup==1.0'])", "pkg:pypi/cup@1.0", ""),
    "Pipfile": ("Pipfile", b"[packages]\ncup = '==1.0'\n", "pkg:pypi/cup@1.0", ""),
    "a folder of lists": ("requirements/base.txt", b"cup==1.0\n", "pkg:pypi/cup@1.0", ""),
    "an included file": ("more/base.txt", b"cup==1.0\n", "pkg:pypi/cup@1.0", ""),
}  # fmt: skip


@pytest.mark.parametrize(("path", "after", "purl", "gap"), WAYS.values(), ids=WAYS)
def test_a_package_is_named(path, after, purl, gap):
    (dependency,) = brought_in(b"", after, path, path)
    assert (dependency.purl, dependency.gap) == (purl, gap)
    assert brought_in(after, after, path, path) == ()


def test_a_range_that_moves_brings_nothing_in_and_another_version_does():
    old, near, new = (b'{"dependencies": {"cup": "%s"}}' % text for text in (b"^1.0.0", b"^1.1.0", b"2.0.0"))
    assert brought_in(old, near, "package.json", "package.json") == ()
    assert [d.version for d in brought_in(old, new, "package.json", "package.json")] == ["2.0.0"]


def test_a_file_that_becomes_one_brings_in_all_of_it():
    assert len(brought_in(b"cup==1\n", b"cup==1\n", "notes.txt", "requirements.txt")) == 1
    assert brought_in(b"cup==1\n", b"cup==1\n", "requirements-dev.txt", "requirements.txt") == ()


def test_what_other_registries_serve_is_not_asked():
    assert [asks_for_packages(path) for path in ("package.json", ".npmrc", "go.mod", "notes.txt")] == [
        True,
        True,
        False,
        False,
    ]
    (index,) = other_indexes(b"", b"registry=https://kiln.example/\n", ".npmrc", ".npmrc")
    assert index.address == "https://kiln.example/"


def test_includes_stay_in_the_project():
    body = b"-r a.txt\n  --requirement=b/c.txt # more\n-c ../../out.txt\n-r https://kiln.example/a.txt\n-r../d.txt\n"
    assert included(body, "lists/requirements.txt") == {"lists/a.txt", "lists/b/c.txt", "d.txt"}
