"""Where hooks of pre-commit and lefthook are taken from: owners that are new, and branches where fixed versions were."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.settings import read_settings
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_OWNER = re.compile(r"^(?:[a-z+]+://)?(?:[^\s/@]{1,80}@)?([\w.-]+)[:/]+(?:~?([\w.-]+)(?=/))?", re.IGNORECASE)
_USUAL = frozenset(
    {
        "pre-commit", "psf", "pycqa", "astral-sh", "asottile", "codespell-project", "python-jsonschema", "adamchainz", "igorshubovych",
        "crate-ci", "adrienverge", "koalaman", "gitleaks", "rbubley", "google", "zizmorcore", "rhysd", "commitizen-tools", "python-poetry",
        "streetsidesoftware", "doublify", "dnephin", "shellcheck-py", "scop", "abravalheri", "tox-dev", "sphinx-contrib", "biomejs",
        "compilerla", "lovesegfault", "cheshirekow", "fortran-lang", "lorenzwalthert", "nbqa-dev", "hadolint", "jumanjihouse",
    }
)  # fmt: skip
"""Owners of hooks that very many projects use; chosen by eye."""
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_VERSION = re.compile(r"\d")
_BRANCH = re.compile(
    r"(?:refs/heads/)?(?:main|master|head|trunk|develop|dev|latest|stable|release|next|edge|nightly)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Source:
    line: int
    owner: str
    version: str
    version_line: int
    address: str


def _compare(notes: Notes, file: Changed, _: Lines) -> None:
    before, after = _sources(file.path, file.old), _sources(file.path, file.new)
    owners = {source.owner for source in before}
    versions = {source.address: source.version for source in before}
    for source in after:
        if source.owner not in owners and source.owner.rpartition("/")[2] not in _USUAL:
            notes.add(source.line, "hook_from_elsewhere", "import", Ends(source.owner, target=source.address))
        old = versions.get(source.address, "")
        if source.version != old and (_loosens(old, source.version) if old else _BRANCH.fullmatch(source.version)):
            target = f"{old} to {source.version}" if old else source.version
            notes.add(source.version_line, "hook_unpinned", "import", Ends(source.owner, target=target))


def _sources(path: str, body: bytes | None) -> list[_Source]:
    """Return the repositories that hooks come from, and the packages that hooks install from an address."""
    settings = read_settings(path, body or b"")
    sources = []
    for table in (*settings["repos"], *settings["remotes"], settings["remote"]):
        address = table["repo"] or table["git_url"]
        version = table["rev"] or table["ref"]
        if address.text and address.text not in {"local", "meta", "builtin"}:
            sources.append(_Source(address.line, _owner(address.text), version.text, version.line, address.text))
        for hook in table["hooks"]:
            sources += [
                _Source(package.line, _owner(package.text), "", package.line, package.text)
                for package in hook["additional_dependencies"]
                if "://" in package.text
            ]
    return sources


def _owner(address: str) -> str:
    """Return the host and the owner that an address names."""
    parts = _OWNER.match(address.partition("@ ")[2].strip() or address.rpartition(" ")[2].removeprefix("git+"))
    return "/".join(part.lower() for part in parts.groups() if part) if parts else address


def _loosens(old: str, new: str) -> bool:
    """Whether a version that stood still now moves: a commit gave way to a name, or a release to a branch."""
    if _COMMIT.fullmatch(new):
        return False
    return bool(_COMMIT.fullmatch(old) and not _VERSION.search(new)) or (
        bool(_VERSION.search(old)) and (bool(_BRANCH.fullmatch(new)) or not _VERSION.search(new))
    )


COMPARER = Comparer(
    id="hooks",
    paths=re.compile(r"(?:^|/)(?:\.pre-commit-config\.ya?ml|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json))$"),
    compare=_compare,
)
