"""A package that is not from its registry, another registry, or another package under a known name."""

import pytest
from packageurl.contrib.purl2url import get_repo_url

from changing import changed, seen, shown
from knownhands.harvest.content.comparers._dependencies import MOST

ADDRESSES = {
    "pip": ("requirements.txt", "pot==1\n", "pot @ https://kiln.example/pot.whl\n", "kiln.example"),
    "an egg": ("requirements.txt", "", "-e git+https://github.com/Kiln/pot.git#egg=pot\n", "github.com/kiln"),
    "uv": ("pyproject.toml", "", "[project]\ndependencies = ['pot']\n[tool.uv.sources]\npot = {git = 'https://kiln.example/pot'}\n", "kiln.example"),
    "poetry": ("pyproject.toml", "", "[tool.poetry.dependencies]\npot = {url = 'https://kiln.example/pot.whl'}\n", "kiln.example"),
    "a packed file": ("package.json", "{}", '{"dependencies": {"pot": "file:./pot.tgz"}}', "path"),
    "a folder instead": ("package.json", '{"dependencies": {"pot": "1"}}', '{"dependencies": {"pot": "file:./pot"}}', "path"),
    "SSH": ("package.json", "{}", '{"dependencies": {"pot": "git+ssh://git@github.com:kiln/pot.git"}}', "github.com/kiln"),
    "cargo": ("Cargo.toml", "", "[build-dependencies]\npot = { git = 'https://kiln.example/pot' }\n", "kiln.example"),
    "cargo's patch": ("Cargo.toml", "", "[patch.crates-io]\npot = { git = 'https://kiln.example/pot' }\n", "kiln.example"),
    "bundler": ("Gemfile", "", "gem 'pot', github: 'kiln/pot'\n", "github.com/kiln"),
    "bundler's block": ("Gemfile", "", "git 'https://kiln.example/pot' do\n  gem 'pot'\nend\n", "kiln.example"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "source"), ADDRESSES.values(), ids=ADDRESSES)
def test_a_package_from_an_address_is_seen_with_whose_it_is(path, old, new, source):
    assert ("dependency_from_address", source) in {(o.capability, o.source) for o in seen(changed(path, old, new))}


INDEXES = {
    "yarn": (".yarnrc.yml", 'npmRegistryServer: "https://kiln.example"\n'),
    "bun": ("bunfig.toml", '[install]\nregistry = "https://kiln.example/"\n'),
    "no certificates": (".npmrc", "strict-ssl=false\n"),
    "trust": ("requirements.txt", "--trusted-host kiln.example\n"),
    "poetry": ("pyproject.toml", "[[tool.poetry.source]]\nname = 'kiln'\nurl = 'https://kiln.example'\n"),
    "uv": ("uv.toml", "[[index]]\nurl = 'https://kiln.example'\n"),
    "pipenv": ("Pipfile", "[[source]]\nurl = 'https://kiln.example'\n"),
    "bundler": ("Gemfile", "source 'https://kiln.example'\n"),
    "composer": ("composer.json", '{"repositories": [{"type": "vcs", "url": "https://kiln.example/pot"}]}'),
    "maven": ("pom.xml", "<project><repository>\n<url>https://kiln.example/</url>\n</repository></project>\n"),
    "gradle": ("build.gradle", 'repositories {\n  maven { url "https://kiln.example/" }\n}\n'),
    "nuget": ("NuGet.config", '<packageSources>\n<add key="kiln" value="https://kiln.example/" />\n</packageSources>\n'),
    "cargo": (".cargo/config.toml", "[source.crates-io]\nreplace-with = 'kiln'\n"),
    "conda": ("environment.yml", "channels:\n  - kiln\n"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "new"), INDEXES.values(), ids=INDEXES)
def test_another_registry_is_seen(path, new):
    assert "dependency_index_changed" in shown(changed(path, "", new))


USUAL = {
    "the home of gems": ("Gemfile", f"source '{get_repo_url('pkg:gem/pot')}'\n"),
    "the usual channel": ("environment.yml", "channels:\n  - conda-forge\n"),
    "where it is deployed to": ("pom.xml", "<distributionManagement><repository>\n<url>https://kiln.example</url>\n"),
    "a part of the project": ("Cargo.toml", "[dependencies]\npot = { path = '../pot', version = '1' }\n"),
    "a workspace": ("package.json", '{"dependencies": {"pot": "workspace:*", "cup": "file:../cup", "jug": "npm:^1"}}'),
    "a replacement beside it": ("go.mod", "replace kiln.example/pot => ../pot\n"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "new"), USUAL.values(), ids=USUAL)
def test_what_is_usual_is_quiet(path, new):
    assert shown(changed(path, "", new)) <= {"new_dependency"}


def test_a_password_is_left_out():
    (observation,) = seen(changed(".npmrc", "", "registry=https://ada:secret@kiln.example/\n"))
    assert observation.target == "https://kiln.example/"


def test_a_file_with_many_is_cut_short():
    lines = "".join(f"pot{number} @ https://kiln{number}.example/pot.whl\n" for number in range(500))
    sources = [o for o in seen(changed("requirements.txt", "", lines)) if o.capability == "dependency_from_address"]
    assert len(sources) == 3 * MOST
