"""A lock file whose change its manifest does not explain."""

import pytest

from changing import changed, seen, shown

OURS = {"weaker_hash", "hash_changed", "lock_without_manifest", "unasked_dependency"}
CARGO = '[[package]]\nname = "kiln"\nversion = "1"\ndependencies = [\n "pot",\n]\n\n[[package]]\nname = "pot"\nversion = "1"\nsource = "registry+https://a.example"\nchecksum = "ab"\n'
CUP = '\n[[package]]\nname = "cup"\nversion = "1"\nsource = "registry+https://a.example"\nchecksum = "cd"\n'
POETRY = '[[package]]\nname = "pot"\nversion = "1"\nfiles = [\n    {file = "pot.whl", hash = "sha256:ab"},\n]\n\n[metadata]\ncontent-hash = "aa"\n'
YARN = 'pot@^1:\n  version "1.0"\n  integrity sha512-ab==\n'
PNPM = "importers:\n  .:\n    dependencies:\n      pot:\n        specifier: ^1\n        version: 1.0.0\npackages:\n  pot@1.0.0:\n    resolution: {integrity: sha512-ab}\nsnapshots:\n  pot@1.0.0: {}\n"
PNPM_CUP = PNPM.replace("snapshots", "  cup@1.0.0:\n    resolution: {integrity: sha512-ab}\nsnapshots")
GO = "kiln.example/pot v1.0.0 h1:ab=\nkiln.example/pot v1.0.0/go.mod h1:cd=\n"
BAD = {
    "yarn, weaker": ("yarn.lock", YARN, YARN.replace("sha512", "sha1"), "weaker_hash"),
    "yarn, none": ("yarn.lock", YARN, YARN.replace("  integrity sha512-ab==\n", ""), "weaker_hash"),
    "yarn, another": ("yarn.lock", YARN, YARN.replace("-ab", "-cd"), "hash_changed"),
    "go, another": ("go.sum", GO, GO.replace("h1:ab", "h1:ef"), "hash_changed"),
    "poetry, another": ("poetry.lock", POETRY, POETRY.replace("sha256:ab", "sha256:cd"), "hash_changed"),
    "composer, a moved tag": ("composer.lock", '{"packages": [{"name": "a/pot", "version": "1.0", "source": {"reference": "ab"}}]}', '{"packages": [{"name": "a/pot", "version": "1.0", "source": {"reference": "cd"}}]}', "hash_changed"),
    "poetry, other wishes": ("poetry.lock", POETRY, POETRY.replace('"aa"', '"bb"'), "lock_without_manifest"),
    "cargo, another wish": ("Cargo.lock", CARGO, CARGO.replace(' "pot",\n', ' "pot",\n "cup",\n') + CUP, "lock_without_manifest"),
    "pnpm, another wish": ("pnpm-lock.yaml", PNPM, PNPM_CUP.replace("      pot:\n", "      cup:\n        specifier: ^1\n        version: 1.0.0\n      pot:\n"), "lock_without_manifest"),
    "cargo, unasked": ("Cargo.lock", CARGO, CARGO + CUP, "unasked_dependency"),
    "pnpm, unasked": ("pnpm-lock.yaml", PNPM, PNPM_CUP, "unasked_dependency"),
}  # fmt: skip
GOOD = {
    "yarn, a bump": ("yarn.lock", YARN, YARN.replace("1.0", "1.1").replace("-ab", "-cd")),
    "yarn, stronger": ("yarn.lock", YARN.replace("sha512", "sha1"), YARN),
    "poetry, one archive more": ("poetry.lock", POETRY, POETRY.replace("files = [\n", 'files = [\n    {file = "pot.tar.gz", hash = "sha256:cd"},\n')),
    "poetry, other archives": ("poetry.lock", POETRY, POETRY.replace("pot.whl", "pot-linux.whl").replace("sha256:ab", "sha256:cd")),
    "cargo, brought in": ("Cargo.lock", CARGO, CARGO + 'dependencies = [\n "cup",\n]\n' + CUP),
    "pnpm, brought in": ("pnpm-lock.yaml", PNPM, PNPM_CUP.replace("pot@1.0.0: {}", "pot@1.0.0:\n    dependencies:\n      cup: 1.0.0")),
    "a new file": ("Cargo.lock", None, CARGO + CUP),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "capability"), BAD.values(), ids=BAD)
def test_what_no_bump_does_is_seen(path, old, new, capability):
    assert shown(changed(path, old, new)) & OURS == {capability}


@pytest.mark.parametrize(("path", "old", "new"), GOOD.values(), ids=GOOD)
def test_what_bots_do_every_day_is_quiet(path, old, new):
    assert not shown(changed(path, old, new)) & OURS


def test_a_manifest_in_the_same_change_explains_it():
    manifest = changed("Cargo.toml", '[dependencies]\npot = "1"\n', '[dependencies]\npot = "1"\ncup = "1"\n')
    lock = changed("Cargo.lock", CARGO, CARGO.replace(' "pot",\n', ' "pot",\n "cup",\n') + CUP)
    assert shown(manifest, lock) == {"new_dependency"}


def test_it_says_which_package_and_where():
    (observation,) = seen(changed("Cargo.lock", CARGO, CARGO + CUP))
    assert (observation.target, observation.line) == ("cup", 15)
