"""What can run and nobody can read."""

from __future__ import annotations

import pytest

from knownhands.harvest.content.opaque import ELSEWHERE, LEAVES, NATIVE, UNDECODABLE, why_unread
from knownhands.harvest.content.places import place_of

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n"
PLAIN, PROGRAM, LINK = 0o100644, 0o100755, 0o120000


@pytest.mark.parametrize(
    ("path", "mode", "body", "why"),
    [
        ("kiln", PLAIN, b"\x7fELF\2\1", NATIVE),
        ("kiln.txt", PLAIN, b"MZ\0\0", NATIVE),
        ("kiln.pyc", PLAIN, b"\xa7\r\r\n\0\0", NATIVE),
        ("kiln.py", PLAIN, b"a\0b", UNDECODABLE),
        ("glaze", PROGRAM, b"a\0b", UNDECODABLE),
        (".github/workflows/ci.yml", PLAIN, b"a\0b", UNDECODABLE),
        ("kiln.js", PLAIN, POINTER, ELSEWHERE),
        ("kiln.so", PLAIN, POINTER, ELSEWHERE),
        ("src/kiln.sh", LINK, b"../../kiln.sh", LEAVES),
        ("kiln.sh", LINK, b"/bin/sh", LEAVES),
        ("kiln.sh", LINK, b"C:\\kiln.bat", LEAVES),
    ],
)  # fmt: skip
def test_what_can_run_and_not_be_read_is_named(path, mode, body, why):
    assert why_unread(path, mode, body, place_of(path)) == why


@pytest.mark.parametrize(
    ("path", "mode", "body"),
    [
        ("kiln.txt", PLAIN, b"MZ is how this text begins"),
        ("kiln.png", PLAIN, b"\x89PNG\0"),
        (".github/logo.png", PLAIN, b"\x89PNG\0"),
        (".vscode/icon.png", PLAIN, b"\x89PNG\0"),
        ("kiln.png", PLAIN, POINTER),
        ("kiln.ps1", PLAIN, "kiln".encode("utf-16")),
        ("kiln.py", PLAIN, b"kiln\n"),
        ("src/a/kiln.sh", LINK, b"../../kiln.sh"),
        ("docs/kiln", LINK, b"/usr/share/kiln"),
        ("kiln.py", PLAIN, b""),
    ],
)
def test_what_can_be_read_or_cannot_run_is_not(path, mode, body):
    assert why_unread(path, mode, body, place_of(path)) == ""
