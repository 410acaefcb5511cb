"""Sixteen ways in which a change brings in a package, another source or another host, each seen, and a bump that is none."""

import pytest

from changing import changed, seen, shown

LOCKED = '{"packages": {"": {"dependencies": {"pot": "^1.0.0"}},\n"node_modules/pot": {"version": "1.0.0", "resolved": "https://kiln.example/pot/-/pot-1.0.0.tgz"}}}'
ELSEWHERE = LOCKED.replace("https://kiln.example", "https://thief.example")
WAYS = {
    "setup.py": ("setup.py", "setup(install_requires=['pot'])", "setup(install_requires=['pot', 'cup'])", "new_dependency", "cup"),
    "setup.py, what builds it": ("setup.py", "setup()", "setup(setup_requires=['cup'])", "new_build_dependency", "cup"),
    "setup.cfg": ("setup.cfg", "[options]\ninstall_requires =\n  pot\n", "[options]\ninstall_requires =\n  pot\n  cup\n", "new_dependency", "cup"),
    "package.json": ("package.json", '{"dependencies": {"pot": "1"}}', '{"dependencies": {"pot": "1",\n"cup": "1"}}', "new_dependency", "cup"),
    "an alias": ("package.json", '{"dependencies": {"pot": "1"}}', '{"dependencies": {"pot": "npm:p0t@1"}}', "dependency_alias", "pot is p0t"),
    "an override": ("package.json", "{}", '{"overrides": {"kiln": {"pot": "npm:p0t@1"}}}', "dependency_alias", "pot is p0t"),
    "an address": ("package.json", '{"dependencies": {"pot": "1"}}', '{"dependencies": {"pot": "kiln/pot"}}', "dependency_from_address", "github:kiln/pot"),
    "Pipfile": ("Pipfile", "[packages]\n", "[packages]\ncup = '*'\n", "new_dependency", "cup"),
    "environment.yml": ("environment.yml", "dependencies:\n  - pip:\n", "dependencies:\n  - pip:\n    - cup\n", "new_dependency", "cup"),
    "another index": ("requirements.txt", "pot\n", "--extra-index-url https://kiln.example/simple\npot\n", "dependency_index_changed", "https://kiln.example/simple"),
    ".npmrc": (".npmrc", "", "@pots:registry = https://kiln.example/\n", "dependency_index_changed", "https://kiln.example/"),
    "pip.conf": ("pip.conf", "[global]\n", "[global]\nindex-url = https://kiln.example/\n", "dependency_index_changed", "https://kiln.example/"),
    "an image": ("Dockerfile", "FROM clay:3\n", "FROM thief/clay:3\n", "new_image_owner", "thief/clay"),
    "a command": ("Dockerfile", "FROM clay:3\n", "FROM clay:3\nRUN pip install git+https://kiln.example/pot\n", "dependency_from_address", "git+https://kiln.example/pot"),
    "a lock file's host": ("package-lock.json", LOCKED, ELSEWHERE, "dependency_other_host", "https://thief.example/pot/-/pot-1.0.0.tgz"),
    "a build backend": ("pyproject.toml", "[build-system]\nrequires = ['clay']\n", "[build-system]\nrequires = ['clay']\nbackend-path = ['.']\n", "build_backend_in_tree", "."),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "capability", "target"), WAYS.values(), ids=WAYS)
def test_each_way_is_seen_and_says_what_it_brings_in(path, old, new, capability, target):
    observations = [(seen.capability, seen.target) for seen in seen(changed(path, old, new))]
    assert (capability, target) in observations
    assert capability not in shown(changed(path, new, new + "\n"))


BUMPS = {
    "package.json": ("package.json", '{"dependencies": {"pot": "^1.0.0"}}', '{"dependencies": {"pot": "^1.0.1"}}'),
    "its lock file": ("package-lock.json", LOCKED, LOCKED.replace("1.0.0.tgz", "1.0.1.tgz").replace('"1.0.0"', '"1.0.1"')),
    "requirements.txt": ("requirements.txt", "pot==1.0\n", "pot==1.1\n"),
    "pyproject.toml": ("pyproject.toml", "[project]\ndependencies = ['pot>=1']\n", "[project]\ndependencies = ['Pot>=2']\n"),
    "Cargo.toml": ("Cargo.toml", '[dependencies]\npot = "1"\n', '[dependencies]\npot = { version = "2" }\n'),
    "go.mod": ("go.mod", "require kiln.example/pot v1.0.0\n", "require kiln.example/pot/v2 v2.0.0\n"),
    "Gemfile": ("Gemfile", "gem 'pot', '~> 1'\n", "gem 'pot', '~> 2'\n"),
    "Dockerfile": ("Dockerfile", "FROM kiln/clay:3@sha256:ab\n", "FROM kiln/clay:4@sha256:cd\n"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new"), BUMPS.values(), ids=BUMPS)
def test_another_version_from_the_same_place_is_quiet(path, old, new):
    assert not shown(changed(path, old, new))


def test_a_file_that_becomes_a_list_of_packages_counts_as_one_and_one_that_only_moves_does_not():
    assert "new_dependency" in shown(changed("requirements.txt", "cup==1\n", "cup==1\n", old_path="notes.txt"))
    assert not shown(changed("requirements.txt", "cup==1\n", "cup==1\n", old_path="requirements-dev.txt"))


def test_what_a_list_of_packages_includes_counts_too():
    files = [changed("requirements.txt", "pot\n", "pot\n-r more/base.txt\n"), changed("more/base.txt", None, "cup\n")]
    assert ("new_dependency", "more/base.txt", "cup") in {(o.capability, o.path, o.target) for o in seen(*files)}
