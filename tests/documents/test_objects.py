"""JSON of strangers is one clear error, or unknown, but never a crash or a zero."""

import pytest

from knownhands.documents.objects import count, moment, read_object, text
from knownhands.documents.registry import Body
from knownhands.errors import Unparsable


def body(content: bytes) -> Body:
    return Body("pypi", "teapot", "json", "https://index.example/pypi/teapot/json", 200, content)


BROKEN = {
    "nothing": b"",
    "half": b'{"info": {"na',
    "a page": b"<!DOCTYPE html><title>Log in</title>",
    "no Unicode": b'{"info": "\xff\xfe\xfa"}',
    "a list": b"[]",
    "deep": b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "a huge number": b'{"a":' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_object_is_unparsable_and_says_where(content) -> None:
    with pytest.raises(Unparsable, match=r"https://index\.example/pypi/teapot/json") as caught:
        read_object(body(content))
    assert caught.value.hint


def test_an_object_is_read() -> None:
    assert read_object(body(b'{"info": {"name": "teapot"}}')) == {"info": {"name": "teapot"}}


@pytest.mark.parametrize("value", [None, True, -1, 1.5, "7", 2**63, []])
def test_what_is_no_count_is_unknown(value) -> None:
    assert count(value) is None
    assert count(0) == 0


@pytest.mark.parametrize("value", [None, 5, "", "yesterday", "2026-13-01T00:00:00Z"])
def test_what_is_no_moment_is_unknown(value) -> None:
    assert moment(value) is None


def test_a_moment_without_a_zone_is_utc() -> None:
    assert moment("2026-01-02T03:04:05") == moment("2026-01-02T04:04:05+01:00") == 1767323045


def test_half_a_character_does_not_reach_the_store() -> None:
    assert text("tea \ud83d") == "tea \ufffd"
    assert text("tea \ud83c\udf75") == "tea \U0001f375"
