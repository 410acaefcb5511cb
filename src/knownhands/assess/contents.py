"""What of changes can run, and what of that was not read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from knownhands.records import Read, Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def what_was_read(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, Read]:
    """Count the files of changes that can run and were read, and name those that were not.

    Args:
        connection: a repository's store.
        names: of the changes among `readings`; of one that nobody has read it is not known what runs.
    """
    parameters = {"names": list(names)}
    unread: dict[str, list[Unread]] = defaultdict(list)
    for name, *gap in connection.execute(
        "SELECT change, path, trigger, why FROM change_unread "
        "SEMI JOIN (SELECT unnest($names::VARCHAR[]) AS change) USING (change) ORDER BY ALL",
        parameters,
    ).fetchall():
        unread[name].append(Unread(*gap))
    runs = dict(
        connection.execute(
            "SELECT change, runs FROM readings SEMI JOIN (SELECT unnest($names::VARCHAR[]) AS change) USING (change)",
            parameters,
        ).fetchall()
    )
    return {name: Read(runs.get(name), tuple(unread[name])) for name in names}
