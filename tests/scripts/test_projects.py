"""What the packages of a clone would hold, if they were built."""

import json

import pytest

from gitstory import Story
from knownhands.harvest.git.process import open_repository

SETUP = "from setuptools import setup\nsetup(name='pots')\n"
CODE = "def fire():\n    return 1\n"
BASE = {"setup.py": SETUP, "pots/__init__.py": CODE, "pots/clay/__init__.py": CODE}


@pytest.fixture
def built(script, story: Story):
    """What commits files and returns, for each archive, its form, name and the paths in it."""
    projects = script("_projects").projects

    def now(files) -> list[tuple[str, str, set[str]]]:
        story.commit(files, "Start")
        made = projects(open_repository(story.path, "pottery"), story.head)
        return [
            (archive.form, archive.name, {archive.inner_path(member.path) for member in archive.members})
            for archive in made
        ]

    return now


def test_an_sdist_holds_the_packages_and_what_is_always_there_and_no_tests(built):
    aside = {"tests/__init__.py": CODE, "docs/conf.py": CODE, "pots/glaze.json": "{}", ".github/w.py": CODE}
    assert built(BASE | aside | {"README.md": "x", "LICENSE": "x", "kiln.py": CODE, "test_kiln.py": CODE}) == [
        ("sdist", "project", {*BASE, "README.md", "LICENSE", "kiln.py"})
    ]


@pytest.mark.parametrize(
    ("line", "added", "gone"),
    [
        ("include docs/*.txt", {"docs/a.txt"}, set()),
        ("include *.txt", {"b.txt"}, set()),
        ("recursive-include docs *.txt", {"docs/a.txt", "docs/in/c.txt"}, set()),
        ("global-include \\\n *.txt", {"b.txt", "docs/a.txt", "docs/in/c.txt"}, set()),
        ("graft tests", {"tests/a.py"}, set()),
        ("graft docs\nprune docs/in", {"docs/a.txt"}, set()),
        ("prune pots/clay", set(), {"pots/clay/__init__.py"}),
        ("exclude pots/__init__.py", set(), {"pots/__init__.py"}),
        ("recursive-exclude pots *.py", set(), {"pots/__init__.py", "pots/clay/__init__.py"}),
        ("global-exclude __init__.py\n# graft docs\ninclude", set(), {"pots/__init__.py", "pots/clay/__init__.py"}),
    ],
)
def test_manifest_in_adds_and_takes_away(built, line, added, gone):
    others = {"docs/a.txt": "x", "docs/in/c.txt": "x", "b.txt": "x", "tests/a.py": CODE, "kiln.py": CODE}
    ((_, _, paths),) = built(BASE | others | {"MANIFEST.in": f"{line}\n"})
    assert paths == (set(BASE) | {"kiln.py", "MANIFEST.in"} | added) - gone


def test_packages_below_src_are_found_and_a_tree_without_code_or_declaration_is_no_project(built):
    toml = "[build-system]\nrequires = []\n[project]\nname = 'pots'\n"
    files = {
        "a/pyproject.toml": toml, "a/src/pots/__init__.py": CODE, "a/src/kiln.py": CODE,
        "b/pyproject.toml": "[tool.ruff]\n", "b/b.py": CODE,
        "c/setup.py": SETUP,
        "tests/d/setup.py": SETUP, "tests/d/d.py": CODE,
        "e/pyproject.toml": "tool = 3\n[build-system]\n", "e/e.py": CODE,
        "f/pyproject.toml": "a." * 100_000 + "b = 1\n", "f/f.py": CODE,
    }  # fmt: skip
    assert built(files) == [("sdist", "a", {"pyproject.toml", "src/pots/__init__.py", "src/kiln.py"})]


def test_each_project_of_a_clone_is_built_by_itself(built):
    node = {"js/package.json": '{"name": "pots"}', "js/index.js": "1\n"}
    made = built({**{f"py/{path}": body for path, body in BASE.items()}, **node})
    assert made == [("npm", "js", {"package.json", "index.js"}), ("sdist", "py", set(BASE))]


def npm(**manifest: object) -> dict[str, str]:
    files = (
        "index.js",
        "lib/a.js",
        "lib/a.map",
        ".hidden.js",
        "test/b.js",
        "cli.js",
        "node_modules/c/c.js",
        "README.md",
    )
    return {"package.json": json.dumps({"name": "pots", **manifest}), **dict.fromkeys(files, "1\n")}


ALL = {"package.json", "README.md", "index.js", "lib/a.js", "lib/a.map", ".hidden.js", "test/b.js", "cli.js"}


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        (npm(), ALL),
        (npm(files=["./lib"]), {"package.json", "README.md", "lib/a.js", "lib/a.map"}),
        (npm(files=["lib", "!lib/*.map"]), {"package.json", "README.md", "lib/a.js"}),
        (npm(files=[".hidden.js"], main="./index.js"), {"package.json", "README.md", ".hidden.js", "index.js"}),
        (npm(files=[], bin={"pots": "./cli.js"}), {"package.json", "README.md", "cli.js"}),
        (npm(files=["dist"]), ALL),
        (npm() | {".npmignore": "test\n*.map\n", ".gitignore": "lib\n"}, (ALL | {".npmignore"}) - {"test/b.js", "lib/a.map"}),
        (npm() | {".gitignore": "# all\n\ntest/\n"}, ALL - {"test/b.js"}),
    ],
    ids=["all", "files", "not all", "main", "bin", "what is built", "npmignore", "gitignore"],
)  # fmt: skip
def test_npm_packs_what_its_manifest_says(built, files, paths):
    assert built(files) == [("npm", "project", paths)]


@pytest.mark.parametrize(
    "manifest", ['{"name": "pots", "private": true}', "{}", "[1]", "{", '{"name": 1}', "[" * 99_999]
)
def test_what_npm_would_not_publish_is_not_packed(built, manifest):
    assert built({"package.json": manifest, "index.js": "1\n"}) == []
