"""The forms of a name under which look-alikes meet: normal, squashed, skeleton, words and stems."""

from __future__ import annotations

import unicodedata
from functools import cache

from knownhands.ecosystems._known import known_ecosystems

_SEPARATORS = str.maketrans("-_./@", " " * 5)

# Letters that are told apart with difficulty in common fonts; chosen by eye from Unicode's confusables.
_DIGIT_LIKE = ("01|i234578", "olllzeastb")
_CYRILLIC = (
    "\u0430\u0432\u0441\u0501\u0435\u04bb\u0456\u0458\u043a\u04cf\u043c\u043f\u043e\u0440\u0455\u0442\u0438\u0475\u0445\u0443",
    "abcdehljklmnopstuvxy",
)
_GREEK = ("\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7", "aelkvoptux")
_LATIN = ("\u0131\u0251\u0261", "lag")
_LOOKALIKES = {
    ord(letter): plain for row in (_DIGIT_LIKE, _CYRILLIC, _GREEK, _LATIN) for letter, plain in zip(*row, strict=True)
}
_LIGATURES = (("rn", "m"), ("vv", "w"), ("cl", "d"))

# Words that honest projects and impostors alike put around a name; chosen by eye from the popular lists.
_AFFIXES = (
    "api app beta binary bin build cli client core dev extra fast free helper http lib library lite module new next "
    "official package pkg plus pro project pure sdk server simple test tool toolkit tools updated util utility utils wrapper"
)
_GLUED_BEFORE = ("python", "node", "py", "js")
_GLUED_AFTER = ("python", "nodejs", "js", "ts", "py", "io")
_DIGITS = "0123456789"
_SHORTEST_STEM = 3


@cache
def affix_words() -> frozenset[str]:
    """Return those words, and those of each ecosystem: names of one are used in others."""
    return frozenset(_AFFIXES.split()).union(*(ecosystem.names.affixes for ecosystem in known_ecosystems().values()))


def normalise(name: str, ecosystem: str) -> str:
    """Return the name by which the registry looks a package up, in lower case: nobody sees a slip in the case of letters."""
    text = unicodedata.normalize("NFKC", name).strip()
    return known_ecosystems()[ecosystem].names.normalise(text).lower()


def words(name: str) -> list[str]:
    """Return the parts between separators.

    >>> words("@kiln/glaze.io")
    ['kiln', 'glaze', 'io']
    """
    return name.translate(_SEPARATORS).split()


def squash(name: str) -> str:
    """Return the name without separators.

    >>> squash("@kiln/glaze.io")
    'kilnglazeio'
    """
    return "".join(words(name))


def bare(name: str) -> str:
    """Return the name without its scope.

    >>> bare("@kiln/glaze")
    'glaze'
    """
    return name.partition("/")[2] if name.startswith("@") and "/" in name else name


def scope(name: str) -> str:
    """Return the scope of a name, without its @; empty where it has none."""
    return name[1:].partition("/")[0] if name.startswith("@") and "/" in name else ""


def skeleton(squashed: str) -> str:
    """Return what a squashed name looks like: letters that are hard to tell apart become one.

    >>> skeleton("g1aze") == skeleton("glaze"), skeleton("kiln") == skeleton("ki1rn")
    (True, False)
    """
    text = squashed.translate(_LOOKALIKES)
    for pair, letter in _LIGATURES:
        text = text.replace(pair, letter)
    return text


def stems(name: str) -> set[str]:
    """Return the squashed forms that are left when a usual affix or a number is taken off either end.

    >>> sorted(stems("python-kiln2"))
    ['kiln2', 'pythonkiln']
    """
    parts = words(bare(name))
    text = "".join(parts)
    remainders = {text.strip(_DIGITS)}
    if len(parts) > 1:
        if parts[0] in affix_words():
            remainders.add("".join(parts[1:]))
        if parts[-1] in affix_words():
            remainders.add("".join(parts[:-1]))
    if text.startswith(_GLUED_BEFORE):
        remainders.add(text.removeprefix(next(filter(text.startswith, _GLUED_BEFORE))))
    if text.endswith(_GLUED_AFTER):
        remainders.add(text.removesuffix(next(filter(text.endswith, _GLUED_AFTER))))
    return {stem for stem in remainders if len(stem) >= _SHORTEST_STEM} - {text}
