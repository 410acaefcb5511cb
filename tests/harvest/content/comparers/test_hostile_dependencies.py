"""Files that make no sense, or are made to take long, raise nothing."""

import pytest

from changing import changed, shown
from knownhands.harvest.dependencies.locks._lock import LockContents, locks
from knownhands.harvest.dependencies.manifests._manifest import manifests

PATHS = (
    "package.json", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", "pip.conf", "environment.yml", "Cargo.toml", ".cargo/config",
    "go.mod", "Gemfile", "composer.json", ".npmrc", "pnpm-workspace.yaml", "pom.xml", "build.gradle", "nuget.config", "package-lock.json", "yarn.lock",
    "pnpm-lock.yaml", "bun.lock", "uv.lock", "Cargo.lock", "Pipfile.lock", "go.sum", "Gemfile.lock", "composer.lock", "Dockerfile", "compose.yaml",
)  # fmt: skip
BODIES = {
    "bytes": bytes(range(1, 256)) * 40,
    "zero": b"\0" * 100,
    "deep": b'{"dependencies":' * 3_000,
    "lists": b"[" * 5_000,
    "odd types": b'{"dependencies": [1], "packages": {"a": 1, "": []}, "overrides": {"a": [{}]}, "repositories": [1], "_meta": 1, "bin": 1}',
    "odd tables": b"[project]\ndependencies = 1\n[tool]\nuv = 1\npoetry = []\n[[package]]\nname = 1\n[packages]\na = [1, {git = 1}]\n",
    "half": b'{"dependencies": {"\\ud800": "\\ud800"}}',
    **{f"many of {sign!r}": sign * 300_000 for sign in (b" ", b"a", b'"', b"[", b"-", b":", b"<a ", b"a = ", b"- a  ", b'"a" ', b"install ")},
    "long lines": b"".join(b"pip install" + b" " * 1_900 + b"\n" for _ in range(400)),
    "many tags": b"<add " * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_breaks_any_format_or_makes_it_say_more_than_it_holds(body):
    for path in PATHS:
        for manifest in (each for each in (*manifests(), *locks()) if each.paths.search(path)):
            contents = manifest.read(body)
            listed = contents.entries if isinstance(contents, LockContents) else contents.wishes
            assert len(listed) <= len(body)


@pytest.mark.parametrize("name", ["bytes", "deep", "odd types", "odd tables", "half"])
def test_comparing_them_raises_nothing(name):
    for path in PATHS:
        shown(changed(path, BODIES[name], BODIES[name] + b"\n#"), changed(path, b"{}", BODIES[name]))
