"""Adding a capability is adding one file: a toy of it is read from an archive, counted, found by a check and documented."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOY = """
sentence = "fires a kiln"
attack = "T1059"
behaviour = "process"
cost_to_fake = "cheap"
suspicious = true

[python]
calls = ["kiln.fire"]

[[example]]
path = "pots/a.py"
code = "import kiln; kiln.fire()"

[[twin]]
path = "pots/a.py"
code = "import kiln; kiln.cool()"
"""
PROGRAM = """
import json
import sys

import knownhands.capabilities

knownhands.capabilities.__path__.append(sys.argv[1])
from knownhands.capabilities.load import examined
from knownhands.checks.assemble import run_checks
from knownhands.features.assemble import features_of, find_evidence, measure_single
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.contents import Contents, Member
from knownhands.kinds.artifact import KIND as ARTIFACT
from knownhands.store import subjects
from knownhands.store.connection import memory_store

body = b"from kiln import fire\\nfire('clay')\\n"
with memory_store("package_schema") as store:
    keep(store, "a", Contents("folder", "pots", (Member("setup.py", len(body), body, 0o644, "file"),), (), True))
    subjects.prepare(store, "package")
    subjects.add(store, [{"artifact": "a"}])
    name = next(one.id for one in features_of("package") if "fires a kiln" in one.sentence and one.id.startswith("install_"))
    told = {
        "observations": store.execute("SELECT path, line, capability, trigger, sink FROM artifact_observations").fetchall(),
        "value": measure_single(store, "package")[name],
        "evidence": [(place.ref, place.line, place.excerpt) for place in find_evidence(store, "package", {name: [0]})[0, name]],
        "yes": [one.check for one in run_checks(store, ARTIFACT)[0] if one.answer == "yes"],
    }
examined()
sys.path.insert(0, sys.argv[2])
import docs

print(json.dumps({**told, "docs": docs.capabilities_page()}))
"""


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("capabilities")
    (folder / "fires_kiln.toml").write_text(TOY)
    scripts = Path(__file__).parents[2] / "scripts"
    done = subprocess.run([sys.executable, "-c", PROGRAM, folder, scripts], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_it_is_observed_where_a_file_shows_it(toy: dict) -> None:
    assert toy["observations"] == [["setup.py", 2, "fires_kiln", "install", "kiln.fire"]]


def test_it_is_counted_with_the_line_as_evidence(toy: dict) -> None:
    assert (toy["value"], toy["evidence"]) == (1, [["setup.py", 2, "kiln.fire"]])


def test_a_check_of_its_behaviour_says_yes(toy: dict) -> None:
    assert toy["yes"] == ["acts_at_install"]


def test_it_has_a_place_in_the_documentation(toy: dict) -> None:
    assert "### fires_kiln" in toy["docs"]
    assert "kiln.fire" in toy["docs"]
