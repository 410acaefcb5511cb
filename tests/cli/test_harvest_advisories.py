import json
import socket

import duckdb
import pytest

from advisories import about, osv
from packing import zipped

POTS = osv("MAL-2026-1", about("pots", "introduced 0"))
KETTLE = osv("GHSA-kettle", about("kettle", "introduced 0", ecosystem="npm"))
TEACUP = osv("RUSTSEC-1", about("teacup", ecosystem="Pottery\x1b[31m"))


@pytest.fixture
def database(tmp_path):
    """A folder as OpenSSF's."""
    folder = tmp_path / "shelf" / "osv" / "malicious" / "pypi" / "pots"
    folder.mkdir(parents=True)
    (folder / "MAL-2026-1.json").write_text(json.dumps(POTS))
    (folder / "MAL-0000-draft.json").write_text(json.dumps(osv("", about("pots"))))
    return tmp_path / "shelf"


def test_a_folder_and_a_zip_are_read_into_the_store(run, database, tmp_path) -> None:
    (tmp_path / "all.zip").write_bytes(
        zipped(("a.json", json.dumps(KETTLE).encode()), ("b.json", json.dumps(TEACUP).encode()))
    )
    store = tmp_path / "packages.duckdb"
    ran = run("harvest", "advisories", database, tmp_path / "all.zip", "--offline", "--store", store)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"advisories {database}: 1 about PyPI (1 malicious); 1 unreadable",
        f"advisories {tmp_path}/all.zip: 1 about npm (0 malicious); 1 about others left out (Pottery\ufffd[31m 1)",
    ]
    passed_over, *notes = ran.err.splitlines()
    assert passed_over == "Passed over: osv/malicious/pypi/pots/MAL-0000-draft.json has no id."
    assert [note.partition(" is no whole database")[0] for note in notes] == [str(database), f"{tmp_path}/all.zip"]
    with duckdb.connect(store) as kept:
        assert kept.execute("SELECT id FROM advisories ORDER BY id").fetchall() == [("GHSA-kettle",), ("MAL-2026-1",)]


def test_where_nothing_could_be_read_it_is_exit_3_and_the_others_are_kept(run, database, tmp_path) -> None:
    (tmp_path / "pots.json").write_text("{}")
    ran = run("harvest", "advisories", tmp_path / "pots.json", database, "--quiet")
    assert (ran.code, len(ran.out.splitlines())) == (3, 1)
    assert ran.err.startswith(f"knownhands: Nothing in {tmp_path}/pots.json could be read. pots.json has no id.")
    ran = run("harvest", "advisories", tmp_path / "pots.json", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.splitlines()[-1].startswith("knownhands: 2 of 2 sources could not be read.")


def test_offline_contacts_nobody(run, monkeypatch) -> None:
    def refuse(*_arguments, **_options):
        pytest.fail("a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ran = run("harvest", "advisories", "https://shelf.example/all.zip", "--offline")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("knownhands: --offline forbids to ask https://shelf.example/all.zip.")


def test_an_address_that_is_not_https_is_wrong_usage(run) -> None:
    ran = run("harvest", "advisories", "http://shelf.example/all.zip")
    assert (ran.code, ran.out) == (2, "")
    assert "is no https address" in ran.err
