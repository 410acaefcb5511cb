"""A store that an older version wrote is brought up to date, and what could be misread in it is forgotten."""

from importlib import resources

import duckdb

from knownhands.store.connection import open_store

OLD = "CREATE TABLE artifact_facts (artifact VARCHAR, path VARCHAR, line INTEGER, kind VARCHAR, what VARCHAR, moment VARCHAR)"


def test_what_older_readers_wrote_is_forgotten_and_the_rest_stays(tmp_path):
    path = tmp_path / "packages.duckdb"
    files = sorted(
        (file for file in resources.files("knownhands.store.package_schema").iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    with duckdb.connect(str(path)) as store:
        store.execute("CREATE TABLE package_schema_version (version INTEGER PRIMARY KEY)")
        for version, file in enumerate(files[:6], 1):
            store.execute(file.read_text())
            store.execute("INSERT INTO package_schema_version VALUES ($version)", {"version": version})
        store.execute(OLD)
        store.execute("INSERT INTO artifact_facts VALUES ('a', 'p.py', 1, 'network', 'requests.get', 'call')")
        store.execute("INSERT INTO artifacts VALUES ('a', 'pots', 'sdist', true)")
        store.execute("INSERT INTO tags VALUES ('npm', 'pots', 'latest', '1.0.0')")
    with open_store(path, lambda _line: None, "package_schema") as store:
        tables = {name for (name,) in store.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert {"artifact_observations", "artifact_reader"} <= tables
        assert "artifact_facts" not in tables
        assert store.execute("SELECT count(*) FROM artifacts").fetchone() == (0,)
        assert store.execute("SELECT count(*) FROM tags").fetchone() == (1,)
