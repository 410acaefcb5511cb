"""Files that nobody can review are noted by what they are, not by what their names say."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import LINK, Changed
from knownhands.harvest.content.comparers.opaque_files import COMPARER
from knownhands.harvest.content.lines import Lines

XZ, ELF, PNG = b"\xfd7zXZ\0\0", b"\x7fELF\2\1\1\0", b"\x89PNG\r\n\x1a\n\0"


def seen(path: str, new: bytes, old: bytes | None = None, mode: int = 0o100644) -> list[tuple[str, str]]:
    notes = Notes(path, every_line=True, is_program=True)
    assert COMPARER.compare
    COMPARER.compare(notes, Changed(path, path, mode, mode, old, new), Lines(old or b"", new))
    return [(observation.capability, observation.sink) for observation in notes.observations()]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("tests/files/kiln.xz", XZ, ("opaque_test_data", "xz")),
        ("tests/files/kiln.dat", ELF, ("opaque_test_data", "ELF")),
        ("src/kiln.so", ELF, ("opaque_binary", "ELF")),
        ("img/kiln.png", PNG + b"IEND\xaeB`\x82" + XZ, ("polyglot_file", "xz behind a picture")),
        ("img/kiln.svg", b"<svg><script>a()</script></svg>", ("polyglot_file", "script in a picture")),
        ("fonts/kiln.woff2", b"(function a(){})()", ("polyglot_file", "script")),
        ("lib/kiln.js", b"a();" * 30_000, ("one_line_file", "")),
    ],
)
def test_what_does_not_belong_is_noted(path: str, body: bytes, expected: tuple[str, str]) -> None:
    assert seen(path, body) == [expected]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("img/kiln.png", PNG),
        ("tests/img/kiln.png", PNG),
        ("img/kiln.png", b"version https://git-lfs.github.com/spec/v1\n"),
        ("data/kiln.json", b"[0, 0]" * 30_000),
        ("lib/kiln.js", b"a();\n" * 30_000),
        ("src/kiln.txt", b"MZ is no program"),
        ("lib/kiln.js", b""),
    ],
)
def test_what_belongs_is_not(path: str, body: bytes) -> None:
    assert not seen(path, body)


def test_a_link_and_what_was_there_before_say_nothing() -> None:
    script = b"(function a(){})()"
    assert not seen("lib/kiln.js", b"a" * 200_000, mode=LINK)
    assert not seen("fonts/kiln.woff2", script + b"\n", old=script)


@pytest.mark.parametrize("body", [b" " * 1_000_000, b"\n" * 1_000_000, b"import " * 100_000, b"\xff" * 1_000_000])
def test_odd_bodies_take_no_time(body: bytes) -> None:
    assert isinstance(seen("img/kiln.png", body), list)
