"""What commands set for those after them: variables, aliases and functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.shell_words import Word, parse_stages, parse_value

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_ASSIGNMENT = re.compile(
    r"(?:(?:export|local|readonly|declare|typeset|set -gx|set -x)[ \t]+(?:-\w+[ \t]+)*)?([A-Za-z_]\w*)(\+?)=(.*)",
    re.DOTALL,
)
LOOP = re.compile(r"for[ \t]+([A-Za-z_]\w{0,80})[ \t]+in[ \t]+(.*)", re.DOTALL)
"""The head of a loop: its variable, and the words that it goes through."""
_FUNCTION = re.compile(
    r"(?:^|[\s;&(])(?:function[ \t]+)?([A-Za-z_][\w-]{0,40})[ \t]*\(\)[ \t]*\{\s*((?:[^{}\n;|&]|\$\{\w{1,40}\}){1,400}?)[ \t]*;?\s*\}"
)
_ALL_GIVEN = re.compile(r"""["']?\$\{?[@*]\}?["']?[ \t]*$""")
_LONGEST = 4_000  # characters of a value
_MOST_INNER = 30
_RUN_BY_ITSELF = ("PROMPT_COMMAND=", "export PROMPT_COMMAND=")


def assigns(command: str) -> bool:
    """Whether a command begins as one that assigns a variable does."""
    return bool(_ASSIGNMENT.match(command))


def runs_by_itself(command: str) -> bool:
    """Whether a command assigns what the shell runs before each prompt."""
    return command.startswith(_RUN_BY_ITSELF)


def assign(command: str, values: MutableMapping[str, Word], aliases: MutableMapping[str, str]) -> Word | None:
    """Remember what a command assigns, and return that; None where it does something else.

    Args:
        command: the command.
        values: what is known of variables.
        aliases: what commands stand for.
    """
    if command.startswith("alias "):
        name, _, meaning = command[6:].partition("=")
        aliases[name.strip()] = parse_value(meaning, values).text
        return Word()
    loop = LOOP.fullmatch(command)
    if loop:
        words = parse_value(loop[2], values)
        if words.inner:
            values[loop[1]] = words
        return words if words.inner else None
    assignment = _ASSIGNMENT.fullmatch(command)
    stages = parse_stages(assignment[3], values) if assignment else []
    if assignment is None or len(stages) > 1 or len(stages[0].words) > 1 or stages[0].group:
        return None
    value = stages[0].words[0] if stages[0].words else Word()
    old = values.get(assignment[1])
    if assignment[2] and old:
        value = Word((old.text + value.text)[:_LONGEST], (*old.inner, *value.inner)[:_MOST_INNER])
    values[assignment[1]] = value
    return value


def functions(text: str) -> dict[str, str]:
    """Return the functions of a script that are no more than another name for one command, and that command.

    >>> functions('fire(){ curl -s "$@"; }; glaze() { make; make pots; }')
    {'fire': 'curl -s'}
    """
    if "()" not in text:
        return {}
    return {match[1]: _ALL_GIVEN.sub("", match[2]).strip() for match in _FUNCTION.finditer(text)}


def without_alias(command: str, aliases: Mapping[str, str]) -> str:
    """Return a command with what its first word stands for.

    >>> without_alias("fire -s", {"fire": "curl -L"})
    'curl -L -s'
    """
    name, space, rest = command.partition(" ")
    return f"{aliases[name]}{space}{rest}" if name in aliases else command
