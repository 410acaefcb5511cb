"""Loops without an end and acts by country are noted; ordinary loops and translations are not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.sabotage import COMPARER
from knownhands.harvest.content.lines import Lines


def seen(path: str, new: str, old: str = "") -> list[str]:
    before, after = old.encode(), new.encode()
    notes = Notes(path, every_line=True, is_program=True)
    assert COMPARER.compare
    COMPARER.compare(notes, Changed(path, path, 0o100644, 0o100644, before, after), Lines(before, after))
    return [observation.capability for observation in notes.observations()]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.js", "for (let i = 9; i < Infinity; i++) {\n  a()\n}"),
        ("a.js", "while (true) a()"),
        ("a.js", "if (b) {\n  for (;;) {\n    a()\n  }\n}"),
        ("a.py", "while True:\n    a()"),
        ("a.py", "for a in itertools.count():\n    b(a)"),
    ],
)
def test_a_loop_that_nothing_leaves_is_noted(path: str, code: str) -> None:
    assert seen(path, code) == ["endless_loop"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.js", "while (true) {\n  if (b) break\n}"),
        ("a.js", "function a() {\n  while (true) {\n    b()\n  }\n}"),
        ("a.js", "const a = () => { for (;;) b() }"),
        ("a.js", "  fire(a) {\n    for (;;) {\n      b()\n    }\n  }"),
        ("a.py", "def a():\n    while True:\n        b()"),
        ("a.py", "while True:\n    time.sleep(1)"),
        ("tests/a.py", "while True:\n    b()"),
    ],
)
def test_a_loop_within_a_function_or_with_a_way_out_is_not(path: str, code: str) -> None:
    assert not seen(path, code)


@pytest.mark.parametrize(
    "code",
    [
        "if (/^ru\\b/.test(navigator.language)) a()",
        "const zone = Intl.DateTimeFormat().resolvedOptions().timeZone\nif (['Europe/Minsk'].includes(zone)) a()",
        "if (country_code == 'RU' || country_code == 'BY') wipe()",
    ],
)
def test_acting_by_country_is_noted(code: str) -> None:
    assert seen("a.js", code) == ["geofencing"]
    assert not seen("a.js", code, old=code)


@pytest.mark.parametrize(
    "code", ["const names = { ru: 'Russian', by: 'Belarus' }", "a = navigator.language.startsWith('zh') ? 'zh' : 'en'"]
)
def test_a_translation_is_not(code: str) -> None:
    assert not seen("a.js", code)


@pytest.mark.parametrize(
    "body", ["for(" * 200_000, "while(true)" * 90_000, "a" * 1_000_000, "navigator.language 'RU' " * 40_000]
)
def test_long_lines_are_harmless(body: str) -> None:
    assert len(seen("a.js", body)) <= 2
