"""Adding a kind of subject, a family or a check is adding files: the toys of tests/fixtures/toys work end to end."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest

import toy_task
from gitstory import Story
from invented import as_table

TESTS = Path(__file__).parent
TOYS = TESTS / "fixtures" / "toys"
SCHEMA = json.loads((TESTS.parent / "src" / "knownhands" / "report" / "score.schema.json").read_text("utf-8"))
PROGRAM = f"""
import importlib, sys
for name in sys.argv.pop(1).split():
    package = importlib.import_module("knownhands." + name)
    package.__path__.append(str({str(TOYS)!r} + "/" + name.replace(".", "/")))
"""
MAIN = "from knownhands.cli._main import main; sys.exit(main(sys.argv[1:]))"
POT = "kinds features checks store store.subject_tables learn.tasks assess cli"
POTS = [
    {"name": "cup", "wall_mm": 20.0, "height_mm": 80.0, "handles": 1.0, "glaze": "ash"},
    {"name": "tower", "wall_mm": 3.0, "height_mm": 590.0, "handles": 0.0, "glaze": "ash"},
    {"name": "shard", "wall_mm": None, "height_mm": None, "handles": None, "glaze": None},
    {"name": "tureen", "wall_mm": 20.0, "height_mm": 80.0, "handles": 1.0, "glaze": "lead"},
]
Run = Callable[..., subprocess.CompletedProcess[str]]


def start(toys: str, code: str, *words: object, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run code in an interpreter in which folders of toys belong to packages of knownhands."""
    environment = os.environ | {"KNOWNHANDS_CACHE": str(cache), "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    command = [sys.executable, "-c", PROGRAM + code, toys, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=cache)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """What runs the command line with some toys."""
    return lambda toys, *words: start(toys, MAIN, *words, cache=tmp_path)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of pots, trained by the command line."""
    folder = tmp_path_factory.mktemp("pots")
    pq.write_table(toy_task.pots(0), folder / "pots.parquet")
    done = start(POT, MAIN, "train", folder / "pots.parquet", "--out", folder / "pot-cracks-1", "--quick", cache=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "pot_cracks: 1,200 examples." in done.stderr
    return folder / "pot-cracks-1"


@pytest.fixture
def score(run: Run, model: Path, tmp_path: Path) -> Run:
    """What scores the pots."""
    (tmp_path / "pots.json").write_text(json.dumps(POTS))
    return lambda *words: run(POT, "score", "pot", tmp_path / "pots.json", "--model", model, *words)


def test_a_kind_of_ones_own_is_trained_judged_and_keeps_to_the_contract(score: Run) -> None:
    done = score("--format", "json")
    assert (done.returncode, done.stderr) == (3, "")
    printed = json.loads(done.stdout)
    jsonschema.validate(printed, SCHEMA, jsonschema.Draft202012Validator)
    cup, tower, shard, tureen = printed["scores"]
    assert cup["trust"] > tower["trust"]
    assert [score["band"] for score in (cup, tower, tureen)] == ["ordinary", "high-risk", "high-risk"]
    assert tureen["verdict"] == "Do not use this pot: it is glazed with lead."
    assert (tureen["decided_by"], tower["decided_by"]) == ("glaze", "cracks")
    assert {"shape", "glaze", "cracks"} <= {gap["id"] for gap in shard["unknown"]}
    assert (shard["trust"], shard["verdict"][:22]) == (None, "No verdict on this pot")


def test_the_card_of_a_task_comes_from_the_template_beside_it(model: Path) -> None:
    card = (model / "card.md").read_text("utf-8")
    assert card.startswith("# pot-cracks-1\n\nA kiln remembers cracked pots.\n")
    assert "| height alone |" in card


def test_of_two_tasks_that_learn_from_clones_one_has_to_be_named(run: Run, story: Story, tmp_path: Path) -> None:
    words = ("train", story.path, "--out", tmp_path / "pots", "--quick")
    refused = run(POT, *words)
    assert refused.returncode == 2
    assert (
        "From clones, change_attack or change_defect or pot_cracks can be learned. Say which one with --task."
        in refused.stderr
    )
    done = run(POT, *words, "--task", "pot_cracks")
    assert (done.returncode, "pot_cracks: 1,200 examples." in done.stderr) == (0, True), done.stderr


def test_reports_name_the_kind_and_its_bar_has_a_table_of_its_own(score: Run, tmp_path: Path) -> None:
    (tmp_path / "knownhands.toml").write_text("[pot]\nfail_below = 30\n[change]\nfail_below = 100\n")
    for format_ in ("text", "markdown", "html", "sarif"):
        done = score("--format", format_)
        words = " ".join(done.stdout.split()).replace("&#58;", ":")
        assert done.returncode == 1
        assert "4 pots: 2 high-risk, 1 ordinary, 1 unknown" in words
        assert "is below 30" in words
        assert "is glazed with lead" in words.lower()


def test_the_reference_describes_the_kind_its_family_its_check_and_its_command(tmp_path: Path) -> None:
    code = f"sys.path.insert(0, {str(TESTS.parent / 'scripts')!r}); import docs, json; print(json.dumps(docs.pages()))"
    done = start(POT, code, cache=tmp_path)
    assert done.returncode == 0, done.stderr
    pages = json.loads(done.stdout)
    assert "## About a pot" in pages["features.md"]
    assert "`wall_mm`" in pages["features.md"]
    assert "### is_glazed_with_lead" in pages["checks.md"]
    assert "## knownhands score pot" in pages["commands.md"]
    assert "Will it crack in the kiln?" in pages["sentences.md"]
    assert "## pots" in pages["tables.md"]


def test_a_new_family_is_measured_and_the_model_that_lacks_it_still_judges(run: Run, story: Story) -> None:
    story.commit({"pot.clay": "1\n", "cup.clay": "1\n"}, "Start")
    plain, more = (
        run(toys, "score", "change", "HEAD", "--repo", story.path, "--format", "json")
        for toys in ("", "features.change")
    )
    assert (more.returncode, more.stderr) == (0, "")
    assert more.stdout == plain.stdout


def test_a_new_family_has_a_column_in_the_table_of_features(story: Story, tmp_path: Path) -> None:
    story.commit({"pot.clay": "1\n", "cup.clay": "1\n", "wheel.py": "1\n"}, "Start")
    code = f"""
from knownhands import Knownhands, features_table
print(features_table([Knownhands().change("HEAD", {str(story.path)!r})])["clay_files"].to_pylist())
"""
    assert start("features.change", code, cache=tmp_path).stdout == "[2.0]\n"


def test_a_new_family_trains_at_once_and_is_unknown_in_old_examples(run: Run, tmp_path: Path) -> None:
    pq.write_table(as_table(0), tmp_path / "examples.parquet")
    done = run("features.change", "train", tmp_path / "examples.parquet", "--out", tmp_path / "ours", "--quick")
    assert done.returncode == 0, done.stderr
    assert "1 column is unknown in these examples: clay_files." in done.stderr
    assert (
        "Unknown throughout in the examples, and so in training: `clay_files`."
        in (tmp_path / "ours" / "card.md").read_text()
    )


def test_a_new_check_of_archives_is_asked_and_settles_the_verdict(run: Run, tmp_path: Path) -> None:
    (tmp_path / "teapot").mkdir()
    (tmp_path / "teapot" / "spout").write_text("toot")
    (tmp_path / "policy.toml").write_text('[package]\nfail_checks = ["has_a_spout"]\n')
    arguments = ("score", "artifact", tmp_path / "teapot", "--policy", tmp_path / "policy.toml", "--format", "json")
    done = run("checks.package", *arguments)
    printed = json.loads(done.stdout)
    assert (done.returncode, printed["trust"]) == (1, 0)
    assert printed["verdict"] == "Do not use this artifact: it has a spout."
    assert "Put a cork in it." in str(printed["policy"]["failed"])


def test_a_new_check_of_changes_is_asked_of_a_change_and_in_a_ranking(run: Run, story: Story) -> None:
    story.commit({"wheel.py": "1\n"}, "Start")
    story.commit({"kiln.py": "1\n"}, "Fire")
    done = run("checks.change", "score", "change", "HEAD", "--repo", story.path, "--format", "json")
    printed = json.loads(done.stdout)
    assert {finding["check"] for finding in printed["findings"] if finding["answer"] == "yes"} == {"fires_the_kiln"}
    assert (printed["band"], printed["decided_by"]) == ("review", "attack")
    ranked = json.loads(run("checks.change", "rank", story.path, "--format", "json").stdout)["scores"]
    answers = {
        score["subject"]["title"]: [
            finding["answer"] for finding in score["findings"] if finding["check"] == "fires_the_kiln"
        ]
        for score in ranked
    }
    assert answers == {"Fire": ["yes"], "Start": ["no"]}
