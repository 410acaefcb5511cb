"""A check that a change switches off is noted once, and one that was off before is not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.disabled_checks import COMPARER
from knownhands.harvest.content.lines import Lines
from knownhands.records import Observation


def seen(path: str, old: bytes, new: bytes) -> list[Observation]:
    notes = Notes(path, every_line=True, is_program=True)
    assert COMPARER.compare
    COMPARER.compare(notes, Changed(path, path, 0o100644, 0o100644, old, new), Lines(old, new))
    return list(notes.observations())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"requests.get(a, verify=False)", "certificates"),
        (b"https.request({ rejectUnauthorized: false })", "certificates"),
        (b"process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'", "certificates"),
        (b"curl_easy_setopt(a, CURLOPT_SSL_VERIFYHOST, 0L);", "certificates"),
        (b"context.verify_mode = ssl.CERT_NONE", "certificates"),
        (b"curl -fsSLk https://kiln.example", "certificates"),
        (b"ssh -o StrictHostKeyChecking=no kiln", "host keys"),
        (b"apt-get install --allow-unauthenticated kiln", "signatures"),
        (b"git commit --no-verify", "hooks"),
    ],
)
def test_each_sort_of_check_is_known(line: bytes, kind: str) -> None:
    assert [observation.source for observation in seen("pots/kiln", b"", line)] == [kind]


def test_what_was_off_before_is_not_noted_again() -> None:
    assert not seen("a.py", b"get(a, verify=False)", b"get(a, timeout=3, verify=False)")


def test_switching_on_a_comment_and_a_test_say_nothing() -> None:
    assert not seen("a.py", b"", b"get(a, verify=True)")
    assert not seen("a.py", b"", b"# get(a, verify=False)")
    assert not seen("tests/a.py", b"", b"get(a, verify=False)")


def test_a_host_that_loses_its_encryption_is_named() -> None:
    secure, plain = b"get('https://kiln.example/a')", b"get('http://kiln.example/a')"
    assert [observation.source for observation in seen("a.py", secure, plain)] == ["kiln.example"]
    assert not seen("a.py", plain, secure)
    assert not seen("a.py", b"", plain)


@pytest.mark.parametrize("body", [b"curl " * 200_000, b"a" * 1_000_000, b"\xff\0" * 1_000])
def test_odd_texts_are_harmless(body: bytes) -> None:
    assert not seen("a.sh", b"", body)
