"""Find the policy that a score has to pass, and let what was said for one call win over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.arguments import path, whole
from knownhands.checks.assemble import checks_of
from knownhands.errors import UsageError
from knownhands.kinds._find import kinds
from knownhands.scoring.policy import LOCK, NAME, Policy, read_budget, read_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from knownhands.declarations import Kind
    from knownhands.harvest.git.process import Repository

_MOST_BYTES = 1_000_000
_INSTEAD = "name it with --policy to use it."


@dataclass(frozen=True, slots=True)
class Bar:
    """What a score has to pass.

    Attributes:
        file: a policy; None for the knownhands.toml that is found: of a repository's default branch for a change, else
            in the current folder, or above it in the same repository.
        fail_below: a lower trust fails; wins over the policy.
        budget: share of ordinary subjects that may be called `review` or worse, such as "1%" or 0.01; likewise.
    """

    file: str | Path | None = None
    fail_below: int | None = None
    budget: str | float | None = None

    def __post_init__(self) -> None:
        """Refuse what can be no bar.

        Raises:
            UsageError: it is none.
        """
        if self.file is not None:
            path("file", self.file)
        if self.fail_below is not None:
            whole("fail_below", self.fail_below, 0, 100)
        if self.budget is not None:
            read_budget(self.budget)

    def policy(self, kind: Kind, today: date, repository: Repository | None, say: Callable[[str], None]) -> Policy:
        """Read the policy for one kind of subject.

        Args:
            kind: what is to be scored.
            today: entries that ended before are an error.
            repository: where a change is; its own checkout is not believed, for it may be the change that is scored.
            say: called with what a person should know.

        Raises:
            UsageError: it cannot be read or makes no sense.
        """
        file = (
            _named(path("file", self.file))
            if self.file
            else _committed(repository, say)
            if repository
            else _nearby(say)
        )
        policy = read_policy(*file, kind, today, _tables()) if file else Policy()
        if self.fail_below is not None:
            policy = replace(policy, fail_below=self.fail_below, fail_below_source="the command line")
        return policy if self.budget is None else replace(policy, budget=read_budget(self.budget))


def _tables() -> dict[str, set[str]]:
    """Return table of a policy → the checks that it may name."""
    tables: dict[str, set[str]] = {}
    for kind in kinds().values():
        tables.setdefault(kind.policy, {LOCK}).update(check.id for check in checks_of(kind))
    return tables


def _named(file: Path) -> tuple[str, str]:
    try:
        return file.read_text("utf-8-sig"), str(file)
    except (OSError, UnicodeDecodeError) as cause:
        raise UsageError(f"The policy {file} cannot be read: {cause}.", "See docs/how-to.md for an example.") from cause


def _committed(repository: Repository, say: Callable[[str], None]) -> tuple[str, str] | None:
    """Return the policy of the default branch: a change does not set its own bar.

    Raises:
        UsageError: it is there and cannot be read, or is too large for a policy.
    """
    from knownhands.harvest.git.objects import read_files

    if repository.head is None:
        return None
    if _is_somewhere(repository):
        say(
            "No default branch is known here (git remote set-head origin --auto), so no policy of the repository's sets a bar."
        )
        return None
    if not repository.try_run("ls-tree", "--name-only", repository.head, "--", NAME).stdout.strip():
        if lying := _checked_out(repository):
            branch = repository.default_branch()
            say(f"{lying[0]} was not used: it is not on {branch}, and a change must not set its own bar; {_INSTEAD}")
        return None
    body = read_files(repository, [(repository.head, NAME)], _MOST_BYTES)[0]
    if body is None:
        raise UsageError(
            f"{NAME} of the default branch cannot be read, or is larger than {_MOST_BYTES // 1_000_000} MB.",
            "Name a policy with --policy.",
        )
    text = body.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    lying = _checked_out(repository)
    if lying and lying[1] != text:
        say(f"{lying[0]} differs from that of {repository.default_branch()}, which sets the bar; {_INSTEAD}")
    return text, f"{NAME} of the default branch"


def _checked_out(repository: Repository) -> tuple[Path, str] | None:
    """Return place and text of the policy that lies in the folder in which a repository, or a worktree of it, is checked out."""
    link = repository.git_dir / "gitdir"  # a linked worktree's, which says where that is
    dot_git = repository.git_dir / link.read_text("utf-8", "replace").strip() if link.is_file() else repository.git_dir
    file = dot_git.parent / NAME
    if dot_git.name != ".git" or not file.is_file():
        return None
    try:
        with file.open("rb") as opened:
            return file, opened.read(_MOST_BYTES).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return file, ""  # it is there, and that nobody may read it changes nothing: it does not count


def _is_somewhere(repository: Repository) -> bool:
    """Whether a commit is checked out that no branch names, as where CI tests a pull request, and no default branch is known."""
    return repository.branch.ref == "HEAD" or repository.branch.is_guessed


def _nearby(say: Callable[[str], None]) -> tuple[str, str] | None:
    """Return the policy of the current folder, or of one above it in the same repository, which is then named."""
    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    for folder in (here, *here.parents):
        if (folder / NAME).is_file():
            if folder != here:
                say(f"The bar is set by {folder / NAME}.")
            return _named(folder / NAME)
        if folder == top:
            return None
    return None
