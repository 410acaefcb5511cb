"""The tables say what they hold."""

from importlib import resources

import duckdb
import pytest

from knownhands.harvest.git.rows import _COLUMNS, _TABLES
from knownhands.store.connection import open_store


def test_what_is_written_is_what_the_schema_declares(tmp_path):
    with open_store(tmp_path / "store", pytest.fail) as store:
        tables = {name for (name,) in store.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert tables == {*_TABLES, "risks", "readings", "change_observations", "change_unread", "schema_version"}
        for table, columns in _COLUMNS.items():
            assert [row[0] for row in store.execute(f"DESCRIBE {table}").fetchall()] == list(columns)


def test_an_older_store_keeps_its_markers_and_gains_the_words_of_its_titles(tmp_path):
    schema = resources.files("knownhands.store.schema")
    with duckdb.connect(str(tmp_path / "store")) as connection:
        for version, name in enumerate(("0001_git.sql", "0002_risks.sql"), start=1):
            connection.execute(schema.joinpath(name).read_text())
            connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)")
            connection.execute("INSERT INTO schema_version VALUES ($version)", {"version": version})
        connection.execute("INSERT INTO markers VALUES (2, 1, 'revert')")
        connection.execute(
            "INSERT INTO commits (commit_no, sha, state, message) VALUES (2, 'a', 'ok', 'Glaze a pot\n\nBlue.')"
        )
    with open_store(tmp_path / "store", pytest.fail) as store:
        assert store.execute("SELECT commit_no, blamed FROM markers").fetchall() == [(2, 1)]
        assert sorted(store.execute("SELECT word FROM title_words").fetchall()) == [("glaze",), ("pot",)]
