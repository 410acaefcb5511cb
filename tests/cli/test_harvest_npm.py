"""What only the command for npm does: the rest is tested beside the one for PyPI."""

import socket

import pytest
import stamina


@pytest.fixture
def closed_port() -> int:
    """A port of this machine at which nobody answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


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
    assert ran.err.startswith("knownhands: '../teapot' is no name of an npm package.")
