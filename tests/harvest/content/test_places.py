"""What kind of place a file is in."""

from __future__ import annotations

import pytest

from knownhands.capabilities.capability import TRIGGERS
from knownhands.harvest.content.places import PLACES, place_named, place_of

WHERE = {
    "editor": (".claude/settings.json", "sub/.vscode/tasks.json", "AGENTS.md", ".cursorrules", ".devcontainer/devcontainer.json", ".envrc"),
    "hook": (".husky/pre-commit", ".pre-commit-config.yaml", "hooks/pre-push", "lefthook.yml"),
    "ci": (".github/workflows/ci.yml", ".gitlab-ci.yml", "action.yml", "Jenkinsfile", ".circleci/config.yml", "azure-pipelines.yml"),
    "install": ("setup.py", "scripts/postinstall.js", "debian/rules", "binding.gyp", ".npmrc"),
    "start": ("sitecustomize.py", "kiln.pth"),
    "git": (".gitattributes", ".gitmodules"),
    "policy": (".github/CODEOWNERS", "SECURITY.md", ".github/dependabot.yml"),
    "build": ("Makefile", "Makefile.am.in", "GNUmakefile", "Makefile.cross", "Dockerfile.dev", "configure.ac", "m4/kiln.m4", "CMakeLists.txt", "Dockerfile", "build.rs", "vite.config.ts", "conanfile.cmake"),
    "lock": ("package-lock.json", "sub/yarn.lock", "uv.lock", "go.sum"),
    "manifest": ("package.json", "pyproject.toml", "requirements-dev.txt", "Cargo.toml"),
    "test": ("tests/kiln.py", "src/kiln.test.js", "kiln_test.go", "conftest.py", "tests/data/a.xz"),
    "docs": ("docs/kiln.py", "README.md", "examples/kiln.js", "CHANGELOG"),
    "program": ("src/kiln.py", "src/makefile.py", "pots/dockerfile.go", "lib/makefile_reader.rb", "kiln.C", "bin/kiln", "scripts/kiln", "index.html"),
    "data": ("kiln.png", "kiln.json", "glaze"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "path"), [(place, path) for place, paths in WHERE.items() for path in paths])
def test_a_file_is_in_one_kind_of_place(place, path):
    assert place_of(path).id == place


def test_every_place_has_an_example_and_a_trigger_that_is_known():
    assert {place.id for place in PLACES} == WHERE.keys()
    assert {place.trigger for place in PLACES} <= {*TRIGGERS, ""}
    assert all(place_named(place.id) is place for place in PLACES)


def test_how_near_a_line_is_to_being_run():
    assert [place_of(path).group for path in (".envrc", "kiln.py", "package.json", "docs/kiln.py")] == [
        "by_itself", "program", "program", "elsewhere"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["a" * 100_000, "/" * 100_000, "." * 100_000, "a/" * 50_000 + "x", ".claude" * 20_000, "\n.py"]
)
def test_a_path_may_be_anything(path):
    assert place_of(path) in PLACES


TESTS = (
    "test cases/common/1 trivial/main.c", "manual tests/1 wrap/main.c", "unittests/a.py", "testsuite/a.exp", "regress/a.sh",
    "reg-tests/cache/a.vtc", "src/_tests/a.py", "IntegrationTests/a.sh", "tst/a.c", "t/00-basic.t", "lib/a.t", "tests_a.py",
    "dev-packages/browser-integration-tests/a.ts", "src/TrimTest.java", "test_suite/a.rs", "fixture/a.bin",
)  # fmt: skip
OTHERS = (
    "latest/a.c",
    "contest/a.py",
    "attestation/a.go",
    "pytest_kiln/a.py",
    "kiln-test/a.rs",
    "testament/a.py",
    "greatest.c",
)


@pytest.mark.parametrize("path", TESTS)
def test_a_test_is_known_by_a_word_of_its_path(path):
    assert place_of(path).id == "test"


@pytest.mark.parametrize("path", OTHERS)
def test_a_word_that_only_holds_test_is_none(path):
    assert place_of(path).id == "program"


@pytest.mark.parametrize("path", ["test cases/meson.build", "tests/Makefile", ".github/workflows/test cases.yml"])
def test_what_runs_by_itself_does_so_among_tests_too(path):
    assert place_of(path).runs_by_itself


@pytest.mark.parametrize("part", ["test ", "-tests-", "/", "a", "t/", ".", "_test"])
def test_a_very_long_path_is_looked_at_in_one_go(part):
    assert place_of((part * 100_000)[:100_000] + "!")
