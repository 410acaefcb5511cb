import pytest

from gitstory import Story
from knownhands.harvest.git.objects import read_files
from knownhands.harvest.git.process import open_repository


def test_files_are_read_as_they_are_and_each_place_gets_its_own(story: Story) -> None:
    first = story.commit({"requirements.txt": "a\n", "pots/a b.txt": b"\xff\x00\n"}, "Start")
    second = story.commit({"requirements.txt": "b\n"}, "Change")
    places = [(second, "requirements.txt"), (first, "requirements.txt"), (first, "pots/a b.txt")]
    repository = open_repository(story.path, "pottery")
    assert read_files(repository, [*places, places[0]], 100) == [b"b\n", b"a\n", b"\xff\x00\n", b"b\n"]
    assert read_files(repository, [], 100) == []


@pytest.mark.parametrize("path", ["kiln.txt", "pots", "a\nb.txt", "", "requirements.txt "])
def test_what_is_no_file_is_none_and_stops_no_other(story: Story, path: str) -> None:
    sha = story.commit({"requirements.txt": "a\n", "pots/a.txt": "1\n"}, "Start")
    repository = open_repository(story.path, "pottery")
    assert read_files(repository, [(sha, path), (sha, "requirements.txt")], 100) == [None, b"a\n"]


def test_what_is_too_large_is_not_read(story: Story) -> None:
    sha = story.commit({"requirements.txt": "a" * 100}, "Start")
    repository = open_repository(story.path, "pottery")
    assert read_files(repository, [(sha, "requirements.txt")], 99) == [None]
    assert read_files(repository, [(sha, "requirements.txt")], 100) == [b"a" * 100]
