"""Choose the branch whose history is read, by nothing that somebody who may push can bend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.git.process import Repository

_ORIGIN = "refs/remotes/origin/HEAD"
_MAIN = ("main", "master", "trunk")
_USUAL = (*_MAIN, "develop")
_PLACES = ("refs/remotes/origin/", "refs/heads/")
_PREFIXES = ("refs/heads/", "refs/remotes/")


@dataclass(frozen=True, slots=True)
class Branch:
    """The default branch of a repository.

    Attributes:
        ref: its full name; "HEAD" is a commit that is checked out without a branch, and "" none at all.
        head: its newest commit; None when there is no commit yet.
        is_guessed: no more than its name speaks for it.
    """

    ref: str = ""
    head: str | None = None
    is_guessed: bool = False

    @property
    def name(self) -> str:
        """Return what git calls it in short, such as `origin/main`."""
        return next((self.ref.removeprefix(start) for start in _PREFIXES if self.ref.startswith(start)), self.ref)


def choose_branch(repository: Repository, *, is_bare: bool) -> Branch:
    """Choose the default branch (docs/adr/0012).

    A **symbolic** ref is set by whoever made this clone and never by a push or fetch, which write plain refs only. So
    those count, and of a plain `refs/remotes/origin/HEAD`, which any mirror of a repository may hold, nothing is believed.
    What a branch is called, which one is ahead, and which one contains the others counts only where nothing else does: a
    branch of any name and with any history can be pushed.

    1. In a bare repository the branch that HEAD names: that is what HEAD means there.
    2. The branch of the origin that `refs/remotes/origin/HEAD` names; the branch that is checked out may be the change.
    3. What is checked out.
    4. Where that is no commit yet: the first usual name.
    """
    candidates = list(_candidates(repository, is_bare=is_bare))
    for peeled in ("^{commit}", ""):  # a branch that cannot be read is better than none
        for ref in candidates:
            head = repository.resolve(ref + peeled)
            if head:
                return Branch(ref, head)
    for ref in (place + name for place in _PLACES for name in _USUAL):
        head = repository.resolve(f"{ref}^{{commit}}")
        if head:
            return Branch(ref, head, is_guessed=True)
    return Branch()


def remarks(repository: Repository) -> list[str]:
    """Return what a person should know of the choice where another one was at hand."""
    branch, lines = repository.branch, []
    if branch.is_guessed:
        lines.append(f"HEAD names no commit here, so {branch.name} is taken for the default branch.")
    named = dict(repository.refs(_ORIGIN, *(place + name for place in _PLACES for name in _MAIN)))
    if named.pop(_ORIGIN, branch.head) != branch.head and repository.target_of(_ORIGIN) is None:
        lines.append(
            f"{_ORIGIN} was passed over: it is a plain ref, which anybody who may push can set. "
            f"The default branch is taken to be {branch.name}."
        )
    place = next((place for place in _PLACES if branch.ref.startswith(place)), None)
    for ref, sha in named.items():
        ahead = _count_ahead(repository, branch, sha) if place and ref.startswith(place) else 0
        if ahead:
            lines.append(
                f"{Branch(ref).name} holds {ahead:,} more than {branch.name}, which is the default branch here. "
                "If the project has moved on to it: git remote set-head origin --auto, or a fresh clone."
            )
    return lines


def _candidates(repository: Repository, *, is_bare: bool) -> Iterator[str]:
    checked_out = repository.target_of("HEAD")
    if is_bare and checked_out:
        yield checked_out
    of_origin = repository.target_of(_ORIGIN)
    if of_origin and of_origin.startswith("refs/remotes/"):
        yield of_origin
    yield checked_out or "HEAD"


def _count_ahead(repository: Repository, branch: Branch, sha: str) -> int:
    """Count the commits that another branch has beyond all of the default one; 0 where they have parted."""
    if sha == branch.head:
        return 0
    done = repository.try_run("rev-list", "--left-right", "--count", f"{branch.head}...{sha}", "--")
    behind, _, ahead = done.stdout.partition(b"\t")
    return int(ahead) if behind == b"0" else 0
