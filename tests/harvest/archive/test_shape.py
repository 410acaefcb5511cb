"""The shape says what kind of package it is; the name only where nothing could be read."""

import pytest

from knownhands.harvest.archive.reader import read_bytes
from packing import tgz, zipped

SHAPES = {
    "sdist": ("a-1.tar.gz", tgz(("a-1/PKG-INFO", b""), ("a-1/a.py", b"")), "sdist", "a-1"),
    "sdist without metadata": ("a-1.tar.gz", tgz(("a-1/setup.py", b"")), "sdist", "a-1"),
    "sdist in a zip": ("a-1.zip", zipped(("a-1/setup.py", b"")), "sdist", "a-1"),
    "sdist that has JavaScript too": (
        "a-1.tar.gz",
        tgz(("a-1/setup.py", b""), ("a-1/package.json", b"")),
        "sdist",
        "a-1",
    ),
    "npm": ("a.tgz", tgz(("package/package.json", b"")), "npm", "package"),
    "npm with Python in it": ("a.tgz", tgz(("package/package.json", b""), ("package/setup.py", b"")), "npm", "package"),
    "npm in a folder of its own": ("a.tgz", tgz(("a/package.json", b"")), "npm", "a"),
    "wheel by name": ("a-1-py3-none-any.whl", zipped(("a/b.py", b"")), "wheel", ""),
    "wheel by contents": ("a", zipped(("a.py", b""), ("a-1.dist-info/WHEEL", b"")), "wheel", ""),
    "some zip": ("a.zip", zipped(("clay.txt", b"")), "zip", ""),
    "some tar": ("a.tar.gz", tgz(("clay/a.txt", b""), ("glaze/a.txt", b"")), "tar", ""),
    "a wheel that is none": ("a.whl", b"clay", "wheel", ""),
    "an npm tarball that is none": ("a.tgz", b"clay", "npm", ""),
}


@pytest.mark.parametrize(("name", "body", "form", "top"), SHAPES.values(), ids=SHAPES.keys())
def test_the_form_and_the_top_folder_are_told(name, body, form, top):
    contents = read_bytes(name, body)

    assert (contents.form, contents.top) == (form, top)
