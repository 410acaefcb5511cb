"""A test program that cannot compile is noted; those that can are not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.broken_probes import COMPARER
from knownhands.harvest.content.lines import Lines


def cmake(code: str) -> str:
    return f'check_c_source_compiles("\n{code}\n" HAVE_KILN)'


def seen(path: str, new: str, old: str = "") -> list[str]:
    before, after = old.encode(), new.encode()
    notes = Notes(path, every_line=True)
    assert COMPARER.compare
    COMPARER.compare(notes, Changed(path, path, 0o100644, 0o100644, before, after), Lines(before, after))
    return [observation.target for observation in notes.observations()]


@pytest.mark.parametrize(
    "code",
    [
        "#include <kiln.h>\n.\nint main(void) { return 0; }",
        "int main(void) { return (0; }",
        "int main(void) { int a = ; }",
        "int m\u0430in(void) {}",
    ],
)
def test_a_fault_is_noted(code: str) -> None:
    assert len(seen("CMakeLists.txt", cmake(code))) == 1
    assert len(seen("configure.ac", f"AC_LANG_SOURCE([[{code}]])")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "int main(void) { return 0; }",
        "#define A (\nint main(void) { char a = ' '; return a == '('; } /* ( */ // (",
        'int main(void) { puts(\\"(.,\\"); }',
        "struct a b = { .c = 1 }; int main(void) { for(;;) {} }",
        "${KILN} int main(void) {",
    ],
)
def test_a_program_that_compiles_is_not(code: str) -> None:
    assert not seen("CMakeLists.txt", cmake(code))


def test_prologue_and_body_are_one_program() -> None:
    assert not seen("configure.ac", "AC_LANG_PROGRAM([[#include <kiln.h>]],\n [[fire(1);]])")


def test_a_fault_that_was_there_before_is_not_noted() -> None:
    assert not seen("CMakeLists.txt", cmake("int a = ;") + "\n#", old=cmake("int a = ;"))


@pytest.mark.parametrize(
    "body",
    ['check_c_source_compiles("' * 40_000, cmake("/*" * 4_000), cmake("(" * 7_000), "AC_LANG_SOURCE([[" * 60_000],
)
def test_odd_build_files_take_no_time(body: str) -> None:
    assert isinstance(seen("CMakeLists.txt", body), list)
