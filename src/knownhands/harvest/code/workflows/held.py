"""Which secrets a text holds: expressions of workflows are turned into marks that survive variables and pipes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.workflows.kept import kept_by_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.harvest.code.shell_words import Word

ALL = "*"
ENVIRONMENT = "env"
CREDENTIALS = "credentials"
IDENTITY = "ID_TOKEN"
"""The token by which a job proves to other services who it is."""
ENCODED = "encoded:"

Held = tuple[str, ...]
"""Names of secrets; one that is encoded begins with `encoded:`, so that a log does not mask it."""

EXPRESSION = re.compile(r"\$\{\{((?:[^{}$]|\{[^{}$]{0,200}\}){0,600})\}\}|\$\[\[([^]]{0,200})\]\]")
_MARK = re.compile(r"\x01([^\x01\x02]{1,200})\x02")
_SECRET = re.compile(r"\bsecrets(?:\.([\w-]{1,80})|\[\s*'([\w-]{1,80})'\s*\]|\s*\[)", re.IGNORECASE)
_EVERY = re.compile(r"tojson\(\s*(?:secrets|github)?\s*\)|\bsecrets\s*(?:\)|$|\|)|\bsecrets\.\*", re.IGNORECASE)
_OWN_TOKEN = re.compile(
    r"\bgithub\.token\b|\bgithub\[\s*'token'\s*\]|\binputs\.[\w-]*(?:token|secret|password|api-?key)\b", re.IGNORECASE
)
_ALL_VARIABLES = re.compile(r"\btojson\(\s*env\s*\)", re.IGNORECASE)
_ENV = re.compile(r"\benv\.(\w{1,80})|\benv\[\s*'(\w{1,80})'\s*\]")
_OUTPUT = re.compile(r"\bsteps\.[\w-]{1,80}\.outputs\.[\w-]{1,80}")
_LIKE_HELD = (
    r"(?:TOKEN|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS?)(?:_[A-Z0-9]{1,3})?"
)
_VARIABLE = re.compile(rf"(?:\$(?:env:)?\{{?|\$\{{?!?)((?:[A-Z0-9]{{1,40}}_){{0,6}}{_LIKE_HELD})\b")
_OF_PROGRAMS = re.compile(
    rf"(?:process\.env\.|process\.env\[['\"]|environ(?:\.get)?[\[(]['\"]|getenv\(['\"])((?:[A-Z0-9]{{1,40}}_){{0,6}}{_LIKE_HELD})\b"
)
_BULK_OF_PROGRAMS = re.compile(
    r"stringify\(\s*process\.env\b|dict\(\s*os\.environ|(?:dumps|str|repr)\(\s*(?:dict\()?os\.environ"
)

_WORDS = re.compile(
    rf"{_LIKE_HELD}|\b(?:print)?env\b|environ|\bexport\s+-p|\bdeclare\s+-|\bcompgen\b|\bset\b\s*[|>)]|\.git/config|"
    r"\.(?:npmrc|pypirc|netrc|git-credentials|aws\b|ssh\b|gnupg\b|git\b|kube/|docker/|credentials)|gcloud/|extraheader|ID_TOKEN_REQUEST"
)


def mark(text: str, values: Mapping[str, Word], outputs: Mapping[str, str]) -> str:
    r"""Put a mark in place of each expression that holds a secret, and `_` in place of every other one.

    Args:
        text: of a workflow.
        values: variables that the expressions may name.
        outputs: what earlier steps answer.

    >>> mark("a ${{ secrets.POT }} ${{ github.ref }}", {}, {})
    'a \x01POT\x02 _'
    """
    text = text.replace("\x01", "").replace("\x02", "")
    if "{{" not in text and "$[[" not in text:
        return text
    return EXPRESSION.sub(lambda match: _marked(match[1] or match[2] or "", values, outputs), text)


def _marked(expression: str, values: Mapping[str, Word], outputs: Mapping[str, str]) -> str:
    if _EVERY.search(expression) and re.search("secrets|github", expression, re.IGNORECASE):
        return f"\x01{ALL}\x02"
    names = [match[1] or match[2] or ALL for match in _SECRET.finditer(expression)]
    names += ["GITHUB_TOKEN" for _ in _OWN_TOKEN.finditer(expression)]
    if _ALL_VARIABLES.search(expression):
        names += [name for value in values.values() for name in _MARK.findall(value.text)]
    for match in _ENV.finditer(expression):
        value = values.get(match[1] or match[2])
        names += _MARK.findall(value.text) if value else []
        if value and not names:
            return value.text
    for match in _OUTPUT.finditer(expression):
        names += _MARK.findall(outputs.get(match[0], ""))
    return "".join(f"\x01{name}\x02" for name in names) or "_"


def held_in(text: str, *, of_programs: bool = False) -> Held:
    """Return which secrets a marked text holds, also those that only the name of a variable gives away.

    Args:
        text: with marks.
        of_programs: whether names are also written as Python and JavaScript write them.
    """
    names = _MARK.findall(text) if "\x01" in text else []
    if "$" in text:
        names += [match[1] for match in _VARIABLE.finditer(text)]
    if of_programs:
        names += [match[1] for match in _OF_PROGRAMS.finditer(text)]
        names += [ENVIRONMENT for _ in _BULK_OF_PROGRAMS.finditer(text)]
    return tuple(dict.fromkeys(names))


def may_hold(text: str) -> bool:
    """Tell whether a marked text can have to do with a secret, by its words alone."""
    return "\x01" in text or _has_words(text)


@kept_by_text
def _has_words(text: str) -> bool:
    return bool(_WORDS.search(text))


def encoded(text: str) -> str:
    """Return the secrets of a text as they are after something encoded it, marked; "" for none."""
    return "".join(f"\x01{ENCODED}{name.removeprefix(ENCODED)}\x02" for name in held_in(text))


def is_bulk(held: Held) -> bool:
    """Whether it is all that can be had, or made unreadable, and not one token that somebody needs somewhere."""
    return any(name in {ALL, ENVIRONMENT, CREDENTIALS} or name.startswith(ENCODED) for name in held)
