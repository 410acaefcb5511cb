"""Packages are looked up where npm would look them up, and a stranger's project learns no secrets."""

import base64
from pathlib import Path

import pytest

from knownhands.ecosystems.npm.configuration import npm_files, project_file, read_npm
from knownhands.errors import UsageError


def read(tmp_path: Path, own: str = "", environment: dict[str, str] | None = None, project: str | None = None):
    user, here = tmp_path / "user", tmp_path / "project"
    user.write_text(own)
    if project is not None:
        here.write_text(project)
    return read_npm(environment or {}, [tmp_path / "missing", user], here if project is not None else None)


def test_without_configuration_packageurl_knows_the_home(tmp_path) -> None:
    (registry,) = read(tmp_path).registries
    assert registry.address.startswith("https://")


def test_the_environment_is_stronger_than_a_project_and_that_than_the_user(tmp_path) -> None:
    own, project = "registry=https://one.example/\n", "; ours\nregistry = 'https://two.example/npm/'\n"
    assert read(tmp_path, own).registries[0].address == "https://one.example"
    configuration = read(tmp_path, own, project=project)
    assert configuration.registries[0].address == "https://two.example/npm"
    assert configuration.notes == (f"{tmp_path / 'project'} says where npm packages are looked up.",)
    for name in ("NPM_CONFIG_REGISTRY", "npm_config_registry"):
        environment = {name: "https://three.example"}
        assert read(tmp_path, own, environment, project).registries[0].address == "https://three.example"


def test_a_scope_may_have_a_registry_of_its_own(tmp_path) -> None:
    configuration = read(tmp_path, "@kettles:registry=https://kettles.example/npm/\n")
    assert configuration.scopes["@kettles"].address == "https://kettles.example/npm"


SECRETS = {
    "token": ("//one.example/npm/:_authToken=${TOKEN}", "Bearer t0ken"),
    "of a path above": ("//one.example/:_authToken=t0ken", "Bearer t0ken"),
    "pair": (f"//one.example/:_auth={base64.b64encode(b'ada:word').decode()}", "Basic YWRhOndvcmQ="),
    "two": (f'//one.example/:username=ada\n//one.example/:_password="{base64.b64encode(b"word").decode()}"', "Basic YWRhOndvcmQ="),
    "another host's": ("//two.example/:_authToken=t0ken", ""),
    "a name that begins so": ("//one.example/np/:_authToken=t0ken", ""),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), SECRETS.values(), ids=SECRETS)
def test_credentials_belong_to_a_host_and_path(lines, expected, tmp_path) -> None:
    configuration = read(tmp_path, f"registry=https://one.example/npm/\n{lines}\n", {"TOKEN": "t0ken"})
    assert configuration.registries[0].authorization == expected
    assert "t0ken" not in str(configuration)


def test_a_project_gets_neither_our_environment_nor_our_token(tmp_path) -> None:
    own = "registry=https://one.example/\n//one.example/:_authToken=t0ken\n"
    project = "registry=https://thief.example/\n//thief.example/:_authToken=${SECRET}\n@a:registry=https://x.example/${SECRET}\n"
    configuration = read(tmp_path, own, {"SECRET": "s3cret"}, project)
    assert configuration.registries[0].authorization == ""
    assert "s3cret" not in configuration.scopes["@a"].address


def test_what_makes_no_sense_is_one_clear_line_without_the_secret(tmp_path) -> None:
    with pytest.raises(UsageError, match=r"no Base64") as caught:
        read(tmp_path, "registry=https://one.example\n//one.example/:_auth=s3cret!\n")
    assert "s3cret" not in caught.value.message
    with pytest.raises(UsageError, match=r"one\.example"):
        read(tmp_path, "registry=ftp://ada:s3cret@one.example\n")


def test_more_certificates_are_added_to_those_we_trust(tmp_path) -> None:
    configuration = read(tmp_path, "cafile=/etc/one.pem\n", {"NODE_EXTRA_CA_CERTS": "/etc/two.pem"})
    assert (configuration.certificates, configuration.extra_certificates) == ("/etc/one.pem", "/etc/two.pem")


def test_the_project_is_the_folder_above_that_has_a_package(tmp_path) -> None:
    below = tmp_path / "src" / "deep"
    below.mkdir(parents=True)
    assert project_file(below) is None
    (tmp_path / "package.json").touch()
    (tmp_path / ".npmrc").touch()
    assert project_file(below) == tmp_path / ".npmrc"


def test_files_may_be_named_in_the_environment(tmp_path) -> None:
    environment = {"NPM_CONFIG_USERCONFIG": "/srv/own", "npm_config_globalconfig": "/srv/everyone"}
    assert npm_files(environment, tmp_path)[-2:] == [Path("/srv/everyone"), Path("/srv/own")]
    assert npm_files({"PATH": "", "PREFIX": "/opt/node"}, tmp_path)[-2:] == [
        Path("/opt/node/etc/npmrc"),
        tmp_path / ".npmrc",
    ]
