"""Which program a command begins with, where that is written so that it is not read at a glance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.shell_literal import written_out
from knownhands.harvest.code.shell_programs import DOWNLOADERS, language_of, unwrap
from knownhands.harvest.code.shell_words import Word, parse_stages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNSET = re.compile(r"\$\{\w{1,60}\}|\$\{?[@*]\}?|\$\w{1,60}$")
_LIST = re.compile(r"\{[^\s{},]{1,80}(?:,[^\s{},]{0,400}){1,20}\}")
_PATTERN = re.compile(r"/[\w./?*\[\]-]{2,60}")
_SHELLS = frozenset({"$SHELL", "${SHELL}", "$BASH", "${BASH}", "$0", "${0}"})
_DECODERS = frozenset({"base64", "base32", "xxd", "openssl", "rev", "eval"})
_PROGRAMS = tuple(
    f"{folder}/{name}"
    for name in (
        [
            "bash",
            "sh",
            "dash",
            "zsh",
            "ksh",
            "curl",
            "wget",
            "nc",
            "ncat",
            "socat",
            "python",
            "python3",
            "perl",
            "ruby",
            "php",
            "node",
            "base64",
            "xxd",
            "openssl",
            "rev",
            "dig",
        ]
    )
    for folder in ("/bin", "/usr/bin", "/usr/local/bin")
)


def revealed(words: Sequence[Word], values: Mapping[str, Word]) -> list[Word]:
    """Return a command's words with its program as the shell will find it.

    Variables that nothing sets are left out, patterns of files are matched with where programs are, and texts that are only echoed
    are put in.

    Args:
        words: of one command.
        values: what is known of variables.

    >>> [revealed([Word(text)], {})[0].text for text in ("cu${x}rl", "/???/b??h", "{curl,x}", "$SHELL", "lib${x}")]
    ['curl', '/bin/bash', 'curl', 'sh', 'lib${x}']
    """
    kept = unwrap(words)
    if not kept:
        return list(words)
    before, first, rest = words[: len(words) - len(kept)], kept[0], kept[1:]
    return [*before, *_program(first, values), *rest]


def _program(first: Word, values: Mapping[str, Word]) -> list[Word]:
    text = first.text
    if text in _SHELLS:
        return [Word("sh")]
    if len(first.inner) == 1 and text == f"$({first.inner[0][1]})":
        stages = parse_stages(first.inner[0][1], values)
        said = written_out([(unwrap(stage.words), stage.redirects) for stage in stages])
        return [Word(word) for word in said[:400].split()] or [first]
    if _LIST.fullmatch(text):
        return [Word(part) for part in text[1:-1].split(",")]
    if text.startswith("/") and re.search(r"[?*\[]", text) and _PATTERN.fullmatch(text):
        pattern = _as_pattern(text)
        program = next((program for program in _PROGRAMS if pattern.fullmatch(program)), text)
        return [Word(program, first.inner)]
    if "$" in text and not first.inner:
        name = _UNSET.sub("", text)
        is_known = name in _DECODERS or DOWNLOADERS.fullmatch(name) or language_of(name)
        return [Word(name)] if is_known else [first]
    return [first]


def _as_pattern(glob: str) -> re.Pattern[str]:
    pattern = re.sub(r"\*+", "*", glob).replace(".", r"\.").replace("?", "[^/]").replace("*", "[^/]*")
    try:
        return re.compile(pattern)
    except re.error:
        return re.compile(re.escape(glob))
