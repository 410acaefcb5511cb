"""What attackers do to archives is done to their contents, and nothing of it is ever run."""

import ast

import pytest

from measured_packages import packed

PROGRAM = "import os\n\nKILN = '\x0c'\n\n@staticmethod\ndef fire():\n    return KILN\n\n\ndef cool():\n    return os\n\n\nx = 1\n"


@pytest.fixture(scope="module")
def attacks(script):
    return script("_attacks")


def bodies(contents) -> dict[str, str]:
    return {contents.inner_path(member.path): member.body.decode() for member in contents.members}


def test_padding_adds_honest_programs_in_a_folder_of_their_own_and_nothing_else(attacks):
    own = packed({"setup.py": "fire()\n"})
    honest = packed({"setup.py": "rest()\n", "wheel.py": "1\n", "wheel/spin.py": "2\n", "README": "x"}, "wheel-2.0")
    added = {"bundled/wheel.py": "1\n", "bundled/wheel/spin.py": "2\n"}
    assert bodies(attacks.padded(own, honest)) == {"setup.py": "fire()\n", **added}


@pytest.mark.parametrize(("path", "data"), [("setup.py", "notes.dat"), ("pots/a.py", "pots/notes.dat")])
def test_a_program_is_moved_to_a_data_file_and_one_line_runs_it(attacks, path, data):
    moved = attacks.moved_to_data(packed({path: PROGRAM, "kiln.py": "1\n"}), path)
    assert bodies(moved) == {"kiln.py": "1\n", path: f'exec(open("{data}").read())\n', data: PROGRAM}


@pytest.mark.parametrize(("path", "dot"), [("setup.py", ""), ("pots/a.py", ".")])
def test_a_program_is_split_and_no_statement_is_lost_or_torn(attacks, path, dot):
    programs = bodies(attacks.split(packed({path: PROGRAM, "kiln.py": "1\n"}), path))
    folder = path.rpartition("/")[0] + "/" if "/" in path else ""
    parts = [programs[f"{folder}_part{number}.py"] for number in range(3)]
    assert programs[path] == "".join(f"from {dot}_part{number} import *\n" for number in range(3))
    own = ("".join(line for line in part.splitlines(True) if "import *" not in line) for part in parts)
    statements = [statement for part in own for statement in ast.parse(part).body]
    assert [ast.dump(statement) for statement in statements] == [
        ast.dump(statement) for statement in ast.parse(PROGRAM).body
    ]


@pytest.mark.parametrize("body", ["x = 1\n", "def (:\n", "(" * 10_000, b"\0"])
def test_what_cannot_be_split_is_left_alone(attacks, body):
    assert attacks.split(packed({"setup.py": body}), "setup.py") is None


def test_there_is_nothing_to_do_to_a_program_that_is_not_there(attacks):
    contents = packed({"setup.py": PROGRAM, "a.js": "1\n"})
    assert attacks.moved_to_data(contents, "pots.py") is None
    assert attacks.split(contents, "pots.py") is attacks.split(contents, "a.js") is None


def test_an_attacked_archive_still_shows_what_it_does(attacks):
    from knownhands.harvest.archive.artifact import keep
    from knownhands.store.connection import memory_store

    contents = packed({"setup.py": "import base64\nexec(base64.b64decode('MQ=='))\n"})
    with memory_store("package_schema") as connection:
        keep(connection, "a", attacks.moved_to_data(contents, "setup.py"))
        at_install = "SELECT DISTINCT capability FROM artifact_observations WHERE trigger = 'install'"
        assert ("executes_decoded",) in connection.execute(at_install).fetchall()
