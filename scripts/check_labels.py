"""Compare the markers that we read with an independent list of them.

    python scripts/check_labels.py MARKERS.parquet STORE.duckdb…

The list has the columns repo, kind, bad_commit and marker_commit; a store's project is the OWNER+NAME in its file name.
Prints, per kind, how many of the listed pairs we found, how many of ours the list has, and a few that differ.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

_KINDS = {"revert": "revert", "fixes_tag": "fixes", "regression_text": "regression"}


def main(listed: str, stores: list[str]) -> None:
    """Compare and print."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE ours (repo VARCHAR, kind VARCHAR, bad VARCHAR, marker VARCHAR)")
    connection.execute("CREATE TABLE known (repo VARCHAR, sha VARCHAR)")
    for store in stores:
        repo = Path(store).stem.replace("+", "/", 1)
        connection.execute(f"ATTACH '{store}' AS one (READ_ONLY)")
        connection.execute(
            "INSERT INTO ours SELECT $repo, m.kind, bad.sha, says.sha FROM one.markers AS m "
            "JOIN one.commits AS bad ON bad.commit_no = m.blamed JOIN one.commits AS says ON says.commit_no = m.commit_no",
            {"repo": repo},
        )
        connection.execute("INSERT INTO known SELECT $repo, sha FROM one.commits", {"repo": repo})
        connection.execute("DETACH one")
    connection.execute(
        "CREATE TABLE theirs AS SELECT repo, kind, bad_commit AS bad, marker_commit AS marker FROM read_parquet($listed) "
        "WHERE (repo, bad_commit) IN (SELECT (repo, sha) FROM known) AND (repo, marker_commit) IN (SELECT (repo, sha) FROM known)",
        {"listed": listed},
    )
    for theirs, ours in _KINDS.items():
        report(connection, theirs, ours)


def report(connection: duckdb.DuckDBPyConnection, theirs: str, ours: str) -> None:
    """Print one kind's agreement."""
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE found), count(*) FILTER (WHERE any_kind) FROM (SELECT "
        "(repo, bad, marker) IN (SELECT (repo, bad, marker) FROM ours WHERE kind = $ours) AS found, "
        "(repo, bad, marker) IN (SELECT (repo, bad, marker) FROM ours) AS any_kind FROM theirs WHERE kind = $theirs)",
        {"ours": ours, "theirs": theirs},
    ).fetchone()
    more = connection.execute(
        "SELECT count(*) FROM ours WHERE kind = $ours AND repo IN (SELECT repo FROM theirs) "
        "AND (repo, bad, marker) NOT IN (SELECT (repo, bad, marker) FROM theirs)",
        {"ours": ours},
    ).fetchone()
    print(f"{theirs}: listed {row[0]}, found {row[1]} (as any kind {row[2]}); ours beyond the list {more[0]}")  # type: ignore[index]  # a count is always one row
    missed = connection.execute(
        "SELECT repo, marker, bad FROM theirs WHERE kind = $theirs "
        "AND (repo, bad, marker) NOT IN (SELECT (repo, bad, marker) FROM ours) ORDER BY ALL LIMIT 5",
        {"theirs": theirs},
    ).fetchall()
    for repo, marker, bad in missed:
        print(f"  missed: {repo} {marker[:12]} about {bad[:12]}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
