"""What an archive says of itself, and what it cannot be made to do to the reader."""

import json
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.contents import Contents, Member
from knownhands.harvest.archive.manifest import Manifest, read_manifest
from knownhands.store.connection import memory_store

ADA = {"author": "Ada", "email": "ada@pots.example", "homepage": "https://pots.example/?a=b", "licence": "MIT"}
POTS = Manifest("pypi", "pots", "1.0", "Fires pots", **ADA)
CORE = """Metadata-Version: 2.1
Name: pots
Version: 1.0
Summary: Fires pots
Home-page: https://pots.example/?a=b
Author: Ada
Author-email: ada@pots.example
License: MIT

Name: glaze
"""
SETUP = """from setuptools import setup
__version__ = '1.0'
setup(name='pots', version=__version__, description='Fires pots', author='Ada', author_email='ada@pots.example',
      url='https://pots.example/?a=b', license='MIT')
"""
CFG = """[metadata]
name = pots
version = 1.0
description = Fires pots
author = Ada
author-email = ada@pots.example
project_urls =
    Home = https://pots.example/?a=b
    Bugs = https://bugs.example
license = MIT
"""
PROJECT = """[project]
name = "pots"
version = "1.0"
description = "Fires pots"
authors = [{name = "Ada", email = "ada@pots.example"}]
urls = {Home = "https://pots.example/?a=b"}
license = {text = "MIT"}
"""
POETRY = """[tool.poetry]
name = "pots"
version = "1.0"
description = "Fires pots"
authors = ["Ada <ada@pots.example>"]
repository = "https://pots.example/?a=b"
license = "MIT"
"""
NODE = {
    "name": "pots", "version": "1.0", "description": "Fires pots", "author": "Ada <ada@pots.example>",
    "repository": {"url": "https://pots.example/?a=b"}, "license": "MIT",
}  # fmt: skip
NAMES = ("setup.py", "setup.cfg", "pyproject.toml", "PKG-INFO", "package.json")


def manifest(files: dict[str, str | bytes], form: str = "sdist") -> Manifest:
    return read_manifest(contents(form, files))


def contents(form: str, files: dict[str, str | bytes]) -> Contents:
    bodies = {name: body if isinstance(body, bytes) else body.encode() for name, body in files.items()}
    members = tuple(Member(n, len(b), b, 0, "file") for n, b in bodies.items())
    return Contents(form, "pots", members, (), is_complete=True, drops_first=form == "npm")


@pytest.mark.parametrize(
    "files",
    [{"setup.py": SETUP}, {"setup.cfg": CFG}, {"pyproject.toml": PROJECT}, {"pyproject.toml": POETRY}],
    ids=["setup.py", "setup.cfg", "PEP 621", "poetry"],
)
def test_a_tree_and_the_sdist_built_from_it_say_the_same(files):
    assert manifest(files, "folder") == manifest({**files, "PKG-INFO": CORE}) == POTS


def test_an_sdist_without_its_own_files_a_wheel_and_an_npm_package_say_it_too():
    node = contents("npm", {"package/package.json": json.dumps(NODE)})
    assert read_manifest(contents("sdist", {"PKG-INFO": CORE})) == POTS
    assert read_manifest(contents("wheel", {"pots-1.0.dist-info/METADATA": CORE})) == POTS
    assert astuple(read_manifest(node)) == ("npm", *astuple(POTS)[1:])


def test_newer_metadata_has_its_addresses_elsewhere():
    core = "Name: pots\nAuthor-email: Ada <ada@pots.example>\nProject-URL: Home, https://pots.example/?a=b\n"
    metadata = manifest({"pots-1.dist-info/METADATA": core}, "wheel")
    assert (metadata.author, metadata.email, metadata.homepage) == (
        "Ada",
        "ada@pots.example",
        "https://pots.example/?a=b",
    )


MIT = "License :: OSI Approved :: MIT License"


@pytest.mark.parametrize(
    "files",
    [
        {"setup.py": f"setup(name='pots', classifiers=['Topic :: Ovens', '{MIT}'])"},
        {"setup.cfg": f"[metadata]\nname = pots\nclassifiers =\n    Topic :: Ovens\n    {MIT}\n"},
        {"pyproject.toml": f"[project]\nname = 'pots'\nclassifiers = ['{MIT}']\n"},
        {"PKG-INFO": f"Name: pots\nClassifier: Topic :: Ovens\nClassifier: {MIT}\n"},
    ],
    ids=["setup.py", "setup.cfg", "PEP 621", "PKG-INFO"],
)
def test_a_licence_may_stand_among_the_classifiers(files):
    assert manifest(files).licence == MIT


def test_classifiers_that_are_computed_may_hold_one():
    assert manifest({"setup.py": "setup(name='pots', classifiers=read('TROVE'))"}).licence is None


@pytest.mark.parametrize(
    "files",
    [
        {"setup.py": "from setuptools import setup\nsetup(name='pots')\n"},
        {"setup.cfg": "[metadata]\nname = pots\n"},
        {"pyproject.toml": "[project]\nname = 'pots'\n"},
        {"setup.py": "setup()\n", "PKG-INFO": "Name: pots\nSummary: UNKNOWN\nHome-page: UNKNOWN\n"},
    ],
)
def test_what_is_left_out_is_nothing(files):
    metadata = manifest(files)
    assert astuple(metadata) == ("pypi", "pots", "", "", "", "", "", "")


@pytest.mark.parametrize(
    "files",
    [
        {"setup.py": "setup(name='pots', version=find(), description=open('README').read())\n"},
        {"setup.py": "setup(name='pots', **options)\n"},
        {"setup.cfg": "[metadata]\nname = pots\nversion = attr: pots.__version__\ndescription = file: README\n"},
        {"pyproject.toml": "[project]\nname = 'pots'\ndynamic = ['version', 'description']\n"},
    ],
)
def test_what_is_left_to_code_is_unknown_until_it_was_built(files):
    assert (manifest(files).name, manifest(files).version, manifest(files).summary) == ("pots", None, None)
    built = manifest({**files, "PKG-INFO": CORE})
    assert (built.version, built.summary) == ("1.0", "Fires pots")


@pytest.mark.parametrize("form", ["wheel", "npm", "sdist", "zip", "folder"])
def test_an_archive_without_metadata_says_nothing_that_is_known(form):
    assert set(astuple(read_manifest(contents(form, {"kiln.py": "x\n"})))[1:]) == {None}


HOSTILE = {
    "a deep key": {"pyproject.toml": "a." * 500_000 + "b = 1\n"},
    "a deep table": {"pyproject.toml": "[" + "a." * 500_000 + "b]\n"},
    "deep lists": {"pyproject.toml": "a = " + "[" * 100_000, "package.json": "[" * 100_000},
    "many blanks": {"setup.cfg": "[metadata]\nname" + " " * 500_000 + "x\n"},
    "a huge number": {"setup.py": "setup(name=0x" + "f" * 100_000 + ")"},
    "a deep sum": {"setup.py": "x = " + "a+" * 100_000 + "a\nsetup(name='pots')\n"},
    "deep brackets": {"setup.py": "setup(name=" + "(" * 100_000},
    "odd encodings": {"setup.py": b"# coding: zlib\nsetup(name='pots')\n", "setup.cfg": b"\xff[metadata]"},
    "half a character": {"setup.py": "setup(name='\\ud800')\n", "PKG-INFO": b"Name: \xff\xed\xa0\x80\n"},
    "half a character in JSON": {"package.json": '{"name": "\\ud800"}'},
    "zero bytes": {"setup.py": "setup(name='a\\0b')\n", "setup.cfg": "\0", "package.json": '{"name": "\\u0000"}'},
    "wrong types": {"package.json": '{"name": [1], "author": 3, "maintainers": {"a": 1}, "license": {"type": 1}}'},
    "wrong tables": {"pyproject.toml": "tool = 3\n[project]\nname = 1\nauthors = [[3]]\nurls = [1]\ndynamic = 3\n"},
    "one thing twice": {"setup.cfg": "[metadata]\nname = a\nname = b\n", "pyproject.toml": "a = 1\na = 2\n"},
    "no value": {"setup.cfg": "[metadata]\nname\n", "setup.py": "setup(name=b'pots', version=..., url=1j)\n"},
    "words that are code": {"PKG-INFO": "Name: =?utf-8?b?////?=\nContent-Type: multipart/mixed; boundary=x\n\n--x"},
}


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_metadata_is_too_odd_to_be_kept(files):
    for form in ("sdist", "npm"):
        with memory_store("package_schema") as connection:
            keep(
                connection,
                "a",
                contents(form, {"package/" + name if form == "npm" else name: body for name, body in files.items()}),
            )
            assert connection.execute("SELECT count(*) FROM artifact_manifests").fetchone() == (1,)


@pytest.mark.parametrize("body", ["{", "[1]", b'{"name": "\xff"}'])
def test_metadata_that_makes_no_sense_is_unknown_and_not_empty(body):
    assert read_manifest(contents("npm", {"package/package.json": body})) == Manifest("npm")


def test_what_is_written_at_length_is_cut():
    assert len(manifest({"setup.py": f"setup(name='{'a' * 9000}')\n"}).name) == 300


PIECES = st.sampled_from(
    ["[metadata]", "[project]", "[tool.poetry]", "name", "=", ":", "'pots'", '"', "{", "}", "[", "]", "setup(", ")",
     "**", "authors", "dynamic", "urls", "attr:", "\n", "  ", ",", "1", "None", "<", ">", "\0", "é", "\ud800", "=?q?"]
)  # fmt: skip


@settings(max_examples=150)
@given(name=st.sampled_from(NAMES), parts=st.lists(PIECES, max_size=14), noise=st.binary(max_size=6))
def test_no_metadata_makes_the_reader_raise(name, parts, noise):
    body = "".join(parts).encode("utf-8", "surrogatepass") + noise
    for form in ("sdist", "npm"):
        metadata = read_manifest(contents(form, {f"package/{name}" if form == "npm" else name: body}))
        assert all(value is None or len(value.encode()) <= 1200 for value in astuple(metadata))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "email", "url"]), inner),
)
KEYS = st.sampled_from([*NODE, "maintainers", "contributors", "homepage"])


@settings(max_examples=80)
@given(data=st.dictionaries(KEYS, values, max_size=6))
def test_values_of_any_type_are_read_or_passed_over(data):
    metadata = read_manifest(contents("npm", {"package/package.json": json.dumps(data)}))
    assert all(value is None or isinstance(value, str) for value in astuple(metadata))
