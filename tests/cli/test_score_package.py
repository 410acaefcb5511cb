"""Registries on this machine, asked as a user would, and then a store without any network."""

import base64
import hashlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources

import jsonschema
import pytest

import knownhands.report
from knownhands.checks.assemble import checks_of
from knownhands.kinds.package import KIND as PACKAGE
from packing import tgz, zipped

SCHEMA = json.loads(resources.files(knownhands.report).joinpath("score.schema.json").read_text("utf-8"))
EVIL = b"import os\nfrom setuptools import setup\nos.system('id')\nsetup()\n"
ANSWERS = {"yes", "no", "unknown"}


def sdist(version: str, setup: bytes) -> bytes:
    return tgz((f"teapot-{version}/PKG-INFO", b"Name: teapot\n"), (f"teapot-{version}/setup.py", setup))


FILES = {
    "/f/teapot-1.0.tar.gz": sdist("1.0", b"from setuptools import setup\nsetup()\n"),
    "/f/teapot-1.1.tar.gz": sdist("1.1", EVIL),
    "/f/teapot-1.1-py3-none-any.whl": zipped(("teapot/__init__.py", b""), ("teapot-1.1.dist-info/WHEEL", b"")),
    "/n/pot-2.0.0.tgz": tgz(("package/package.json", b"{}"), ("package/index.js", b"module.exports = 1\n")),
}
CUP = "/n/pot-2.0.0.tgz"


def listed(path: str, day: int) -> dict:
    filename = path.rpartition("/")[2]
    return {
        "filename": filename,
        "packagetype": "bdist_wheel" if filename.endswith("whl") else "sdist",
        "url": f"../..{path}",
        "digests": {"sha256": hashlib.sha256(FILES[path]).hexdigest()},
        "upload_time_iso_8601": f"2026-01-{day:02}T00:00:00Z",
        "yanked": False,
    }


PROJECT = {
    "info": {"name": "teapot", "version": "1.1"},
    "releases": {
        "1.0": [listed("/f/teapot-1.0.tar.gz", 1)],
        "1.1": [listed("/f/teapot-1.1.tar.gz", 2), listed("/f/teapot-1.1-py3-none-any.whl", 2)],
    },
}
DIST = {
    "tarball": CUP,
    "integrity": "sha512-" + base64.b64encode(hashlib.sha512(FILES[CUP]).digest()).decode(),
}
PACKUMENT = {
    "name": "@cups/pot",
    "dist-tags": {"latest": "2.0.0"},
    "time": {"2.0.0": "2026-01-03T00:00:00Z"},
    "versions": {"2.0.0": {"version": "2.0.0", "dist": DIST}},
}
SIMPLE = {"meta": {"api-version": "1.1"}, "files": []}
TEAPOT_JSON, TEAPOT_SIMPLE, POT_JSON = "/pypi/teapot/json", "/simple/teapot/", "/@cups%2fpot"


class Registries:
    """One server that is a package index and an npm registry; what is served can be changed in the middle of a test."""

    def __init__(self) -> None:
        self.requested_paths: list[str] = []
        self.bodies: dict[str, bytes] = dict(FILES)
        self.statuses: dict[str, int] = {}
        self.bodies[TEAPOT_JSON] = json.dumps(PROJECT).encode()
        self.bodies[TEAPOT_SIMPLE] = json.dumps(SIMPLE).encode()
        self.bodies[POT_JSON] = json.dumps(PACKUMENT).encode()

    def answer(self, path: str, etag: str | None) -> tuple[int, bytes]:
        self.requested_paths.append(path)
        status = self.statuses.get(path, 200 if path in self.bodies else 404)
        body = self.bodies.get(path, b"")
        if status == 200 and etag == self.etag(body):
            return 304, b""
        return status, body if status == 200 else b""

    @staticmethod
    def etag(body: bytes) -> str:
        return f'"{hashlib.sha256(body).hexdigest()[:8]}"'


@pytest.fixture
def registries(monkeypatch, tmp_path):
    """Registries at a private address, which is where mirrors are, configured as pip's and npm's."""
    registries = Registries()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = registries.answer(self.path, self.headers.get("If-None-Match"))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("ETag", registries.etag(body))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Print nothing."""

    (tmp_path / "empty.conf").touch()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_NO_INDEX", "PIP_TRUSTED_HOST", "NODE_EXTRA_CA_CERTS",
                 "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "empty.conf"))
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "empty.conf"))
    monkeypatch.setenv("npm_config_globalconfig", str(tmp_path / "empty.conf"))
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PIP_INDEX_URL", f"{address}/simple")
        monkeypatch.setenv("npm_config_registry", address)
        yield registries
        server.shutdown()
        thread.join()


@pytest.fixture
def no_network(monkeypatch):
    """What makes every socket and every look-up of a host fail the test."""

    def refuse(*_arguments, **_options):
        pytest.fail("a socket")

    def now() -> None:
        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)

    return now


def scores(ran) -> list[dict]:
    return ran.json.get("scores", [ran.json])


def answers(score: dict) -> dict[str, str]:
    return {finding["check"]: finding["answer"] for finding in score["findings"]}


def read_in(score: dict) -> set[str]:
    """Return the answers of the checks that ask what an archive holds."""
    artifact_checks = {check.id for check in checks_of(PACKAGE) if check.subject == "artifact"}
    return {answer for check, answer in answers(score).items() if check in artifact_checks}


def gaps(score: dict) -> dict[str, str]:
    return {gap["id"]: gap["why"] for gap in score["unknown"]}


def test_what_the_archives_of_the_latest_release_would_do_is_said(run, registries) -> None:
    ran = run("score", "package", "pypi:Teapot")
    assert (ran.code, ran.err) == (0, "")
    assert " of 100 ·" in ran.out
    assert "package pkg:pypi/teapot@1.1, sha256 " in ran.out
    assert "setup.py:3" in ran.out
    assert registries.requested_paths.count("/f/teapot-1.1.tar.gz") == 1


@pytest.mark.usefixtures("registries")
def test_a_yes_of_one_archive_is_a_yes_of_the_package(run) -> None:
    (score,) = scores(run("score", "package", "pkg:pypi/teapot@1.1", "--format", "json"))
    assert answers(score)["acts_at_install"] == "yes"
    assert set(answers(score).values()) <= ANSWERS
    assert score["subject"]["head"] == hashlib.sha256(FILES["/f/teapot-1.1-py3-none-any.whl"]).hexdigest()
    assert gaps(score).keys() == {"provenance", "vulnerability", "metadata"}
    (deciding,) = (concern for concern in score["concerns"] if concern["id"] == score["decided_by"])
    points = sum(reason["points"] for reason in deciding["reasons"] + score["earned"])
    assert points == pytest.approx(score["trust"], abs=1e-6)


@pytest.mark.usefixtures("registries")
def test_scores_come_in_the_order_asked_and_keep_to_the_schema(run) -> None:
    ran = run("score", "package", "npm:@cups/pot", "pypi:teapot@1", "pkg:npm/%40cups/pot@2.0.0", "--format", "json")
    printed = scores(ran)
    names = ["pkg:npm/%40cups/pot@2.0.0", "pkg:pypi/teapot@1.0", "pkg:npm/%40cups/pot@2.0.0"]
    assert [score["subject"]["id"] for score in printed] == names
    assert printed[0] == printed[2]
    assert answers(printed[0])["acts_at_install"] == "no"
    assert [entry["id"] for entry in ran.json["entries"]] == names
    jsonschema.validate(ran.json, SCHEMA, jsonschema.Draft202012Validator)


def test_the_release_before_is_fetched_too(run, registries) -> None:
    run("score", "package", "pypi:teapot")
    assert sorted(path for path in registries.requested_paths if path in FILES) == sorted(
        path for path in FILES if path != CUP
    )


def test_a_second_run_asks_whether_anything_is_new_and_fetches_nothing(run, registries) -> None:
    first = run("score", "package", "pypi:teapot", "npm:@cups/pot", "--format", "json")
    registries.requested_paths.clear()
    again = run("score", "package", "pypi:teapot", "npm:@cups/pot", "--format", "json")
    assert sorted(registries.requested_paths) == sorted([TEAPOT_JSON, TEAPOT_SIMPLE, POT_JSON])
    assert [score["findings"] for score in scores(again)] == [score["findings"] for score in scores(first)]


@pytest.mark.usefixtures("registries")
def test_what_does_not_exist_is_unknown_and_the_others_are_scored(run) -> None:
    ran = run("score", "package", "pypi:kettle", "pypi:teapot@9.0", "npm:@cups/pot", "--format", "json")
    kettle, version, pot = scores(ran)
    assert ran.code == 3
    assert gaps(kettle)["package"].startswith("There is no pypi package kettle at http")
    assert gaps(version)["release"] == "There is no version 9.0 of pypi teapot."
    assert gaps(version)["malware"] == "nothing of it could be read"
    assert gaps(version)["vulnerability"] == "no check about it could be asked"
    for score in (kettle, version):
        assert (score["trust"], score["band"], score["findings"]) == (None, "unknown", [])
        assert score["policy"]["passed"] is None
    assert [gap["id"] for gap in ran.json["open"]] == [kettle["subject"]["id"], version["subject"]["id"]]
    assert "no" in answers(pot).values()


BROKEN = {"an error": (418, b""), "half a document": (200, b'{"info": {"name": "tea'), "nothing": (200, b"")}


@pytest.mark.parametrize(("status", "body"), BROKEN.values(), ids=BROKEN)
def test_a_registry_that_makes_no_sense_is_unknown_and_never_clean(status, body, run, registries) -> None:
    for path in (TEAPOT_JSON, TEAPOT_SIMPLE):
        registries.bodies[path] = body
        registries.statuses[path] = status
    ran = run("score", "package", "pypi:teapot", "npm:@cups/pot", "--format", "json")
    teapot, pot = scores(ran)
    assert ran.code == 3
    assert "registry" in gaps(teapot)
    assert teapot["trust"] is None
    assert "no" not in read_in(teapot)
    assert "no" in read_in(pot)


def test_what_is_kept_is_shown_when_the_registry_fails_and_says_of_when_it_is(run, registries) -> None:
    (before,) = scores(run("score", "package", "pypi:teapot", "--format", "json"))
    registries.statuses[TEAPOT_JSON] = 418
    (after,) = scores(run("score", "package", "pypi:teapot", "--format", "json"))
    assert "418" in gaps(after)["registry"]
    assert answers(after) == answers(before)


def test_an_archive_that_is_not_what_the_registry_said_is_not_read(run, registries) -> None:
    registries.bodies["/f/teapot-1.1.tar.gz"] = b"something else"
    registries.statuses["/f/teapot-1.1-py3-none-any.whl"] = 404
    (score,) = scores(run("score", "package", "pypi:teapot", "--format", "json"))
    assert score["trust"] is None
    assert read_in(score) == {"unknown"}
    whys = [gap["why"] for gap in score["unknown"] if gap["id"] == "archive"]
    assert len(whys) == 2
    assert "another sha256" in whys[1]


@pytest.mark.usefixtures("registries")
def test_offline_opens_no_socket_and_says_the_same(run, no_network, tmp_path) -> None:
    question = ("pypi:teapot", "npm:@cups/pot", "--format", "json")
    online = scores(run("score", "package", *question))
    artifact = tmp_path / "teapot-1.1.tar.gz"
    artifact.write_bytes(FILES["/f/teapot-1.1.tar.gz"])
    no_network()
    ran = run("score", "package", *question, "--offline")
    assert (ran.code, ran.err) == (0, "")
    assert scores(ran) == online
    assert run("score", "artifact", artifact, "--offline").code == 0
    assert run("harvest", "pypi", "teapot", "--offline").code == 0
    assert run("harvest", "npm", "@cups/pot", "--offline").code == 0


@pytest.mark.usefixtures("registries")
def test_offline_names_what_the_store_lacks(run, no_network) -> None:
    assert run("harvest", "pypi", "teapot").code == 0
    no_network()
    ran = run("score", "package", "pypi:teapot", "pypi:teapot@9.0", "npm:@cups/pot", "--format", "json", "--offline")
    teapot, version, pot = scores(ran)
    assert "teapot-1.1.tar.gz was never fetched" in str(teapot["unknown"])
    assert teapot["trust"] is None
    assert "no" not in read_in(teapot)
    assert "no version 9.0" in gaps(version)["release"]
    assert gaps(pot)["package"].startswith("The store of packages holds nothing about pkg:npm/%40cups/pot.")


WRONG = {
    "no ecosystem": "teapot",
    "another ecosystem": "pkg:pottery/teapot",
    "no name": "pypi:",
    "no purl": "pkg:",
    "a name that cannot be": "npm:../teapot",
    "an index of its own": "pkg:pypi/teapot?repository_url=https://elsewhere.example",
}


@pytest.mark.parametrize("purl", WRONG.values(), ids=WRONG)
def test_what_names_no_package_is_wrong_usage_in_one_line(purl, run) -> None:
    ran = run("score", "package", purl, "--offline")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "sarif"])
@pytest.mark.usefixtures("registries")
def test_every_format_names_the_package(format_, run) -> None:
    for purls in (["pypi:teapot"], ["pypi:teapot", "npm:@cups/pot"]):
        assert "teapot" in run("score", "package", *purls, "--format", format_).out


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html", "sarif"])
@pytest.mark.usefixtures("registries")
def test_a_bar_that_is_missed_is_named_in_every_format(format_, run) -> None:
    for purls in (["pypi:teapot"], ["pypi:teapot", "npm:@cups/pot"]):
        ran = run("score", "package", *purls, "--format", format_, "--fail-below", 100)
        words = " ".join(ran.out.split())
        assert ran.code == 1
        assert "below 100, the bar set by the command line" in words
        assert "Read the reasons" in words


@pytest.mark.usefixtures("registries")
def test_a_release_is_too_young_for_the_policy_that_lies_here(run, tmp_path, monkeypatch) -> None:
    (tmp_path / "knownhands.toml").write_text("[package]\nmin_release_age_days = 100000\n")
    monkeypatch.chdir(tmp_path)
    ran = run("score", "package", "pypi:teapot", "--format", "json")
    (rule,) = ran.json["policy"]["failed"]
    assert (ran.code, rule["rule"]) == (1, "min_release_age_days")
    assert str(tmp_path / "knownhands.toml") in rule["why"]
    assert rule["remedy"].startswith("Wait until others have looked at it")
