import pytest

from knownhands.documents.document import Document
from knownhands.documents.tree import MAX_KEY, Node, parse_json, parse_toml
from knownhands.errors import Unparsable


def json(text: str) -> Node:
    return parse_json(Document("bom.json", text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 150 + "1" + "}" * 150, "nested more than 100 levels"),
        ('{"a": 1, "a": 2}', "key 'a' stands twice"),
        ('{"a": "\\ud800"}', "half a character"),
        (f'{{"{"k" * (MAX_KEY + 1)}": 1}}', "a key of 20001 characters"),
        ('{"a": 1' + "0" * 5_000 + "}", "no valid JSON"),
        ("[]", "holds no table"),
        ("", "no valid JSON"),
    ],
)
def test_json_outside_the_limits_is_one_clear_line(text: str, why: str) -> None:
    with pytest.raises(Unparsable, match=why) as caught:
        json(text)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5_000,
        ".".join("a" * 1_000_000) + " = 1",
        "x = {" + '"a," . ' * 1_000_000 + "a = 1}",
        "a = 1\na = 2",
        "a = ",
    ],
)
def test_toml_outside_the_limits_is_one_clear_line(text: str) -> None:
    with pytest.raises(Unparsable, match=r"^uv\.lock ") as caught:
        parse_toml(Document("uv.lock", text))
    assert "\n" not in caught.value.message


def test_nesting_and_characters_that_real_files_have_are_fine() -> None:
    root = json('{"a":' * 90 + '"käse 🧀"' + "}" * 90)
    for _ in range(90):
        root = root["a"]
    assert root.text() == "käse 🧀"


def test_a_wrong_type_is_named_with_its_place() -> None:
    root = json('{"packages": {"a/b": {"name": ["x"]}}, "list": "no"}')
    with pytest.raises(Unparsable, match=r"bom\.json#/packages/a~1b/name should be text and is a list"):
        root["packages"]["a/b"]["name"].text()
    with pytest.raises(Unparsable, match=r"bom\.json#/list should be a list and is text"):
        list(root["list"])


def test_what_is_missing_or_null_is_nothing_but_what_is_needed_must_be_there() -> None:
    root = json('{"a": null}')
    assert root["a"]["b"]["c"].text() == ""
    assert list(root["a"]) == []
    with pytest.raises(Unparsable, match=r"bom\.json#/a is missing"):
        root["a"].need()
