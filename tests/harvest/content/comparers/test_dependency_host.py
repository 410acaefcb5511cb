"""A lock file that takes a package from another host than all others, or another package's archive."""

import pytest
from packageurl.contrib.purl2url import get_repo_url

from changing import changed, seen, shown
from knownhands.harvest.dependencies.hosts import host_of

YARN = 'pot@^1.0.0:\n  version "1.0.0"\n  resolved "https://kiln.example/pot/-/pot-1.0.0.tgz#ab"\n  integrity sha512-ab==\n\n'
CUP = 'cup@^1.0.0:\n  version "1.0.0"\n  resolved "https://thief.example/cup/-/cup-1.0.0.tgz#ab"\n  integrity sha512-ab==\n'
UV = '[[package]]\nname = "pot"\nversion = "1"\nsource = { registry = "https://kiln.example/simple" }\n'
OTHERS = {
    "yarn": ("yarn.lock", YARN, YARN + CUP),
    "uv": ("uv.lock", UV, UV + UV.replace("kiln", "thief").replace('"pot"', '"cup"')),
    "poetry": ("poetry.lock", UV, UV + '[[package]]\nname = "cup"\nversion = "1"\n\n[package.source]\ntype = "git"\nurl = "https://thief.example/cup.git"\n'),
    "cargo": ("Cargo.lock", UV, UV + '[[package]]\nname = "cup"\nversion = "1"\nsource = "git+https://thief.example/cup#abab"\n'),
    "pnpm": ("pnpm-lock.yaml", "packages:\n  pot@1.0.0:\n    resolution: {integrity: sha512-ab}\n", "packages:\n  pot@1.0.0:\n    resolution: {tarball: https://thief.example/pot.tgz}\n"),
    "bundler": ("Gemfile.lock", "GEM\n  remote: https://kiln.example/\n  specs:\n    pot (1.0)\n", "GEM\n  remote: https://thief.example/\n  specs:\n    pot (1.0)\n"),
    "composer": ("composer.lock", '{"packages": [{"name": "a/pot", "dist": {"url": "https://kiln.example/pot"}}]}', '{"packages": [{"name": "a/pot", "dist": {"url": "https://thief.example/pot"}}]}'),
    "bun": ("bun.lock", '    "pot": ["pot@1.0.0", "https://kiln.example/pot.tgz", {}, "sha512-ab=="],\n', '    "pot": ["pot@1.0.0", "https://thief.example/pot.tgz", {}, "sha512-ab=="],\n'),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new"), OTHERS.values(), ids=OTHERS)
def test_a_host_that_was_not_in_the_file_is_seen(path, old, new):
    observations = seen(changed(path, old, new))
    (host,) = {o.source for o in observations if o.capability == "dependency_other_host"}
    assert host == "thief.example"


def test_in_a_new_file_it_is_the_one_that_few_packages_are_from():
    many = "".join(YARN.replace("pot", f"pot{number}") for number in range(9))
    assert {o.source for o in seen(changed("yarn.lock", None, many + CUP))} == {"thief.example"}
    assert not shown(changed("yarn.lock", None, many))


def test_in_a_new_file_one_of_few_packages_that_is_not_from_their_home_is_seen():
    home = host_of(get_repo_url("pkg:npm/pot@1")).replace("www.", "registry.")
    new = YARN.replace("kiln.example", home) + CUP
    assert {o.source for o in seen(changed("yarn.lock", None, new))} == {"thief.example"}
    assert not shown(changed("yarn.lock", None, new.replace("thief.example", home)))


def test_a_new_file_from_a_host_that_is_taken_for_the_home_is_seen():
    home = host_of(get_repo_url("pkg:npm/pot@1")).rpartition(".")[0]
    assert "dependency_other_host" in shown(changed("yarn.lock", None, YARN.replace("kiln.example", f"{home}.example")))


def test_another_packages_archive_is_seen_and_its_own_is_not():
    scoped = YARN.replace("pot@", '"@pots/pot@').replace(".0.0:", '.0.0":', 1).replace("/pot/", "/@pots/pot/")
    assert "dependency_alias" not in shown(changed("yarn.lock", YARN, YARN + scoped))
    swap = YARN.replace("/pot/-/pot-", "/p0t/-/p0t-")
    assert [(o.capability, o.target) for o in seen(changed("yarn.lock", YARN, swap))] == [
        ("dependency_alias", "pot is p0t")
    ]


def test_a_move_to_the_home_of_all_packages_is_quiet():
    assert not shown(changed("uv.lock", UV, UV.replace("kiln.example", host_of(get_repo_url("pkg:pypi/pot@1")))))
