from pathlib import Path

from gitstory import Story
from knownhands.features.assemble import find_evidence
from knownhands.store.history_subjects import CHANGE_ID
from measured import Measure, harvested, measure_revision

KINDS = (
    "ci_files", "build_files", "install_hooks", "lock_files", "manifest_files", "submodules", "test_binaries",
    "security_files", "agent_files", "governance_files", "executables",
)  # fmt: skip


PLACES: dict[str, set[str]] = {
    ".github/workflows/ci.yml": {"ci_files"},
    "docs/workflows/ci.md": set(),
    "m4/build-to-host.m4": {"build_files"},
    "Makefile.am": {"build_files"},
    "src/make_file.py": set(),
    "setup.py": {"install_hooks", "manifest_files"},
    "src/setup.pyx": set(),
    "web/yarn.lock": {"lock_files"},
    "web/yarn.py": set(),
    "tests/files/bad-3-corrupt_lzma2.xz": {"test_binaries"},
    "src/corpus.xz": set(),
    "src/login_form.c": {"security_files"},
    "src/catalogue.c": set(),
    "src/auth/check.c": {"security_files"},
    "src/author.c": set(),
    "src/authorize.c": {"security_files"},
    "src/authority.c": set(),
    "CLAUDE.md": {"agent_files"},
    "docs/claude.rst": set(),
    ".vscode/tasks.json": {"agent_files"},
    ".gitattributes": {"governance_files"},
    "src/gitignore.c": set(),
}
"""A bad example of each and its innocent twin."""


def test_a_place_is_told_from_its_innocent_twin(story: Story, measure: Measure) -> None:
    commits = {story.commit({path: "1\n"}): path for path in PLACES}
    measured = measure()
    assert {path: {name for name in KINDS if measured[sha][name]} for sha, path in commits.items()} == PLACES


def test_a_lock_file_without_its_manifest_is_noticed(story: Story, measure: Measure) -> None:
    alone = story.commit({"package-lock.json": "1\n"})
    both = story.commit({"package-lock.json": "2\n", "package.json": "1\n"})
    measured = measure()
    assert [measured[sha]["is_lock_without_manifest"] for sha in (alone, both)] == [1, 0]


def test_what_becomes_executable_or_a_link_is_counted_and_what_was_so_is_not(story: Story, measure: Measure) -> None:
    becomes = story.commit({"run": ("100755", "1\n"), "link": ("120000", "run"), "plain": "1\n"})
    stays = story.commit({"run": ("100755", "2\n"), "vendor": ("160000", becomes)})
    measured = measure()
    assert [measured[sha]["executables"] for sha in (becomes, stays)] == [2, 0]
    assert measured[stays]["submodules"] == 1


def test_the_evidence_of_what_ci_runs_is_what_was_counted(story: Story, tmp_path: Path) -> None:
    story.commit({".github/dependabot.yml": "1\n", ".travis.yml": "1\n", "azure-pipelines.yml": "1\n"})
    with harvested(story.path, tmp_path / "store") as (connection, repository):
        assert measure_revision(connection, repository, "HEAD")["ci_files"] == 2
        places = find_evidence(connection, "change", {"ci_files": [CHANGE_ID]})[CHANGE_ID, "ci_files"]
    assert [place.ref for place in places] == [".travis.yml", "azure-pipelines.yml"]
