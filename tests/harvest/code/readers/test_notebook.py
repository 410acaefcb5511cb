"""Notebooks are read as programs, with the lines of the file, and their shell commands too."""

import json

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.notebook import READER
from knownhands.records import Observation

CODE = ["import os\n", "os.system('make')\n", "!make kiln\n", "files = !ls\n", "%matplotlib inline\n", "print(1)"]


def seen(body: bytes) -> list[Observation]:
    notes = Notes("pots/kiln.ipynb", every_line=True, is_program=True)
    READER.read(notes, body)
    return list(notes.observations())


def notebook(*sources: object, **style: int) -> bytes:
    cells = [{"cell_type": "code", "outputs": [], "source": source} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4}, **style).encode()


def test_lines_are_those_of_the_file() -> None:
    body = notebook(["import os\n"], CODE, indent=1)
    assert {
        (observation.capability, body.split(b"\n")[observation.line - 1].strip()) for observation in seen(body)
    } >= {
        ("process", b"\"os.system('make')\\n\","),
        ("notebook_shell", b'"!make kiln\\n",'),
        ("notebook_shell", b'"files = !ls\\n",'),
    }


def test_a_notebook_on_one_line_is_read() -> None:
    assert {(observation.capability, observation.line) for observation in seen(notebook(CODE))} == {
        ("process", 1),
        ("notebook_shell", 1),
    }


def test_a_cell_for_the_shell_is_one_command() -> None:
    (cell,) = seen(notebook("%%bash\nmake kiln\nmake pots"))
    assert (cell.capability, cell.target) == ("notebook_shell", "make kiln make pots")


def test_the_format_until_2015_is_read() -> None:
    body = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": CODE}]}]}).encode()
    assert "process" in {observation.capability for observation in seen(body)}


def test_magic_does_not_make_a_cell_unparsable() -> None:
    assert not seen(notebook([*["%load_ext kiln\n", "for a in b:\n", "    !pots\n"][:2], "    c()\n"]))


@pytest.mark.parametrize(
    "body", [b"{", b"[" * 100_000, b"a" * 1_000_000, b'"' * 1_000_000, b'{"cells": 3}', b"\xff\xfe"]
)
def test_what_is_no_notebook_is_named(body: bytes) -> None:
    assert [observation.target for observation in seen(body)] == ["no notebook"]


@pytest.mark.parametrize("cell", [None, 3, [3], {"a": 1}, "!" * 100_000, " " * 100_000, "\\" * 100_000, "%" * 100_000])
def test_odd_cells_are_harmless(cell: object) -> None:
    assert len(seen(notebook(cell))) <= 1
