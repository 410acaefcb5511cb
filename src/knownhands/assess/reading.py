"""What of archives can run, and what of that was not read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from knownhands.records import Read, Unknown, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb


def what_was_read(connection: duckdb.DuckDBPyConnection, artifacts: Sequence[str]) -> dict[str, Read]:
    """Count the programs of archives, and name those that no reader understood.

    Programs in languages that we cannot read are among the unread: what they do is in no answer.

    Args:
        connection: a store of packages.
        artifacts: whose files to look at.
    """
    parameters = {"artifacts": list(artifacts)}
    unread: dict[str, list[Unread]] = defaultdict(list)
    for artifact, path, detail in connection.execute(
        "SELECT artifact, path, detail FROM artifact_problems "
        "SEMI JOIN (SELECT unnest($artifacts::VARCHAR[]) AS artifact) USING (artifact) "
        "WHERE problem <> 'nested-archive' ORDER BY ALL",
        parameters,
    ).fetchall():
        unread[artifact].append(Unread(path, "", detail))
    for artifact, path in connection.execute(
        "SELECT artifact, path FROM artifact_files "
        "SEMI JOIN (SELECT unnest($artifacts::VARCHAR[]) AS artifact) USING (artifact) "
        "WHERE kind = 'file' AND is_other_program(path) ORDER BY ALL",
        parameters,
    ).fetchall():
        unread[artifact].append(Unread(path, "", "no reader knows its language"))
    for artifact, path, trigger, why in connection.execute(
        "SELECT artifact, path, trigger, any_value(target) FROM artifact_observations "
        "SEMI JOIN (SELECT unnest($artifacts::VARCHAR[]) AS artifact) USING (artifact) "
        "WHERE is_unread(capability, trigger, target) GROUP BY ALL ORDER BY ALL",
        parameters,
    ).fetchall():
        unread[artifact].append(Unread(path, trigger, f"it cannot be parsed ({why})"))
    runs = dict(
        connection.execute(
            "SELECT artifact, count(*) FROM artifact_files "
            "SEMI JOIN (SELECT unnest($artifacts::VARCHAR[]) AS artifact) USING (artifact) "
            "ANTI JOIN (SELECT artifact, path FROM artifact_observations "
            "WHERE is_unread(capability, trigger, target)) USING (artifact, path) "
            "WHERE kind = 'file' AND is_program(path) GROUP BY artifact",
            parameters,
        ).fetchall()
    )
    return {artifact: Read(runs.get(artifact, 0), tuple(unread[artifact])) for artifact in artifacts}


def together(parts: Iterable[tuple[str, Read]]) -> Read:
    """Make one of what was read of several archives; paths then begin with the archive's name where that is given."""
    listed = list(parts)
    if not listed:
        return Read()
    unread = [
        Unread(f"{name}!/{gap.path}" if name else gap.path, gap.trigger, gap.why)
        for name, read in listed
        for gap in read.unread
    ]
    return Read(sum(read.runs or 0 for _, read in listed), tuple(unread))


def gaps_of(read: Read) -> tuple[Unknown, ...]:
    """Name what was not read, one gap for each reason."""
    whys: Mapping[str, list[str]] = defaultdict(list)
    for gap in read.unread:
        whys[gap.why].append(gap.path)
    return tuple(
        Unknown("unread", f"{len(paths)} files, such as {paths[0]}: {why}" if len(paths) > 1 else _one(paths[0], why))
        for why, paths in whys.items()
    )


def _one(path: str, why: str) -> str:
    """Name a file that was not read; what is wrong with the archive as a whole has no path."""
    return f"{path}: {why}" if path else why
