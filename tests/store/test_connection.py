"""One file, one schema, one process at a time."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knownhands.errors import StoreError
from knownhands.store.connection import open_store

HOLDER = """
import pathlib, sys
from knownhands.store.connection import open_store
with open_store(pathlib.Path(sys.argv[1]), print) as connection:
    connection.execute("INSERT INTO title_words VALUES (0, 'held')")
    print("held", flush=True)
    sys.stdin.readline()
"""

FILLER = """
import pathlib, resource, signal, sys
from knownhands.errors import StoreError
from knownhands.store.connection import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open_store(pathlib.Path(sys.argv[1]), print) as connection:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
        connection.execute("INSERT INTO title_words SELECT pot, hash(-pot) FROM range(1_000_000) AS pots (pot)")
except StoreError as error:
    print(error)
"""


def test_a_store_is_made_where_there_is_none(tmp_path):
    path = tmp_path / "deep" / "down" / "pots.duckdb"
    with open_store(path, pytest.fail) as store:
        store.execute("INSERT INTO title_words VALUES (0, 'b')")
    with open_store(path, pytest.fail) as store:
        assert store.execute("SELECT * FROM title_words").fetchall() == [(0, "b")]


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
            assert store.execute("SELECT word FROM title_words").fetchall() == [("held",)]
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


def write_parquet(path: Path) -> None:
    pq.write_table(pa.table({"pots": [1, 2]}), path)


OTHERS = {
    "pots.parquet": write_parquet,
    "pots.csv": lambda path: path.write_text("pots,cups\n1,2\n"),
    "pots.json": lambda path: path.write_text('[{"pots": 1}]'),
    "pots.sqlite": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(84)),
    "pots.txt": lambda path: path.write_text("clay\n" * 1000),
    "empty": Path.touch,
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize(("name", "make"), OTHERS.items(), ids=OTHERS)
def test_a_file_that_is_no_database_is_refused_and_left_alone(name, make, tmp_path):
    """DuckDB would open a data file in memory, or fetch an extension that can read it."""
    path = tmp_path / name
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match="no store of ours"), open_store(path, pytest.fail):
        pass
    assert before == (path.read_bytes() if path.is_file() else None)


def test_a_store_may_have_any_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("new.parquet", "md:pots", ":memory:"):
        for count in (0, 1):
            with open_store(Path(name), pytest.fail) as store:
                assert store.execute("SELECT count(*) FROM title_words").fetchone() == (count,)
                store.execute("INSERT INTO title_words VALUES (0, 'b')")


def test_a_full_disk_is_one_clear_line(tmp_path):
    command = [sys.executable, "-c", FILLER, str(tmp_path / "pots.duckdb")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("The store")
    assert "cannot be used" in done.stdout


def test_ctrl_c_during_a_query_is_ctrl_c(tmp_path):
    """DuckDB calls it "Query interrupted", as if something had gone wrong."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def ask_and_interrupt() -> None:
        with open_store(tmp_path / "pots.duckdb", pytest.fail) as store:
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
            store.execute("SELECT sum(hash(pot)) FROM range(200_000_000) AS pots (pot)")

    try:
        with pytest.raises(KeyboardInterrupt):
            ask_and_interrupt()
    finally:
        signal.signal(signal.SIGINT, before)


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as theirs:
        theirs.execute("CREATE TABLE kilns (heat INTEGER)")
    with pytest.raises(StoreError, match="no store of ours"), open_store(path, pytest.fail):
        pass
    with duckdb.connect(str(path)) as theirs:
        assert theirs.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("kilns",)]


def test_a_store_of_packages_is_no_store_of_a_repository(tmp_path):
    path = tmp_path / "packages.duckdb"
    with open_store(path, pytest.fail, "package_schema") as store:
        assert store.execute("SELECT count(*) FROM releases").fetchone() == (0,)
    with pytest.raises(StoreError, match="no store of ours"), open_store(path, pytest.fail):
        pass
    with open_store(path, pytest.fail, "package_schema") as store:
        assert store.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'commits'").fetchone() == (0,)


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


def test_a_disk_that_is_full_when_rows_are_kept_is_said_in_a_line(tmp_path):
    full = duckdb.TransactionException("Failed to commit: Could not write file: No space left on device")
    with (
        pytest.raises(StoreError, match="No space left on device") as caught,
        open_store(tmp_path / "pots.duckdb", pytest.fail),
    ):
        raise full
    assert caught.value.hint == "Make room for it."
