import pytest

from knownhands.documents.document import Document
from knownhands.documents.yaml_tree import parse_yaml
from knownhands.errors import Unparsable

BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB, r"pnpm-lock\.yaml:1 holds an alias"),
        ("a: *nothing\n", r":1 holds an alias"),
        ("a: " + "[" * 50_000, "nested more than 100 levels|no valid YAML"),
        ("a: 1\nb: 2\na: 3\n", r":3 has the same key twice"),
        ("a: 1\n  b: 2\n", r":2 is no valid YAML"),
        ("? [a, b]\n: 1\n", r":1 has a table as a key"),
        ("- a\n", "holds no table"),
        ("a: \x01\n", "no valid YAML"),
    ],
)
def test_yaml_that_no_lock_file_holds_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(Unparsable, match=why) as caught:
        parse_yaml(Document("pnpm-lock.yaml", text))
    assert "\n" not in caught.value.message


def test_values_stay_the_text_that_they_are() -> None:
    [root] = parse_yaml(
        Document("pnpm-lock.yaml", "version: 1.10\nyes: on\nday: 2026-01-02\nnone: ~\nempty:\nquoted: ''\n")
    )
    assert [root[key].text() for key in ("version", "yes", "day")] == ["1.10", "on", "2026-01-02"]
    assert [bool(root[key]) for key in ("none", "empty", "quoted")] == [False, False, True]


def test_a_tag_is_not_obeyed() -> None:
    [root] = parse_yaml(Document("pnpm-lock.yaml", "a: !!python/object/apply:os.getcwd []\n"))
    assert list(root["a"]) == []


def test_every_document_is_given_and_an_empty_one_is_not() -> None:
    roots = parse_yaml(Document("pnpm-lock.yaml", "---\na: 1\n---\n---\nb: 2\n"))
    assert [list(root.keys()) for root in roots] == [["a"], ["b"]]
