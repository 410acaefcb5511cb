"""A dependency file, a store that was filled before, and a model with one rule: nobody is asked."""

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

import knownhands.report
from advisories import osv
from knownhands.store.connection import open_store
from one_rule import make_package_model
from stocked import EVIL, PLAIN, sha256, stock

SCHEMA = json.loads(resources.files(knownhands.report).joinpath("score.schema.json").read_text("utf-8"))
LOCK = """\
version = 1
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "teapot" }]
[[package]]
name = "teapot"
version = "1.0"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "kettle" }, { name = "handle" }]
[[package]]
name = "kettle"
version = "1.1"
source = { registry = "https://index.example/simple" }
[[package]]
name = "handle"
version = "0.1"
source = { git = "https://git.example/handle" }
"""


@pytest.fixture(scope="session")
def model(tmp_path_factory) -> Path:
    """A model of one rule."""
    return make_package_model(tmp_path_factory.mktemp("models") / "invented")


@pytest.fixture
def deps(run, model, tmp_path, monkeypatch):
    """What scores a dependency file of a given text from a stocked store; pip is told of the index that the lock names."""
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple/")
    store = tmp_path / "packages.duckdb"
    with open_store(store, print, "package_schema") as connection:
        stock(connection, "teapot", {"1.0": PLAIN})
        stock(connection, "kettle", {"1.0": PLAIN, "1.1": EVIL})

    def now(name: str, text: str, *options: object):
        (tmp_path / name).write_text(text)
        return run(
            *("score", "deps", tmp_path / name, "--offline", "--quiet"),
            *("--store", store, "--model", model, *options),
        )

    return now


def scores(ran) -> dict[str, dict]:
    return {score["subject"]["id"]: score for score in ran.json["scores"]}


def test_the_riskiest_comes_first_and_is_the_weakest_link_with_its_path(deps) -> None:
    ran = deps("uv.lock", LOCK, "--format", "json")
    assert (ran.code, ran.err) == (3, "")
    kettle, handle, teapot = ran.json["entries"]
    assert (kettle["id"], kettle["path"], kettle["is_direct"]) == ("pkg:pypi/kettle@1.1", ["teapot"], False)
    assert (teapot["id"], teapot["path"], teapot["is_direct"]) == ("pkg:pypi/teapot@1.0", [], True)
    assert ran.json["weakest"] == kettle["id"]
    assert ran.json["counts"] == {"high-risk": 1, "ordinary": 1, "unknown": 1}
    assert [gap["id"] for gap in ran.json["open"]] == [handle["id"]]
    assert handle["gap"] == "vcs: https://git.example/handle"


def test_the_text_says_so_in_words(deps) -> None:
    words = " ".join(deps("uv.lock", LOCK).out.split())
    assert words.index("pkg:pypi/kettle@1.1") < words.index("pkg:pypi/handle@0.1") < words.index("pkg:pypi/teapot@1.0")
    assert "uv.lock: 3 packages: 1 high-risk, 1 ordinary, 1 unknown" in words
    assert "weakest link: pkg:pypi/kettle@1.1" in words
    assert "comes in: teapot → kettle" in words
    assert "pkg:pypi/handle@0.1: vcs: https://git.example/handle" in words


ODD = {
    "an address": ("handle @ https://files.example/handle.whl", "url: https://files.example/handle.whl"),
    "a repository": ("handle @ git+https://git.example/handle", "vcs: git+https://git.example/handle"),
    "a local path": ("./handle", "local path: ./handle"),
    "a name that cannot be": ("!!!", "not a requirement"),
}


@pytest.mark.parametrize(("line", "gap"), ODD.values(), ids=ODD)
def test_what_is_in_no_registry_is_named_and_has_no_trust(line, gap, deps) -> None:
    ran = deps("requirements.txt", f"{line}\n", "--format", "json")
    (score,) = ran.json["scores"]
    assert ran.code == 3
    assert (score["trust"], score["band"], score["findings"]) == (None, "unknown", [])
    assert score["unknown"][0]["why"].startswith(gap)


def test_other_ecosystems_are_named(deps) -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {"type": "library", "name": "vase", "version": "1.0.0", "purl": "pkg:pottery/vase@1.0.0"},
            {"type": "library", "name": "teapot", "version": "1.0", "purl": "pkg:pypi/teapot@1.0"},
        ],
    }
    listed = scores(deps("bom.json", json.dumps(bill), "--format", "json"))
    assert listed["pkg:pypi/teapot@1.0"]["band"] == "ordinary"
    assert "pottery: packages of this kind are not looked up" in listed["pkg:pottery/vase@1.0.0"]["unknown"][0]["why"]


def test_what_is_left_open_is_scored_at_the_latest_version_and_says_so(deps) -> None:
    ran = deps("requirements.txt", "kettle>=1\n", "--format", "json")
    assert "this is the registry's latest" in str(scores(ran)["pkg:pypi/kettle@1.1"]["unknown"])
    assert "scored at the registry's latest version" in deps("requirements.txt", "kettle>=1\n").out


def test_the_json_keeps_to_the_contract(deps) -> None:
    printed = deps("uv.lock", LOCK, "--format", "json").json
    assert len(printed["scores"]) == len(printed["entries"]) == 3
    jsonschema.validate(printed, SCHEMA, jsonschema.Draft202012Validator)


def test_a_package_that_fails_is_named_with_the_bar_and_what_to_do(deps) -> None:
    ran = deps("uv.lock", LOCK, "--format", "json", "--fail-below", 50)
    assert (ran.code, ran.json["failed"]) == (1, ["pkg:pypi/kettle@1.1"])
    (rule,) = ran.json["scores"][0]["policy"]["failed"]
    assert rule["why"].endswith("is below 50, the bar set by the command line")
    assert rule["remedy"].startswith("Read the reasons")
    for format_ in ("text", "markdown", "html", "sarif"):
        words = " ".join(deps("uv.lock", LOCK, "--format", format_, "--fail-below", 50).out.split())
        assert "below 50, the bar set by the command line" in words
        assert "Read the reasons" in words


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "sarif"])
def test_every_format_names_each_package_the_weakest_link_and_what_is_unknown(format_, deps) -> None:
    out = deps("uv.lock", LOCK, "--format", format_).out.lower().replace("&#58;", ":").replace("&#64;", "@")
    for word in ("teapot", "kettle", "handle", "weakest link", "vcs"):
        assert word in out


def test_an_alert_stands_at_the_line_of_the_file(deps) -> None:
    (run,) = deps("requirements.txt", "teapot==1.0\nkettle==1.1\n", "--format", "sarif").json["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/requirements.txt")
    assert place["region"] == {"startLine": 2}


LOCKED = {
    "the same": (f"sha256:{sha256('teapot', '1.0')}", "no"),
    "another": (f"sha256:{'a' * 64}", "yes"),
    "another beside the same": (f"sha256:{sha256('teapot', '1.0')} --hash=sha256:{'a' * 64}", "yes"),
    "a kind that the registry does not give": (f"sha512:{'a' * 128}", "unknown"),
    "a kind that nobody knows": ("md5:" + "a" * 32, "unknown"),
}


@pytest.mark.parametrize(("hashes", "answer"), LOCKED.values(), ids=LOCKED)
def test_a_hash_that_the_registry_does_not_have_is_named(hashes, answer, deps) -> None:
    listed = scores(deps("requirements.txt", f"teapot==1.0 --hash={hashes}\n", "--format", "json"))
    (finding,) = (f for f in listed["pkg:pypi/teapot@1.0"]["findings"] if f["check"] == "is_not_what_was_locked")
    assert (finding["answer"], finding["severity"]) == (answer, "high")
    assert bool(finding["evidence"]) == (answer == "yes")


def test_without_hashes_nothing_was_locked(deps) -> None:
    assert "is_not_what_was_locked" not in deps("requirements.txt", "teapot==1.0\n", "--format", "json").out


def test_an_exchanged_package_is_for_review_because_of_that_alone(deps) -> None:
    ran = deps("requirements.txt", f"teapot==1.0 --hash=sha256:{'a' * 64}\n", "--format", "json")
    score = scores(ran)["pkg:pypi/teapot@1.0"]
    assert (score["band"], score["decided_by"]) == ("review", "provenance")
    assert "it is not what was locked" in score["verdict"]
    assert "is not what was locked" in deps("requirements.txt", f"teapot==1.0 --hash=sha256:{'a' * 64}\n").out


BARS = {
    "none": ("", "teapot==1.0", 0),
    "a band": ('fail_bands = ["high-risk"]', "kettle==1.1", 1),
    "a trust": ("fail_below = 99", "teapot==1.0", 1),
    "a check that says yes": ('fail_checks = ["acts_at_install"]', "kettle==1.1", 1),
    "a check that says no": ('fail_checks = ["acts_at_install"]', "teapot==1.0", 0),
    "a check that does not know": ('fail_checks = ["is_known_malicious"]', "teapot==1.0", 3),
    "a hash": ('fail_checks = ["is_not_what_was_locked"]', f"teapot==1.0 --hash=sha256:{'a' * 64}", 1),
    "an age that it has": ("min_release_age_days = 0", "teapot==1.0", 0),
    "an age that it lacks": ("min_release_age_days = 100000", "teapot==1.0", 1),
    "an unknown one among them": ("fail_below = 1", "teapot==1.0\n./handle", 3),
    "a file that is not there": ("", "teapot==1.0\n-r missing.txt", 3),
}


@pytest.mark.parametrize(("table", "lines", "code"), BARS.values(), ids=BARS)
def test_the_policy_decides_the_exit_code(table, lines, code, deps, tmp_path) -> None:
    (tmp_path / "policy.toml").write_text(f"[package]\n{table}\n[change]\nfail_below = 100\n")
    assert deps("requirements.txt", f"{lines}\n", "--policy", tmp_path / "policy.toml").code == code


def test_a_listed_package_is_known_from_the_advisories_in_the_store(deps, run, tmp_path) -> None:
    record = osv("MAL-1", affected=[{"package": {"ecosystem": "PyPI", "name": "teapot"}, "versions": ["1.0"]}])
    (tmp_path / "record.json").write_text(json.dumps(record))
    assert run("harvest", "advisories", tmp_path / "record.json", "--store", tmp_path / "packages.duckdb").code == 0
    ran = deps("requirements.txt", "teapot==1.0\nkettle==1.1\n", "--format", "json")
    score = ran.json["scores"][0]
    assert (score["subject"]["id"], score["trust"], score["band"]) == ("pkg:pypi/teapot@1.0", 0, "high-risk")
    assert score["verdict"] == "Do not use this package: it is known malicious."


def test_a_long_list_of_what_is_unknown_is_folded_with_its_count(deps) -> None:
    out = deps("requirements.txt", "".join(f"./part-{number}\n" for number in range(50))).out
    assert "left open: 50" in out
    assert "and 30 more" in out


def test_an_empty_file_is_fine_and_one_that_is_none_is_wrong_usage(deps) -> None:
    assert deps("requirements.txt", "# nothing\n").code == 0
    ran = deps("notes.md", "hello\n")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_what_a_file_says_does_not_move_the_cursor(deps) -> None:
    for format_ in ("text", "markdown", "html", "sarif"):
        out = deps("requirements.txt", "./a\x1b[2Jb\n", "--format", format_).out
        assert all(c.isprintable() or c == "\n" for c in out)


def test_what_an_index_serves_that_is_not_asked_is_not_scored_as_its_namesake(deps, monkeypatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
    ran = deps("uv.lock", LOCK, "--format", "json")
    kettle = next(entry for entry in ran.json["entries"] if entry["id"] == "pkg:pypi/kettle@1.1")
    assert kettle["gap"] == "index: https://index.example/simple"
    assert scores(ran)[kettle["id"]]["band"] == "unknown"
