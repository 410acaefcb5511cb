"""Programs in other languages are read line by line, and what runs by itself is told."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.source import READER
from knownhands.records import Observation


def seen(path: str, code: str) -> list[Observation]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, code.encode())
    return list(notes.observations())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.go", 'cmd := exec.Command("sh")'),
        ("a.rs", 'Command::new("sh").spawn()'),
        ("A.java", "Runtime.getRuntime().exec(kiln)"),
        ("A.cs", "Process.Start(kiln);"),
        ("a.c", 'system("make");'),
        ("a.rb", "system 'make'"),
        ("a.php", "shell_exec($kiln);"),
        ("a.pl", "my $a = qx{make};"),
        ("a.lua", 'os.execute("make")'),
        ("a.exs", 'System.cmd("make", [])'),
        ("a.R", 'system2("make")'),
    ],
)
def test_running_a_program_is_seen_in_each_language(path: str, code: str) -> None:
    assert [observation.capability for observation in seen(path, code)] == ["runs_programs_text"]


@pytest.mark.parametrize(
    ("path", "code", "trigger"),
    [
        ("a.go", "func init() {\n\tif kiln {\n\t\texec.Command(a)\n\t}\n}", "import"),
        ("a.go", "func fire() {\n\texec.Command(a)\n}", "call"),
        ("a.go", "var a = exec.Command(b)", "import"),
        ("A.java", "class A {\n  static {\n    new ProcessBuilder(a);\n  }\n}", "import"),
        ("A.java", "class A {\n  void fire() {\n    new ProcessBuilder(a);\n  }\n}", "call"),
        ("build.rs", 'fn main() {\n  Command::new("git");\n}', "import"),
        ("a.c", "__attribute__((constructor)) static void fire(void) {\n  system(a);\n}", "import"),
        ("a.rb", "def fire\n  system 'make'\nend", "call"),
        ("a.rb", "if kiln\n  system 'make'\nend", "import"),
    ],
)
def test_what_runs_by_itself_is_told(path: str, code: str, trigger: str) -> None:
    assert [observation.trigger for observation in seen(path, code)] == [trigger]


def test_a_comment_is_passed_over_but_not_what_only_looks_like_one() -> None:
    assert not seen("a.go", 'a := 1 // exec.Command("sh")')
    assert seen("a.go", 'fire("a // b", exec.Command("sh"))')
    assert seen("a.rb", "a = // ; system 'make'")


def test_a_secret_is_known_by_its_variable() -> None:
    (secret,) = seen("a.go", 'os.Getenv("KILN_TOKEN")')
    assert (secret.capability, secret.source) == ("secrets_text", "KILN_TOKEN")


def test_a_download_is_known_by_its_host() -> None:
    (download,) = seen("a.go", 'http.Get("https://kiln.example/pots")')
    assert download.source == "kiln.example"


@pytest.mark.parametrize(
    "body",
    ["system(" * 100_000, "a" * 1_000_000, "\n" * 1_000_000, "exec.Command(\n" * 50_000, "\t" * 100_000 + "system(a)"],
)
def test_long_and_odd_texts_are_read(body: str) -> None:
    assert isinstance(seen("a.c", body), list)
