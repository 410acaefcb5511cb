import pytest

from knownhands.harvest.code.shell_words import Word, parse_stages, unescape

VALUES = {"C": Word("curl -s"), "E": Word("")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'a b' \"c $C\" $C", ["a b", "c curl -s", "curl", "-s"]),
        ("${C:-x} ${X:-y} ${C:0:4} ${C/-s/-o}", ["curl", "-s", "y", "curl", "curl", "-o"]),
        ("a${IFS}b$X", ["a", "b$X"]),
        ("$'\\x61' \\b \"\\c\\$\"", ["a", "b", "\\c$"]),
        ("a$(b 'c d')", ["a$(b 'c d')"]),
    ],
)
def test_words_are_as_the_program_gets_them(text: str, words: list[str]) -> None:
    (stage,) = parse_stages(text, VALUES)
    assert [word.text for word in stage.words] == words


def test_redirects_are_no_words() -> None:
    (stage,) = parse_stages("a >b 2>&1 <(c) <<< d", {})
    assert [word.text for word in stage.words] == ["a", "<(c)"]
    assert [(sign, word.text) for sign, word in stage.redirects] == [(">", "b"), ("2>&", "1"), ("<<<", "d")]


def test_defaults_within_defaults_end() -> None:
    assert parse_stages("${a:-" * 5_000, {})


def test_escapes_are_put_in() -> None:
    assert unescape(r"\u0063\165\x72l\n") == "curl\n"
