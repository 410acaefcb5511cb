"""One file, one schema, one process at a time."""

import subprocess
import sys

import duckdb
import pytest

from knownhands.errors import StoreError
from knownhands.store.connection import open_store

HOLDER = """
import pathlib, sys
from knownhands.store.connection import open_store
with open_store(pathlib.Path(sys.argv[1]), print) as connection:
    connection.execute("INSERT INTO refs VALUES ('held', '')")
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_store_is_made_where_there_is_none(tmp_path):
    path = tmp_path / "deep" / "down" / "pots.duckdb"
    with open_store(path, pytest.fail) as store:
        store.execute("INSERT INTO refs VALUES ('a', 'b')")
    with open_store(path, pytest.fail) as store:
        assert store.execute("SELECT * FROM refs").fetchall() == [("a", "b")]


def test_a_second_process_waits_for_the_first_and_says_so(tmp_path):
    path = tmp_path / "pots.duckdb"
    said = []
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "held\n"

        def let_go(text: str) -> None:
            said.append(text)
            first.stdin.close()

        with open_store(path, let_go) as store:
            assert store.execute("SELECT name FROM refs").fetchall() == [("held",)]
    assert said == [f"Another knownhands is using {path}; waiting until it has finished."]
    assert first.returncode == 0


def test_a_killed_process_leaves_no_lock_behind(tmp_path):
    path = tmp_path / "pots.duckdb"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "held\n"
        first.kill()
    with open_store(path, pytest.fail) as store:
        assert store.execute("SELECT count(*) FROM commits").fetchone() == (0,)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "clay").write_text("clay\n" * 1000)
    with pytest.raises(StoreError, match="cannot be opened"), open_store(tmp_path / "clay", pytest.fail):
        pass


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as theirs:
        theirs.execute("CREATE TABLE kilns (heat INTEGER)")
    with pytest.raises(StoreError, match="no store of ours"), open_store(path, pytest.fail):
        pass
    with duckdb.connect(str(path)) as theirs:
        assert theirs.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("kilns",)]


def test_a_store_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "pots.duckdb"
    with open_store(path, pytest.fail) as store:
        store.execute("INSERT INTO schema_version VALUES (999)")
    with pytest.raises(StoreError, match="newer knownhands"), open_store(path, pytest.fail):
        pass


def test_a_store_that_another_program_has_open_is_refused(tmp_path):
    path = tmp_path / "pots.duckdb"
    with open_store(path, pytest.fail):
        pass
    holder = "import duckdb, sys; theirs = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.readline()"
    command = [sys.executable, "-c", holder, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()
        with pytest.raises(StoreError, match="cannot be opened"), open_store(path, pytest.fail):
            pass
        other.stdin.close()


PLACES = {"a folder": "folder", "inside a file": "file/pots.duckdb", "no UTF-8": "t\udcf6pfe.duckdb"}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_place_that_cannot_hold_a_store_is_one_clear_line(place, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("clay")
    with pytest.raises(StoreError, match="cannot be"), open_store(tmp_path / place, pytest.fail):
        pass
