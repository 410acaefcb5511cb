"""Collect what is met while an archive is read, within the limits that hold for all of it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.archive.contents import Member, Problem
from knownhands.harvest.archive.names import leads_outside, oddities, place_of, shown

if TYPE_CHECKING:
    from knownhands.harvest.archive.contents import Kind, Limits

# Behind each of these something was left unread.
_UNREAD = frozenset(
    {
        "too-many-members",
        "member-too-large",
        "too-large",
        "ratio",
        "truncated",
        "corrupt",
        "encrypted",
        "unsupported",
        "unreadable",
    }
)
_LONGEST_NAME = 4096  # bytes, PATH_MAX on Linux: nobody can extract a longer one


class StoppedError(Exception):
    """One stream or archive cannot be read on from here; its reader makes a problem of it.

    Args:
        problem: the id of that problem.
        detail: one sentence.
    """

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail


@dataclass(slots=True)
class Tally:
    """Members, problems and bytes so far.

    Attributes:
        limits: for the outermost archive and all inside it together.
        prefix: of every path: empty, or the archive inside that is being read and `!/`.
        is_complete: nothing of the outermost archive was left unread.
        is_spent: no more bytes may be unpacked.
    """

    limits: Limits
    members: list[Member] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    prefix: str = ""
    is_complete: bool = True
    is_spent: bool = False
    _bytes: int = 0
    _paths: dict[str, Kind] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    def enter(self, path: str) -> None:
        """Begin with an archive inside; its names are its own."""
        self.prefix = f"{path}!/"
        self._paths.clear()
        self._folded.clear()

    def report(self, problem: str, path: str, detail: str) -> None:
        """Keep a problem of the member at a path, or of the whole archive where the path is empty."""
        where = self.prefix + path if path else self.prefix.removesuffix("!/")
        self.problems.append(Problem(problem, where, detail))
        # An installer does not look into archives inside; that their own bytes are whole is enough.
        if problem in _UNREAD and not self.prefix:
            self.is_complete = False

    def spend(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            StoppedError: there were too many.
        """
        self._bytes += count
        if self._bytes > self.limits.total_bytes:
            self.is_spent = True
            raise StoppedError("too-large", f"It unpacks to more than {self.limits.total_bytes:,} bytes.")

    def name(self, raw: str) -> str:
        """Check a member's name, report what is odd and return the path to keep it under.

        Args:
            raw: undecodable bytes as surrogate escapes.

        Raises:
            StoppedError: there were too many members.
        """
        if len(self.members) >= self.limits.members:
            raise StoppedError("too-many-members", f"There are more than {self.limits.members:,} members.")
        path = shown(raw[:_LONGEST_NAME])
        if len(raw) > _LONGEST_NAME:
            self.report("unsupported", path, f"Its name is {len(raw):,} characters long.")
        for problem, detail in oddities(raw[:_LONGEST_NAME]):
            self.report(problem, path, detail)
        return path

    def add(self, member: Member) -> None:
        """Keep a member, whose path comes from `name`, and say so when its place was taken."""
        self.members.append(
            Member(self.prefix + member.path, member.size, member.body, member.mode, member.kind)
            if self.prefix
            else member
        )
        place, folded = place_of(member.path)
        first = self._folded.setdefault(folded, place)
        taken = self._paths.get(place)
        if first != place and not taken:
            self.report("case-folded-name", member.path, f"Where case is ignored it overwrites {first!a}.")
        elif taken and (taken, member.kind) != ("folder", "folder"):
            self.report("duplicate-name", member.path, "A member before it has the same name; the last one stays.")
        self._paths[place] = member.kind

    def link(self, member: Member, target: str, start: str) -> None:
        """Keep a link, and say where it leads.

        Args:
            member: the link.
            target: what it says, undecodable bytes as surrogate escapes.
            start: the folder that a relative target is counted from.
        """
        self.add(member)
        target = target[:_LONGEST_NAME]
        self.report("link", member.path, f"It is a link to {shown(target)!a}.")
        if leads_outside(posixpath.join(start, target)):
            self.report("link-outside", member.path, f"It is a link to {shown(target)!a}.")

    def device(self, member: Member) -> None:
        """Keep a device, pipe or socket."""
        self.add(member)
        self.report("device", member.path, "It is a device, pipe or socket.")
