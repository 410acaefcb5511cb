"""A file that an install script runs acts at install; one that it only mentions does not."""

import json

import pytest

from knownhands.ecosystems.npm.installed import installed_files

FILES = ("lib/fire.js", "lib/index.js", "lib/package.json", "pots/index.js", "fire.js", "kiln.py", "clay/__main__.py")


def installed(script, hook="postinstall", **scripts):
    manifest = json.dumps({"main": "fire.js", "scripts": {hook: script, **scripts}}).encode()
    return installed_files([("package.json", manifest), *((path, b"{}") for path in FILES)])


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("node lib/fire.js", {"lib/fire.js"}),
        ("node ./lib/fire", {"lib/fire.js"}),
        ("node lib\\fire.js", {"lib/fire.js"}),
        ("node lib/fi\\re.js", {"lib/fire.js"}),
        ("node 'lib/fire.js' fire.js", {"lib/fire.js"}),
        ("lib/fire.js", {"lib/fire.js"}),
        ("node pots", {"pots/index.js"}),
        ("node .", {"fire.js"}),
        ("node -r ./lib/fire.js kiln.js", {"lib/fire.js"}),
        ("node --require=./lib/fire fire.js", {"lib/fire.js", "fire.js"}),
        ("node --no-warnings fire.js", {"fire.js"}),
        ("node -e \"require('./lib/fire')\"", {"lib/fire.js"}),
        ("node -e 1 fire.js", set()),
        ("python3 kiln.py", {"kiln.py"}),
        ("python3.11 -m clay", {"clay/__main__.py"}),
        ("cd lib && node fire.js", {"lib/fire.js"}),
        ("cd lib && sh -c 'node fire.js'", {"lib/fire.js"}),
        ("sh -c 'node fire.js'", {"fire.js"}),
        ("true; A=1 cross-env B=2 node fire.js || exit 0", {"fire.js"}),
        ("$npm_node_execpath fire.js", {"fire.js"}),
        ("(node fire.js)", {"fire.js"}),
        ("echo fire.js", set()),
        ("node-gyp rebuild", set()),
        ("node ../fire.js", set()),
        ("node missing.js", set()),
        ("node 'fire.js", {"fire.js"}),
        ("", set()),
    ],
)
def test_what_an_install_script_runs(script, expected):
    assert installed(script) == expected


@pytest.mark.parametrize("hook", ["preinstall", "install"])
def test_each_hook_of_an_install_counts(hook):
    assert installed("node fire.js", hook) == {"fire.js"}


@pytest.mark.parametrize("hook", ["prepare", "test", "prepublish"])
def test_scripts_that_no_install_runs_do_not_count(hook):
    assert installed("node fire.js", hook) == set()


@pytest.mark.parametrize("script", ["npm run glaze", "npm run -s glaze -- x", "yarn glaze", "yarn run glaze"])
def test_one_step_into_the_scripts_is_followed(script):
    assert installed(script, glaze="npm run more", preglaze="node fire.js", more="node kiln.py") == {"fire.js"}


def test_a_script_that_runs_itself_ends():
    assert installed("npm run glaze", glaze="npm run glaze; node fire.js") == {"fire.js"}


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[" * 100_000, b"[]", b'{"scripts": 1}', b'{"scripts": {"install": 1}}', b'{"scripts": {"install": "\\u0000"}}'],
)  # fmt: skip
def test_odd_manifests_name_nothing(body):
    assert installed_files([("package.json", body), ("fire.js", b"")]) == set()


def test_only_the_manifest_at_the_top_counts():
    assert installed_files([("lib/package.json", b'{"scripts": {"install": "node a"}}'), ("lib/a.js", b"")]) == set()
