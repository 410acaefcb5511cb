"""An ecosystem is one folder and a lock format one file: those of tests/fixtures/toys work, and nothing else knows them."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from packing import tgz

TOYS = Path(__file__).parents[1] / "fixtures" / "toys"
PROGRAM = f"""
import sys
import knownhands.ecosystems, knownhands.harvest.dependencies.formats as formats
knownhands.ecosystems.__path__.append({str(TOYS / "ecosystems")!r})
formats.__path__.append({str(TOYS / "formats")!r})
from knownhands.cli._main import main
sys.exit(main(sys.argv[1:]))
"""
BOX = tgz(("teapot/toy.py", b"print('toot')\n"))
Run = Callable[..., subprocess.CompletedProcess[str]]


class Toybox(BaseHTTPRequestHandler):
    """Has one toy, in two releases."""

    def do_GET(self) -> None:
        file = {"url": f"http://{self.headers['Host']}/box", "sha256": hashlib.sha256(BOX).hexdigest()}
        answers = {"/toys/teapot": json.dumps({"releases": {"r9": file, "r10": file}}).encode(), "/box": BOX}
        content = answers.get(self.path, b"")
        self.send_response(200 if content else 404)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def toybox() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Toybox) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def run(tmp_path: Path, toybox: str) -> Run:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {"KNOWNHANDS_CACHE": str(tmp_path / "cache"), "TOYBOX": toybox}

    def now(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", PROGRAM, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)

    return now


def test_a_new_ecosystem_has_a_command_that_follows_its_rules(run) -> None:
    ran = run("harvest", "toy", "Tea+Pot", "--quiet")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "toy teapot: 2 releases, new\n", "")
    assert run("harvest", "toy", "teapot", "--offline").stdout == "toy teapot: 2 releases, as before\n"
    assert "'4' is no name of a package of Toybox. Use letters and pluses." in run("harvest", "toy", "4").stderr


@pytest.mark.parametrize(
    ("file", "text"), [("toys.lock", "Tea+Pot r010\n"), ("wishes.txt", "pkg:toy/Tea%2BPot@r010\n")]
)
def test_a_new_lock_format_is_scored_and_scored_again_offline(run, tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)
    online, offline = (run("score", "deps", file, "--format", "json", *more) for more in ([], ["--offline"]))
    assert (online.returncode, online.stderr) == (offline.returncode, offline.stderr)
    assert '"id": "pkg:toy/teapot@r10"' in offline.stdout
    assert '"band": "ordinary"' in offline.stdout


def test_what_is_latest_is_the_ecosystems_to_say(run) -> None:
    ran = run("score", "package", "toy:TEAPOT", "--format", "json")
    assert json.loads(ran.stdout)["subject"]["id"] == "pkg:toy/teapot@r10"
