"""Text that hides something is told from text that merely looks foreign."""

import base64
import random

import pytest

from knownhands.harvest.code.hidden import find_hidden, may_hide
from knownhands.harvest.code.text import measure_text, read_text
from observed import behaviours

PACKED = base64.b64encode(random.Random(1).randbytes(300)).decode()
PAIRS = {
    "hidden-text override": ("access = 'user\u202e'  # check", "# \u200f\u05d0\u05d1\u202b \u05d0\u05d1\u202c"),
    "hidden-text zero-width": ("a\u200bb = 1", "\ufeffa = 'emoji 👩\u200d👧 ❤\ufe0f'"),
    "hidden-text tags": ("x = '\U000e0068\U000e0069'", "x = '\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f'"),
    "hidden-text selectors": ("x = 'a" + "\ufe01\ufe02" * 9 + "'", "x = '葛\U000e0100'"),
    "obfuscation blob": (f"x = '{PACKED}'", f"x = '{PACKED[:150]}'\n# {'=' * 300}"),
    "obfuscation escapes": (r"x = '" + r"\x41" * 60 + "'", r"x = '\x41\x42'"),
    "obfuscation long line": ("x = [" + "1, " * 900 + "]", "x = [\n" + "1,\n" * 900 + "]"),
    "obfuscation far right": ("x = 1;" + " " * 200 + "y = 2", "x = 1\n" + " " * 60 + "y = 2\n" + " " * 200 + "\n"),
    "obfuscation names": ("".join(f"_0x{n:04x} = 1\n" for n in range(30)), "".join(f"x{n} = 1\n" for n in range(30))),
    "host address": ("u = 'http://185.1.2.3:8080/a'", "u = 'http://127.0.0.1/a http://192.168.1.1/'"),
    "host webhook": ("u = 'https://chat.example/api/webhooks/123456789/x'", "u = 'https://docs.example/webhooks'"),
    "host tunnel": ("u = 'https://a1.ngrok.example'", "u = 'https://www.example/paste-guide'"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_every_behaviour_is_seen_and_its_innocent_twin_is_not(name):
    bad, innocent = (text.encode() for text in PAIRS[name])
    behaviour = name.split()[0]
    assert behaviour in behaviours(read_text("a.py", bad))
    assert behaviour not in behaviours(read_text("a.py", innocent))


def test_numbers_describe_the_text():
    shape = measure_text(f"x = '{PACKED}'\n".encode())
    assert (shape.longest_line, shape.packed_bytes) == (len(PACKED) + 6, len(PACKED))
    assert shape.entropy > 5
    assert measure_text(b"x = 1").entropy is None


@pytest.mark.parametrize("piece", [b" ", b"\\x41", b"http://", b"http://9.2.3.4/ ", b"O0 ", "\u202e".encode(), b"\xff"])
def test_monotonous_text_is_read_in_time(piece):
    assert isinstance(read_text("a.txt", piece * (1_000_000 // len(piece))), tuple)


def test_no_hidden_character_is_missed_by_the_quick_look():
    characters = [chr(code) * 2 for code in (*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0200))]
    assert [text for text in characters if any(find_hidden(f"x{text}x")) and not may_hide(text.encode())] == []
