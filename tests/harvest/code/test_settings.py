import pytest

from knownhands.harvest.code.settings import read_settings
from readings import GARBAGE


def test_comments_and_trailing_commas_are_passed_over_and_lines_are_kept() -> None:
    settings = read_settings("a.json", b'// "a": 1\n{ /* {\n */ "a": [1, "b",], \'c\': true,}')
    assert settings["a"].texts() == ["1", "b"]
    assert (settings["c"].text, settings["c"].line) == ("true", 3)


def test_the_last_of_two_values_of_a_key_counts() -> None:
    assert read_settings("a.json", b'{"a": 1, "a": 2}')["a"].text == "2"


def test_a_block_of_yaml_begins_below_its_key() -> None:
    command = read_settings("a.yml", b"a:\n- b\n- |\n  c\n  d\n")["a"]["1"]
    assert (command.text, command.line) == ("c\nd\n", 4)


def test_an_alias_is_what_it_stands_for() -> None:
    settings = read_settings("a.yml", b"a: &x make\nb: *x\nc: &y {d: 1}\ne: *y\n")
    assert (settings["b"].text, settings["e"]["d"].text) == ("make", "1")


def test_values_of_toml_have_lines_too() -> None:
    settings = read_settings("a.toml", b'[a]\nb = "c"\n[[d]]\ne = true\n[[d]]\ne = ["f", "g"]\n')
    assert (settings["a"]["b"].line, settings["d"]["1"]["e"]["1"].line) == (2, 6)


def test_aliases_that_multiply_are_walked_only_so_far() -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    settings = read_settings("a.yml", f"a0: &a0 [b]\n{layers}".encode())
    assert sum(1 for _ in settings.walk()) == 20_000


@pytest.mark.parametrize("name", ["a.json", "a.yml", "a.toml", ".rc"])
def test_garbage_is_read_as_far_as_it_goes(name: str) -> None:
    for body in GARBAGE:
        list(read_settings(name, body).walk())
