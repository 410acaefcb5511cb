"""Which words make a JavaScript file worth parsing."""

from __future__ import annotations

import re
from functools import cache

from knownhands.harvest.code import known

# A name put together from pieces is still looked at.
_COMPUTED = (
    r"\\x[67][0-9a-f]",
    r"\\u00[67][0-9a-f]",
    r"constructor\.constructor",
    r"require\s*\(\s*['\"][^'\"\n]{0,200}['\"]\s*[.+]",
    r"require\s*\(\s*[^'\"\s]",
    r"import\s*\(\s*[^'\"\s]",
    r"\[\s*['\"]",
)
_QUOTE = re.compile(r"\['\\?\"\]")


def may_show(body: bytes) -> bool:
    """Tell whether a text could show anything."""
    return bool(interesting().search(body) or known.paths_in_bytes().search(body))


def may_add(added: bytes) -> bool:
    """Tell whether lines that a change adds could show anything; a list of texts, as in `= ["`, is no name that is computed."""
    return bool(_interesting_lines().search(added) or known.paths_in_bytes().search(added))


@cache
def interesting() -> re.Pattern[bytes]:
    """Return what a file must hold to show anything by its calls."""
    return known.any_of(pattern for word in (*known.words("javascript"), *_COMPUTED) for pattern in _plain_first(word))


def _plain_first(pattern: str) -> tuple[str, ...]:
    r"""Write a pattern so that it begins with a plain character, which is four times as quick to search.

    >>> [*_plain_first(r"\beval"), *_plain_first("['\"]net")] == [r"e(?<!\we)val", r"\'net", r"\"net"]
    True
    """
    quote = _QUOTE.match(pattern)
    if quote:
        rest = pattern[quote.end() :]
        return f"\\'{rest}", f'\\"{rest}'
    if pattern.startswith("\\b") and pattern[2:3].isalpha():
        first = pattern[2]
        return (f"{first}(?<!\\w{first}){pattern[3:]}",)
    return (pattern,)


@cache
def _interesting_lines() -> re.Pattern[bytes]:
    """Return the same of lines, where a bracket behind what no name ends with begins a list."""
    *names, subscript = _COMPUTED
    begins_no_list = r"\[(?<![,(=:\[>?&|]\[)(?<![,(=:\[>?&|] \[)(?<!return \[)"
    words = (*known.words("javascript"), *names, begins_no_list + subscript.removeprefix(r"\["))
    return known.any_of(pattern for word in words for pattern in _plain_first(word))
