"""Texts that a script writes out itself: `echo` and `printf`, decoded where that is done with nothing but their own words."""

from __future__ import annotations

import base64
import binascii
import codecs
from typing import TYPE_CHECKING

from knownhands.harvest.code.shell_programs import base_name
from knownhands.harvest.code.shell_words import unescape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.code.shell_words import Word

    Stages = Sequence[tuple[Sequence[Word], Sequence[tuple[str, Word]]]]

_LONGEST = 200_000
_PASSES = frozenset({"cat", "tee", "sort", "uniq"})


def written_out(stages: Stages) -> str:
    """Return the text that a pipeline passes on, "" where its words alone do not say it.

    >>> from knownhands.harvest.code.shell_words import parse_stages
    >>> written_out([(stage.words, stage.redirects) for stage in parse_stages("echo Y3VybA== | base64 -d", {})])
    'curl'
    """
    text = ""
    for words, redirects in stages:
        given = next((word.text for operator, word in redirects if operator == "<<<"), None)
        if not words:
            return ""
        text = _passed(words, given if given is not None else text)[:_LONGEST]
        if not text:
            return ""
    return text


def _passed(words: Sequence[Word], text: str) -> str:
    name, texts = base_name(words[0].text), [word.text for word in words[1:]]
    if name == "echo":
        options = [text for text in texts if text in {"-e", "-n", "-ne", "-en", "-E"}]
        said = " ".join(text for text in texts if text not in options)
        return unescape(said) if any("e" in option for option in options) else said
    if name == "printf" and texts:
        return " ".join(unescape(each) for each in texts if each not in {"%s", "%b", r"%s\n", "--"})
    return _decoded(name, texts, text)


def _decoded(name: str, texts: Sequence[str], text: str) -> str:
    options = {each.lstrip("-") for each in texts if each.startswith("-")}
    if name == "rev":
        return text.strip()[::-1]
    if name == "tr" and len(texts) > 1 and texts[1][:1].lower() == "n":
        return codecs.decode(text, "rot13")
    try:
        raw = _bytes(name, options | {each for each in texts if each == "base64"}, text)
    except (ValueError, binascii.Error):
        return ""
    return raw.decode("utf-8", "replace") or (text if name in _PASSES else "")


def _bytes(name: str, options: set[str], text: str) -> bytes:
    if name in {"base64", "openssl"} and options & {"d", "D", "decode", "di", "id", "base64"}:
        return base64.b64decode(text + "==")
    if name == "base32" and options & {"d", "decode"}:
        return base64.b32decode(text.strip())
    return bytes.fromhex(text.strip()) if name == "xxd" and any("r" in option for option in options) else b""
