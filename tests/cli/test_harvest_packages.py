"""A package index on this machine, asked as a user would; of npm only what is different."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stamina

PROJECT = {
    "info": {"name": "teapot", "version": "1.0"},
    "releases": {"1.0": [{"filename": "teapot-1.0.tar.gz", "packagetype": "sdist", "url": "../f", "yanked": False}]},
}


class Index(BaseHTTPRequestHandler):
    """Knows one project, by its JSON document only."""

    def do_GET(self) -> None:
        is_there = self.path == "/pypi/teapot/json"
        content = json.dumps(PROJECT).encode() if is_there else b""
        self.send_response(200 if is_there else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def index(monkeypatch, tmp_path):
    """The address of an index on a private host, which is where mirrors are, configured as pip's."""
    (tmp_path / "pip.conf").touch()
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    for name in (
        "PIP_EXTRA_INDEX_URL",
        "PIP_CERT",
        "PIP_NO_INDEX",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PIP_INDEX_URL", f"{address.replace('//', '//ada:s3cret-word@')}/simple")
        yield address
        server.shutdown()
        thread.join()


def test_a_package_is_read_from_the_index_that_pip_uses_and_read_again_offline(run, index, monkeypatch) -> None:
    ran = run("harvest", "pypi", "Teapot")
    assert (ran.code, ran.out) == (0, "pypi teapot: 1 releases, new\n")
    assert f"{index}/simple/teapot/ does not exist" in ran.err

    def refuse(*_arguments, **_options):
        pytest.fail("a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert run("harvest", "pypi", "teapot", "--offline") == (0, "pypi teapot: 1 releases, as before\n", "")


def test_what_is_not_there_is_exit_3_in_one_line_without_credentials(run, index) -> None:
    ran = run("harvest", "pypi", "kettle", "teapot", "--quiet")
    assert (ran.code, ran.out) == (3, "pypi teapot: 1 releases, new\n")
    assert ran.err == f"knownhands: There is no pypi package kettle at {index}/simple. Check its name.\n"


def test_several_that_are_not_there_are_counted(run, index) -> None:
    ran = run("harvest", "pypi", "kettle", "cup")
    assert ran.code == 3
    assert ran.err.splitlines()[-1].startswith("knownhands: 2 of 2 packages could not be read")
    assert f"There is no pypi package cup at {index}/simple" in ran.err


def test_what_was_never_fetched_cannot_be_read_offline(run) -> None:
    ran = run("harvest", "pypi", "teapot", "--offline")
    assert (ran.code, ran.out) == (3, "")
    assert (
        ran.err
        == "knownhands: The store of packages holds nothing about pkg:pypi/teapot. Run once without --offline.\n"
    )


def test_a_store_of_a_repository_is_left_alone(run, pottery, tmp_path) -> None:
    store = tmp_path / "pots.duckdb"
    assert run("harvest", "git", pottery.path, "--store", store).code == 0
    ran = run("harvest", "pypi", "teapot", "--store", store, "--offline")
    assert (ran.code, ran.out) == (3, "")
    assert "no store of ours for this" in ran.err
    assert run("harvest", "git", pottery.path, "--store", store).out.startswith("0 new commits")


@pytest.fixture
def closed_port() -> int:
    """A port of this machine at which nobody answers."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def test_a_project_that_names_another_registry_is_mentioned_and_unreachable_is_exit_3(
    run, monkeypatch, tmp_path, closed_port
) -> None:
    (tmp_path / "package.json").touch()
    (tmp_path / ".npmrc").write_text(f"registry=http://127.0.0.1:{closed_port}/\n")
    monkeypatch.chdir(tmp_path)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NPM_CONFIG_REGISTRY", "npm_config_registry"):
        monkeypatch.delenv(name, raising=False)
    with stamina.set_testing(True, attempts=1):
        ran = run("harvest", "npm", "@kettles/teapot")
    assert (ran.code, ran.out) == (3, "")
    noted, complaint = ran.err.splitlines()
    assert noted == f"{tmp_path / '.npmrc'} says where npm packages are looked up."
    assert complaint.startswith(f"knownhands: http://127.0.0.1:{closed_port}/@kettles%2fteapot could not be read")


def test_a_name_that_cannot_be_one_is_wrong_usage(run) -> None:
    ran = run("harvest", "npm", "../teapot")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("knownhands: '../teapot' is no name of a package of npm.")
