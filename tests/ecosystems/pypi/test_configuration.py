"""Packages are looked up where pip would look them up."""

import base64
import os
from pathlib import Path

import pytest

from knownhands.ecosystems.pypi.configuration import pip_files, read_pip
from knownhands.errors import UsageError


def read(tmp_path: Path, environment: dict[str, str] | None = None, **files: str):
    paths = []
    for name, content in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(content)
    return read_pip(environment or {}, paths, tmp_path)


def test_without_configuration_packageurl_knows_the_home(tmp_path) -> None:
    (registry,) = read(tmp_path).registries
    assert registry.address.startswith("https://")
    assert registry.address.endswith("/simple")
    assert registry.authorization == ""


def test_a_stronger_file_wins_and_the_environment_wins_over_all(tmp_path) -> None:
    files = {
        "everyone": "[global]\nindex-url = https://one.example/simple\ncert = /etc/one.pem\n",
        "own": "[install]\nindex_url = https://two.example/simple/\n",
    }
    configuration = read(tmp_path, **files)
    assert [registry.address for registry in configuration.registries] == ["https://two.example/simple"]
    assert configuration.certificates == "/etc/one.pem"
    environment = {"PIP_INDEX_URL": "https://three.example/simple", "PIP_CERT": "/etc/three.pem"}
    configuration = read(tmp_path, environment, **files)
    assert [registry.address for registry in configuration.registries] == ["https://three.example/simple"]
    assert configuration.certificates == "/etc/three.pem"


def test_extra_indexes_are_asked_after_the_first_and_folders_are_named(tmp_path) -> None:
    environment = {
        "PIP_INDEX_URL": "http://10.0.0.7:3141/simple",
        "PIP_EXTRA_INDEX_URL": "file:///srv/wheels https://ada:word@two.example/simple",
    }
    configuration = read(tmp_path, environment)
    assert [registry.address for registry in configuration.registries] == [
        "http://10.0.0.7:3141/simple",
        "https://two.example/simple",
    ]
    assert configuration.notes == ("pip's index file:///srv/wheels is a folder or no address, and was not asked.",)


def test_hosts_that_pip_trusts_are_known(tmp_path) -> None:
    configuration = read(tmp_path, own="[global]\ntrusted-host =\n    Files.example\n    mirror.example:8443\n")
    assert configuration.trusted_hosts == {"files.example", "mirror.example:8443"}
    assert read(tmp_path).trusted_hosts == frozenset()


def test_credentials_are_kept_out_of_sight(tmp_path) -> None:
    configuration = read(tmp_path, {"PIP_INDEX_URL": "https://ada:w%40rd-s3cret@one.example/simple"})
    assert base64.b64decode(configuration.registries[0].authorization.split()[1]) == b"ada:w@rd-s3cret"
    assert "s3cret" not in f"{configuration} {configuration.registries[0].address}"
    assert configuration.registries[0].authorization.split()[1] not in f"{configuration}"


def test_netrc_speaks_for_its_own_host_only(tmp_path) -> None:
    (tmp_path / ".netrc").write_text("machine one.example login ada password word\n")
    (tmp_path / ".netrc").chmod(0o600)
    configuration = read(
        tmp_path, {"PIP_INDEX_URL": "https://one.example/simple", "PIP_EXTRA_INDEX_URL": "https://two.example/s"}
    )
    assert [bool(registry.authorization) for registry in configuration.registries] == [True, False]


def test_no_index_is_respected(tmp_path) -> None:
    with pytest.raises(UsageError, match="no index"):
        read(tmp_path, own="[global]\nno-index = true\n")
    assert read(tmp_path, own="[global]\nno-index = false\n").registries


def test_a_broken_file_is_one_clear_line(tmp_path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path, own="index-url\n")


def test_a_file_that_is_named_stands_in_for_the_users_own(tmp_path) -> None:
    named = tmp_path / "pip.conf"
    named.touch()
    files = pip_files({"PIP_CONFIG_FILE": str(named)})
    assert files[-1] == named
    assert Path.home() / ".pip" / "pip.conf" not in files
    assert Path.home() / ".pip" / "pip.conf" in pip_files({})
    assert pip_files({"PIP_CONFIG_FILE": os.devnull}) == []
