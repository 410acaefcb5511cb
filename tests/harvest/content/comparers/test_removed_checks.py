"""A check that goes while what it guards stays is noted; moving, rewriting and deleting are not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.removed_checks import COMPARER

CHECK = b"    if not user.has_permission('fire'):\n        raise Forbidden\n"
BEFORE, AFTER = b"def fire(user, pot):\n", b"    return pot.fire()\n"


def seen(*files: tuple[str, bytes | None, bytes]) -> list[str]:
    changed = [Changed(path, path, 0o100644, 0o100644, old, new) for path, old, new in files]
    notes: dict[str, Notes] = {}
    assert COMPARER.across
    COMPARER.across(changed, lambda path: notes.setdefault(path, Notes(path, every_line=True)))
    return [observation.source for gathered in notes.values() for observation in gathered.observations()]


@pytest.mark.parametrize(
    ("line", "concern"),
    [
        (b"    if not user.has_permission('fire'):", "permission"),
        (b"    assert_authenticated(user)", "authentication"),
        (b"    if not hmac.compare_digest(a, b):", "signature"),
        (b"    verify_certificate(peer)", "certificate"),
        (b"@csrf_protect", "request forgery"),
        (b"  if(length > MAX_POTS)", "bounds"),
        (b"    name = html_escape(name) if sanitize(name) else ''", "escape"),
    ],
)
def test_each_sort_of_check_is_known(line: bytes, concern: str) -> None:
    assert seen(("a.py", BEFORE + line + b"\n" + AFTER, BEFORE + AFTER)) == [concern]


def test_a_check_that_moves_to_another_file_is_not_noted() -> None:
    assert not seen(("a.py", BEFORE + CHECK + AFTER, BEFORE + AFTER), ("b.py", b"", CHECK))
    assert not seen(("a.py", BEFORE + CHECK + AFTER, BEFORE + AFTER), ("b.py", None, CHECK))


def test_a_check_that_is_rewritten_is_not_noted() -> None:
    new = b"    if user is None or not user.has_permission('fire'):\n        raise Forbidden\n"
    assert not seen(("a.py", BEFORE + CHECK + AFTER, BEFORE + new + AFTER))


def test_a_function_that_goes_with_its_check_is_not_noted() -> None:
    body = b"".join(b"    pot.turn(%d)\n" % number for number in range(9))
    assert not seen(("a.py", b"a = 1\n" + BEFORE + CHECK + body + AFTER, b"a = 1\n"))


def test_tests_and_docs_are_not_looked_at() -> None:
    assert not seen(("tests/a.py", BEFORE + CHECK + AFTER, BEFORE + AFTER))


@pytest.mark.parametrize("body", [b"if " * 300_000, b"if a\n" * 100_000, b"sizeof " * 100_000, b"\xff" * 1_000_000])
def test_odd_texts_are_harmless(body: bytes) -> None:
    assert not seen(("a.py", body, b"a"))
