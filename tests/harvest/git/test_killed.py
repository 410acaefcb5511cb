"""Whenever a harvest is killed, the next one completes it and no row is lost or doubled."""

import subprocess
import sys
from pathlib import Path

import pytest

from gitstory import Story
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.store.connection import open_store

DRIVER = """
import os, pathlib, signal, sys
import duckdb
from knownhands.harvest.git.history import Pace, harvest
from knownhands.harvest.git.process import open_repository
from knownhands.store.connection import open_store

clone, folder = map(pathlib.Path, sys.argv[1:3])


class Mortal:
    '''A connection whose process dies before its n-th statement.'''

    def __init__(self, connection, statements):
        self.connection, self.left = connection, statements
        connection.execute("SET python_scan_all_frames = true")

    def execute(self, *arguments):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.connection.execute(*arguments)


def attempt(store, statements):
    with open_store(store, print) as connection:
        mortal = Mortal(connection, statements)
        harvest(mortal, open_repository(clone, "x"), workers=1, lines=True, pace=Pace(chunk=2, flush=2))


for statements in map(int, sys.argv[3:]):
    child = os.fork()
    if child == 0:
        attempt(folder / f"{statements}.duckdb", statements)
        os._exit(0)
    print(statements, "killed" if os.waitpid(child, 0)[1] == signal.SIGKILL else "alive", flush=True)
"""


@pytest.fixture
def pots(story: Story) -> Story:
    """Enough for several chunks and transactions, with a marker, a trailer and a merge."""
    for number in range(4):
        story.commit({"bowl": f"{number}\n"}, f"Bowl {number}\n\nSigned-off-by: Ada <ada@x>\n")
    story.branch("side")
    story.commit({"plate": "1\n"}, "Plate")
    story.switch("main")
    story.merge("side", files={"plate": "1\n"})
    story.commit({"bowl": "0\n"}, 'Revert "Bowl 3"')
    return story


def killed(story: Story, folder: Path, *statements: int) -> dict[int, str]:
    """Let a harvest die before each of these statements, in a store of its own each."""
    command = [sys.executable, "-c", DRIVER, str(story.path), str(folder), *map(str, statements)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {int(number): fate for number, fate in map(str.split, done.stdout.splitlines())}


def test_a_first_harvest_killed_before_any_statement_is_completed(pots, tmp_path, store, facts, read):
    points = range(2, 60, 5)
    fates = killed(pots, tmp_path, *points)
    died = [point for point in points if fates[point] == "killed"]
    assert len(died) >= 6
    read(pots, lines=True)
    for point in died:
        with open_store(tmp_path / f"{point}.duckdb", pytest.fail) as survivor:
            harvest(survivor, open_repository(pots.path, "pottery"), workers=1, lines=True)
            assert facts(survivor) == facts(store), point


def test_a_harvest_of_a_rewritten_history_killed_before_any_statement_is_completed(pots, tmp_path, store, facts, read):
    points = range(2, 60, 5)
    for point in points:
        with open_store(tmp_path / f"{point}.duckdb", pytest.fail) as older:
            harvest(older, open_repository(pots.path, "pottery"), workers=1)
    pots.branch("main", "main~2")
    for number in range(5):
        pots.commit({"cup": f"{number}\n"}, f"Cup {number}")
    died = [point for point, fate in killed(pots, tmp_path, *points).items() if fate == "killed"]
    assert len(died) >= 6
    read(pots, lines=True)
    for point in died:
        with open_store(tmp_path / f"{point}.duckdb", pytest.fail) as survivor:
            harvest(survivor, open_repository(pots.path, "pottery"), workers=1, lines=True)
            assert facts(survivor) == facts(store), point
