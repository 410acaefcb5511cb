"""What the expressions of a workflow stand for, where the file itself says it: literals, `format`, matrix, variables and inputs."""

from __future__ import annotations

import re
import shlex
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.shell_interest import may_matter
from knownhands.harvest.code.workflows.held import EXPRESSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.harvest.code.workflows.tree import Node

Values = dict[str, tuple[str, ...]]
"""Texts by the name that an expression uses, such as `matrix.clay`."""

_MOST_TEXTS = 12  # that one name or expression may stand for
_MOST_NAMES = 300
_MOST_EXPRESSIONS = 50  # of a script
_LONGEST = 2_000
_PART = re.compile(
    r"'((?:[^']|''){0,600})'|\b((?:matrix|env|inputs|github\.event\.inputs)(?:\.[\w-]{1,80}|\[\s?'[\w-]{1,80}'\s?\]){1,6})"
)
_FORMAT = re.compile(r"\s*format\(\s*'((?:[^']|''){0,600})'\s*,(.*)\)\s*", re.IGNORECASE | re.DOTALL)
_ARGUMENT = re.compile(r"(?:'(?:[^']|''){0,600}+'|[^,'])++")
_KEY = re.compile(r"\[\s?'([\w-]+)'\s?\]")


def values_of_file(tree: Node) -> Values:
    """Return what names stand for in every job: variables without expressions, and what inputs are by default."""
    named = [(f"env.{name}", node) for name, _, node in tree.get("env").entries]
    tables = [tree.get("inputs"), *(trigger.get("inputs") for _, _, trigger in tree.get("on").entries)]
    named += [(f"inputs.{name}", node.get("default")) for table in tables for name, _, node in table.entries]
    return _values(named)


def values_of_job(job: Node) -> Values:
    """Return what names stand for in one job alone: its matrix, and its variables without expressions."""
    matrix = job.get("strategy").get("matrix")
    named = [("matrix" if name == "include" else f"matrix.{name}", node) for name, _, node in matrix.entries]
    return _values([*named, *((f"env.{name}", node) for name, _, node in job.get("env").entries)])


def _values(named: list[tuple[str, Node]]) -> Values:
    values: Values = {}
    for name, text in islice(_texts(named), _MOST_NAMES):
        if "${{" not in text:
            values[name] = (*values.get(name, ()), text[:_LONGEST])[:_MOST_TEXTS]
    return values


def _texts(named: list[tuple[str, Node]]) -> Iterator[tuple[str, str]]:
    """Yield each text below some values, by its name; the items of a list have the name of the list."""
    waiting = named[::-1][-_MOST_NAMES:]
    for _ in range(_MOST_NAMES):
        if not waiting:
            return
        name, node = waiting.pop()
        if node.text:
            yield name, node.text
        below = [(name, item) for item in node.items]
        below += [(f"{name}.{key}", value) for key, _, value in node.entries]
        waiting += below[:_MOST_NAMES][::-1]


def texts_of(expression: str, values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what an expression may stand for, as far as the file says it.

    >>> texts_of(" format('{0} x | {1}', 'curl', matrix.pot) ", {"matrix.pot": ("sh",)}), texts_of("matrix.pot || 'b'", {})
    (('curl x | sh',), ('b',))
    """
    call = _FORMAT.fullmatch(expression)
    if call:
        given = [(texts_of(part[0], values) or ("",))[0] for part in islice(_ARGUMENT.finditer(call[2]), _MOST_TEXTS)]
        return (re.sub(r"\{(\d)\}", lambda m: given[int(m[1])] if int(m[1]) < len(given) else "", _unquoted(call[1])),)
    parts = islice(_PART.finditer(expression), _MOST_TEXTS)
    return tuple(text for part in parts for text in _text(part, values))[:_MOST_TEXTS]


def _text(part: re.Match[str], values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if part[1] is not None:
        return (_unquoted(part[1]),)
    return values.get(_KEY.sub(r".\1", part[2]).removeprefix("github.event."), ())


def _unquoted(text: str) -> str:
    return text.replace("''", "'")


def variants(script: str, values: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return a script with its expressions written out, once for each text that they stand for.

    Only where a text could matter as a part of a command: versions of interpreters do not.
    """
    matches = list(islice(EXPRESSION.finditer(script), _MOST_EXPRESSIONS))
    options = [texts_of(match[1] or "", values) for match in matches]
    if not any(may_matter(text) for texts in options for text in texts):
        return []
    written = []
    for number in range(max(map(len, options))):
        text, at = "", 0
        for match, texts in zip(matches, options, strict=True):
            text += script[at : match.start()] + (texts[min(number, len(texts) - 1)] if texts else "EXPRESSION")
            at = match.end()
        written.append(text + script[at:])
    return written


def assignments(script: str, values: Mapping[str, tuple[str, ...]]) -> str:
    """Return one line that sets the variables which a script names, as the service does before it; "" for none."""
    named = (
        (name.removeprefix("env."), texts[0])
        for name, texts in values.items()
        if name.startswith("env.") and name[4:] in script and re.search(rf"\$\{{?{re.escape(name[4:])}\b", script)
    )
    lines = [f"{name}={shlex.quote(text)}" for name, text in named if name.isidentifier() and "\n" not in text]
    return "; ".join(lines) + "\n" if lines else ""
