"""A build that takes something out of the tests is noted; one that runs or lists them is not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.build_reads_tests import COMPARER


def seen(path: str, line: bytes, *binaries: str) -> list[str]:
    files = [Changed(path, path, 0o100644, 0o100644, b"", line)]
    files += [Changed(binary, "", 0o100644, 0, None, b"\0kiln") for binary in binaries]
    notes: dict[str, Notes] = {}
    assert COMPARER.across
    COMPARER.across(files, lambda name: notes.setdefault(name, Notes(name)))
    return [observation.target for gathered in notes.values() for observation in gathered.observations()]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("m4/kiln.m4", b"a=`xz -dc $srcdir/tests/files/pots.xz | sh`"),
        ("Makefile", b"\tsed 's/a/b/' tests/pots.bin | head -c 9 > kiln.o"),
        ("setup.py", b"exec(open('tests/data/pots.txt').read())"),
        ("CMakeLists.txt", b"file(READ tests/pots.dat KILN)"),
    ],
)
def test_taking_out_of_a_test_file_is_noted(path: str, line: bytes) -> None:
    assert seen(path, line)


def test_a_binary_that_comes_with_it_is_noted_by_its_name() -> None:
    assert seen("Makefile", b"\tcp data/pots.bin kiln", "data/pots.bin") == ["pots.bin"]
    assert not seen("CMakeLists.txt", b"install(FILES pots.png)", "img/pots.png")


@pytest.mark.parametrize(
    "line", [b"EXTRA_DIST = tests/files/pots.xz", b"test:\n\t./kiln tests/pots.xz", b"# cat tests/a.xz | sh"]
)
def test_running_and_listing_tests_is_not(line: bytes) -> None:
    assert not seen("Makefile.am", line)


def test_a_wrapper_that_only_names_its_archive_is_not() -> None:
    assert not seen("gradlew", b"CLASSPATH=$HOME/pots/wrapper.jar", "pots/wrapper.jar")


def test_other_files_may_read_tests() -> None:
    assert not seen("tests/Makefile", b"a=`xz -dc tests/files/pots.xz | sh`")
    assert not seen("src/kiln.py", b"open('tests/data/pots.txt')")
