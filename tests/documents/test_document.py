import os
from pathlib import Path

import pytest

from knownhands.documents.document import MAX_BYTES, decode, open_document
from knownhands.errors import NotFound, Unparsable


def test_a_file_below_the_folder_is_opened_and_its_own_neighbours_too(tmp_path: Path) -> None:
    for name in ("first.txt", "more/second.txt", "third.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    second = open_document(tmp_path / "first.txt").beside("more/second.txt")
    assert second is not None
    assert second.text == "more/second.txt"
    third = second.beside("../third.txt")
    assert third is not None
    assert third.text == "third.txt"
    assert second.beside("../../third.txt") is None


@pytest.mark.parametrize(
    "path", ["", "/etc/hosts", "..", "C:\\x.txt", "a/../../x.txt", "${HOME}/x", "x\0y", "n" * 2_000]
)
def test_odd_paths_open_nothing(tmp_path: Path, path: str) -> None:
    (tmp_path / "first.txt").write_text("")
    assert open_document(tmp_path / "first.txt").beside(path) is None


def test_a_link_inside_the_folder_is_followed_and_one_that_leaves_it_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "first.txt").write_text("first")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "inside").symlink_to("first.txt")
    (folder / "outside").symlink_to("../secret.txt")
    (folder / "up").symlink_to("..")
    document = open_document(folder / "first.txt")
    assert document.beside("inside") is not None
    assert document.beside("outside") is None
    assert document.beside("up/secret.txt") is None


def test_a_missing_file_a_folder_and_a_pipe_are_not_found(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing", "pipe", "."):
        with pytest.raises(NotFound):
            open_document(tmp_path / name)


def test_too_large_a_file_is_refused_and_one_of_the_limit_is_not() -> None:
    with pytest.raises(Unparsable, match="larger than 50 MB"):
        decode(b" " * (MAX_BYTES + 1), "uv.lock")
    assert len(decode(b" " * MAX_BYTES, "uv.lock")) == MAX_BYTES


def test_bytes_that_are_no_text_are_refused_and_a_byte_order_mark_is_dropped() -> None:
    for body in (b"\xff\xfe\x00", b"clay\x80", b"clay\x00"):
        with pytest.raises(Unparsable, match="no text"):
            decode(body, "uv.lock")
    assert decode(b"\xef\xbb\xbfclay", "uv.lock") == "clay"
