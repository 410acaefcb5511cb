"""Names and texts are looked up by what the capability files say, and the most particular one wins."""

import pytest

from knownhands.harvest.code import known


def shown(name: str) -> str:
    capability = known.python_names().longest(name)
    return capability.id if capability else ""


@pytest.mark.parametrize(
    ("name", "capability"),
    {
        "subprocess.run": "process",
        "subprocess.PIPE": "",
        "ctypes.CDLL": "foreign_functions",
        "ctypes.windll.kernel32.Beep": "windows_api",
        "socket.socket().sendall": "sends_data",
        "socket.gethostname": "identity_discovery",
        "base64.b64decode": "decoding",
        "base64.b64encode": "encoding",
        "base64.b64decode[].strip": "decoding",
        "mine.subprocess.run": "",
    }.items(),
)
def test_the_longest_known_beginning_decides(name, capability):
    assert shown(name) == capability


@pytest.mark.parametrize(
    ("kind", "text", "capability"),
    [
        ("commands", "powershell schtasks /create", "shell_download"),
        ("commands", "schtasks /create", "persistence"),
        ("commands", "ls -l", ""),
        ("scripts", "node-gyp rebuild", "build_tool"),
        ("scripts", "node fire.js", "process"),
        ("variables", "NPM_TOKEN", "credentials"),
        ("variables", "npm_secret", "infostealer_targets"),
        ("variables", "APPDATA", "user_folder_discovery"),
        ("variables", "", "environment_variables"),
    ],
)
def test_of_several_that_match_the_first_by_precedence_is_reported(kind, text, capability):
    match = known.match(kind, text)
    assert (match.id if match else "") == capability


def test_a_path_names_its_capability():
    assert known.owner_of(known.paths("paths").search("~/.npmrc")) == "credentials"
    assert known.owner_of(known.paths("paths").search("~/.aws/config")) == "infostealer_targets"
    assert known.paths("startup_paths").search("~/.npmrc") is None


def test_a_pattern_without_a_plain_start_is_still_searched_for():
    pattern = known.any_of(["kiln", r"\.kiln", "k?ey", "[ab]c", r"\bpot"])
    assert [bool(pattern.search(text)) for text in (b"kiln", b"ey", b"bc", b"a pot", b"jug")] == [True] * 4 + [False]
