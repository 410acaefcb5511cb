"""Ask one check about a change of one file that stands in the test."""

from collections.abc import Callable

import pytest

from changing import changed
from knownhands.checks.assemble import run_checks
from knownhands.harvest.content.harvest import keep
from knownhands.harvest.content.read import read_contents
from knownhands.kinds.change import KIND as CHANGE
from knownhands.records import Finding
from knownhands.store import subjects
from knownhands.store.connection import memory_store

_SUBJECT = {
    "sha": "kiln", "base": -1, "commits": 1, "person": -1, "author_name": "", "author_email": "", "committer_person": -1,
    "is_author_committer": True, "message": "", "signing_key": "", "reading": "kiln",
}  # fmt: skip


@pytest.fixture
def ask() -> Callable[..., Finding]:
    """Read a change that adds a file, and return what one check finds in it; `text=None`: it could not be read."""

    def now(check: str, path: str, text: str | None) -> Finding:
        contents = None if text is None else read_contents([changed(path, None, text)])
        with memory_store(CHANGE.schema) as connection:
            keep(connection, [("kiln", contents)])
            subjects.prepare(connection, CHANGE.evidence)
            subjects.add(connection, [_SUBJECT])
            findings = run_checks(connection, CHANGE)[0]
        return next(finding for finding in findings if finding.check == check)

    return now
