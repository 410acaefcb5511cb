"""Changes are read once, and again by other readers."""

from __future__ import annotations

from knownhands.harvest.content.harvest import known_readings, read_missing
from knownhands.harvest.content.opaque import NATIVE
from knownhands.harvest.git.process import open_repository

RUN = "import os\nos.system('kiln')\n"


def harvest(store, story, shas):
    steps = []
    read_missing(
        store, open_repository(story.path, "pottery"), {sha: sha for sha in shas}, lambda *step: steps.append(step)
    )
    return steps


def test_what_a_change_does_is_kept(store, story, ask):
    sha = story.commit({"setup.py": RUN, "kiln.so": b"\x7fELF\0", "a.png": b"\x89PNG\0"})
    assert harvest(store, story, [sha]) == [(1, 1)]
    assert ask("SELECT change, runs FROM readings") == [(sha, 1)]
    rows = ask(
        "SELECT path, place, place_group, line, capability, trigger, excerpt FROM change_observations WHERE capability = 'process'"
    )
    assert rows == [("setup.py", "install", "by_itself", 2, "process", "install", "os.system('kiln')")]
    assert ask("SELECT path, why FROM change_unread") == [("kiln.so", NATIVE)]


def test_a_change_is_read_once(store, story, ask):
    shas = [story.commit({"kiln.py": RUN + "\n" * number}) for number in range(3)]
    harvest(store, story, shas[:2])
    assert harvest(store, story, shas) == [(1, 1)]
    assert known_readings(store, shas) == set(shas)
    assert ask("SELECT count(*) FROM readings") == [3]


def test_other_readers_read_it_again(store, story, ask):
    sha = story.commit({"kiln.py": RUN})
    harvest(store, story, [sha])
    store.execute("UPDATE readings SET reader = 'older'")
    assert harvest(store, story, [sha]) == [(1, 1)]
    assert ask("SELECT count(*) FROM change_observations WHERE capability = 'process'") == [1]


def test_a_change_that_cannot_be_compared_is_not_asked_about_again(store, story, ask):
    story.commit({"kiln.py": RUN})
    sha = story.commit({"kiln.py": RUN * 2})
    story.lose(f"{sha}^{{tree}}")
    harvest(store, story, [sha])
    assert ask("SELECT runs FROM readings") == [None]
    assert harvest(store, story, [sha]) == []


def test_a_change_has_a_name_of_its_own(store, story, ask):
    first, last = story.commit({"kiln.py": ""}), story.commit({"kiln.py": RUN})
    read_missing(store, open_repository(story.path, "pottery"), {f"{first}..{last}": f"{last} {first}"})
    assert ask("SELECT change FROM readings") == [f"{first}..{last}"]
