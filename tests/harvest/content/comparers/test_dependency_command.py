"""A command of a script that installs from an address, or tells an installer to ask another registry."""

import pytest
from packageurl.contrib.purl2url import get_repo_url

from changing import changed, seen, shown
from knownhands.harvest.dependencies.hosts import host_of

COMMANDS = {
    "pip": ("go.sh", "python -m pip install -q 'git+https://kiln.example/pot'", "dependency_from_address"),
    "npm": ("Dockerfile", "RUN cd a && npm i -g https://kiln.example/pot.tgz", "dependency_from_address"),
    "a shorthand": (".github/workflows/a.yml", "      - run: npm install github:kiln/pot", "dependency_from_address"),
    "npx": ("Makefile", "\tnpx --yes https://kiln.example/pot.tgz", "dependency_from_address"),
    "uv": ("go.sh", "uvx --from git+https://kiln.example/pot pot", "dependency_from_address"),
    "cargo": ("go.sh", "cargo install --git https://kiln.example/pot", "dependency_from_address"),
    "an index": ("tox.ini", "  pip install --extra-index-url=https://kiln.example/simple pot", "dependency_index_changed"),
    "a setting": ("go.sh", "npm config set registry https://kiln.example", "dependency_index_changed"),
    "a variable": ("Dockerfile", "ENV PIP_INDEX_URL=https://kiln.example/simple", "dependency_index_changed"),
    "no sums": ("go.sh", "export GOSUMDB=off", "dependency_index_changed"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "line", "capability"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_is_seen(path, line, capability):
    assert capability in shown(changed(path, "", f"{line}\n"))


HOME = host_of(get_repo_url("pkg:pypi/pot@1"))
QUIET = {
    "a registry": ("go.sh", "pip install pot && npm ci && cargo install pot"),
    "a comment": ("go.sh", "# pip install git+https://kiln.example/pot"),
    "another command": ("go.sh", "npm ci; open https://kiln.example/pot"),
    "documentation": ("README.md", "pip install git+https://kiln.example/pot"),
    "its home": ("go.sh", f"pip install --index-url https://{HOME}/simple pot"),
}


@pytest.mark.parametrize(("path", "line"), QUIET.values(), ids=QUIET)
def test_what_is_usual_is_quiet(path, line):
    assert not shown(changed(path, "", f"{line}\n")) & {"dependency_from_address", "dependency_index_changed"}


def test_the_same_place_in_a_changed_command_is_not_new():
    old, new = ("pip install git+https://kiln.example/pot@{}\n".format(tag) for tag in "12")  # noqa: UP032
    assert not shown(changed("go.sh", old, new)) & {"dependency_from_address"}
    (observation,) = [o for o in seen(changed("go.sh", "", new)) if o.capability == "dependency_from_address"]
    assert (observation.line, observation.source, observation.sink) == (1, "kiln.example", "pip")
