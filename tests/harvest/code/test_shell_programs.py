import pytest

from knownhands.harvest.code.shell_programs import code_run, unwrap, written_files
from knownhands.harvest.code.shell_words import Word


def words(text: str) -> list[Word]:
    return [Word(word) for word in text.split()]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("bash -lc x", ("sh", "code", "x")),
        ("sh -s -- x", ("sh", "stdin", "")),
        ("sh -e x y", ("sh", "file", "x")),
        ("bash -o pipefail -c x", ("sh", "code", "x")),
        ("python3.12 -W ignore", ("python", "stdin", "")),
        ("python -m json.tool", ("python", "", "")),
        ("node -r a b", ("node", "file", "b")),
        ("perl -ne x", ("perl", "code", "x")),
        ("eval a b", ("eval", "code", "a b")),
        ("source /dev/stdin", ("source", "stdin", "")),
        ("git log", ("", "", "")),
    ],
)
def test_a_program_says_where_its_code_is(text: str, run: tuple[str, str, str]) -> None:
    seen = code_run(words(text))
    assert (seen.language, seen.way, seen.code.text if seen.code else "") == run


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("curl -fsSLo a x", ["a"]),
        ("curl --output=a x", ["a"]),
        ("curl -O https://kiln.example/b/a?c", ["a"]),
        ("wget -q -O a x", ["a"]),
        ("wget https://kiln.example/a", ["a"]),
        ("wget -qO- x", []),
        ("tee -a a b", ["a", "b"]),
        ("openssl enc -d -out a", ["a"]),
    ],
)
def test_a_program_says_what_it_writes(text: str, files: list[str]) -> None:
    assert written_files(words(text)) == files


def test_what_stands_before_a_program_is_left_out() -> None:
    assert [word.text for word in unwrap(words("A=b sudo -u x env -i C=d nice -n 5 curl y"))] == ["curl", "y"]
