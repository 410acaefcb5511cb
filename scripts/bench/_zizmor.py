"""What zizmor says of the workflows that a change touches: how much more it has to complain of afterwards."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from knownhands.harvest.content.changed import read_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knownhands.harvest.git.process import Repository

_WORKFLOW = re.compile(r"(?:^|/)\.github/workflows/[^/]+\.ya?ml$")
_WEIGHTS = {"High": 10_000, "Medium": 100}  # so that one of the worse kind counts more than all of the others
_LONGEST = 60  # seconds of one file


def complaints(zizmor: str, repository: Repository, ends: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield for each change, a commit or `HEAD BASE`, what zizmor newly complains of, the worst weighing most.

    Args:
        zizmor: the program; it is given workflows on its standard input and asks nobody.
        repository: where the changes are.
        ends: the changes.
    """
    for end, files in read_changed(repository, ends):
        touched = [file for file in files or () if _WORKFLOW.search(file.path)]
        yield end, sum(_more(_found(zizmor, file.old or b""), _found(zizmor, file.new or b"")) for file in touched)


def _more(before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]) -> float:
    return sum(_WEIGHTS.get(severity, 1) * count for (_, severity), count in (after - before).items())


@lru_cache(maxsize=10_000)
def _found(zizmor: str, body: bytes) -> Counter[tuple[str, str]]:
    if not body.strip():
        return Counter()
    command = [zizmor, "--offline", "--quiet", "--no-exit-codes", "--format", "json", "-"]
    done = subprocess.run(command, input=body, capture_output=True, timeout=_LONGEST, check=False)
    findings = json.loads(done.stdout) if done.stdout.strip() else []
    return Counter((each["ident"], each["determinations"]["severity"]) for each in findings)
