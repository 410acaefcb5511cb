"""What else somebody may have meant to score, who scores a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knownhands.assess.change import History
    from knownhands.harvest.git.target import Target


def hints(history: History, revision: str, target: Target) -> list[str]:
    """Say what scores a change together with what it came in with, or without what another branch holds already.

    Args:
        history: whose change.
        revision: as it was named.
        target: what that is.
    """
    return [hint for hint in (_company(history, target), _other_branch(history, revision, target)) if hint]


def _company(history: History, target: Target) -> str:
    """Say that a commit of the default branch came in together with others, of which this score says nothing; "" where it did not."""
    row = history.connection.execute(
        "SELECT merge.sha, count(*) - 1 FROM commits AS own JOIN commits AS merge USING (position) JOIN commits AS other USING (position) "
        "WHERE own.sha = $head AND own.sha <> merge.sha AND merge.is_mainline AND other.parents < 2 GROUP BY merge.sha",
        {"head": target.head},
    ).fetchone()
    if row is None or not row[1] or len(target.shas) > 1:
        return ""
    others = "1 other commit" if row[1] == 1 else f"{row[1]:,} other commits"
    return f"It came in with {others}; `knownhands score change {row[0][:12]}` scores them together."


def _other_branch(history: History, revision: str, target: Target) -> str:
    """Say that another branch than the default one holds some of the commits already, as of a change that is meant for that one."""
    if len(target.shas) < 2 or ".." in revision:  # noqa: PLR2004 - of one commit nothing can be held in part
        return ""
    if history.connection.execute("SELECT 1 FROM commits WHERE sha = $head", {"head": target.head}).fetchone():
        return ""
    held = history.repository.refs("refs/heads", "refs/remotes", containing=target.shas[-1], lacking=target.head)
    if not held:
        return ""
    name = held[0][0].removeprefix("refs/heads/").removeprefix("refs/remotes/")
    return f"{name} holds some of its {len(target.shas)} commits; `knownhands score change {name}..{revision}` scores what is beyond it."
