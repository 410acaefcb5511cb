"""Files that run before anybody calls them, or are obeyed, are known by what they are."""

import io
import json
import pickle
import zipfile

import pytest

from knownhands.harvest.code.read import read_file
from observed import behaviours, ids

CALLS_SYSTEM = b"cos\nsystem\n(S'true'\ntR."  # written by hand; loading it would run `true`


class Reduced:
    """Pickles to a call of eval, with the opcodes of today's protocol."""

    def __reduce__(self):
        return eval, ("1",)


def zipped(body):
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        archive.writestr("archive/data.pkl", body)
    return buffer.getvalue()


PAIRS = {
    "dynamic-code start": ("p/a.pth", b"import os; exec(x)\n", b"../src\n# import os\n"),
    "serialised-code global": ("p/m.pkl", CALLS_SYSTEM, pickle.dumps({"weights": [1.0, {2}]})),
    "serialised-code reduce": ("p/m.bin", pickle.dumps(Reduced()), pickle.dumps(frozenset({1}), 2)),
    "serialised-code memory": (
        "p/m.pkl",
        b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94000h\x00h\x01\x93.",
        b"\x80\x04\x8c\x02os\x94\x8c\x06system\x940.",
    ),
    "serialised-code zip": ("p/m.pt", zipped(CALLS_SYSTEM), zipped(pickle.dumps([1]))),
    "serialised-code data": ("p/m.bin", CALLS_SYSTEM, b"GGUF\x03\0\0\0"),
    "native-code": ("p/data.txt", b"\x7fELF\x02\x01", b"ELF is a format"),
    "native-code pe": ("p/x.exe", b"MZ\x90\0\x03", b"MZ is a text"),
    "process install": (
        "package/package.json",
        json.dumps({"scripts": {"postinstall": "node a.js"}}).encode(),
        json.dumps({"scripts": {"test": "node a.js"}}).encode(),
    ),
    "persistence command": (
        "p/entry_points.txt",
        b"[console_scripts]\npip = p:main\n",
        b"[console_scripts]\np = p:main\n[plugins]\npip = p:main\n",
    ),
    "persistence bin": ("package/package.json", b'{"bin": {"git": "a.js"}}', b'{"bin": {"mine": "a.js"}}'),
}


@pytest.mark.parametrize("name", PAIRS)
def test_every_behaviour_is_seen_and_its_innocent_twin_is_not(name):
    path, bad, innocent = PAIRS[name]
    behaviour = name.split()[0]
    assert behaviour in behaviours(read_file(path, bad))
    assert behaviour not in behaviours(read_file(path, innocent))


@pytest.mark.parametrize("path", ["AGENTS.md", "p/.cursorrules", ".github/copilot-instructions.md", ".claude/x.json"])
def test_instructions_for_coding_agents_are_named(path):
    assert ids(read_file(path, b"Be kind.")) == {"agent_instructions"}
    assert read_file("docs/agents-of-change.md", b"Be kind.") == ()


def test_lines_of_a_pth_file_run_at_start():
    observations = read_file("p/a.pth", b"import os; os.system('true')")
    assert {(observation.capability, observation.trigger) for observation in observations} == {
        ("dynamic_code", "start"),
        ("process", "start"),
    }


def test_a_script_that_no_install_from_a_registry_runs_is_not_observed():
    assert read_file("package.json", b'{"scripts": {"prepare": "node a.js"}}') == ()


@pytest.mark.parametrize("body", [b"[" * 100_000, b"[]", b'{"scripts": 1, "bin": [2]}', b"\xff", b'{"bin": {"1": 2}}'])
def test_odd_manifests_do_not_raise(body):
    assert isinstance(read_file("package.json", body), tuple)
