"""Write many commits into a repository at once, without a checkout: nothing of what is there moves but one reference of their own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REF = "refs/tried/newest"
"""What names the newest of them, so that nothing takes them for a branch."""
Person = tuple[str, str]
"""Name and address."""


@dataclass
class Commits:
    """Commits in the making; each is known by its mark until all are written.

    Attributes:
        git_dir: where they go.
        at: seconds since 1970 of the first one, unless it says another.
    """

    git_dir: Path
    at: int
    _stream: list[bytes] = field(default_factory=list)
    _count: int = 0

    def add(
        self, parent: str, files: Mapping[str, str | bytes], message: str, by: Person, *, at: int | None = None
    ) -> str:
        """Add a commit and return its mark.

        Args:
            parent: a commit or a mark.
            files: path → what it becomes.
            message: of the commit.
            by: author and committer.
            at: seconds since 1970; those of all unless given.
        """
        self._count += 1
        mark = f":{self._count}"
        who = f"{by[0]} <{by[1]}> {self.at if at is None else at} +0000"
        self._stream += [
            f"commit {REF}\nmark {mark}\nauthor {who}\ncommitter {who}\n".encode(),
            _data(message),
            f"from {parent}\n".encode(),
            *(b"M 100644 inline " + os.fsencode(path) + b"\n" + _data(body) for path, body in files.items()),
        ]
        return mark

    def write(self) -> dict[str, str]:
        """Write all commits and return mark → the commit's name."""
        marks = (f"get-mark :{number}\n".encode() for number in range(1, self._count + 1))
        done = subprocess.run(
            ["git", "-C", str(self.git_dir), "fast-import", "--quiet", "--force"],
            input=b"".join([*self._stream, *marks]),
            capture_output=True,
            check=True,
        )
        return {f":{number}": sha for number, sha in enumerate(done.stdout.decode().split(), start=1)}


def _data(content: str | bytes) -> bytes:
    body = content.encode() if isinstance(content, str) else content
    return b"data %d\n%s\n" % (len(body), body)
