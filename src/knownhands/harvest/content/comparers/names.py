"""Names of new files that a shell would run, or that are taken for another file."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.harvest.content.changed import Changed

_ODD = (
    ("shell syntax", re.compile(r"\$\(|\$\{|`|;|\||&&|>\s*\S|<\(")),
    ("control character", re.compile(r"[\x00-\x1f\x7f]")),
    ("leading dash", re.compile(r"(?:^|/)-")),
)
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u3164\U000e0000-\U000e01ef]")
_JOINS_LETTERS = re.compile("[\u0590-\u0dff\u1780-\u18af\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
_ENDS_ODDLY = re.compile(r"[ .](?:/|$)")
_DOTS = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")
_GIT = re.compile(r"(?:^|/)(?:\.git|git~\d+)(?:[ .:][^/]*)?(?:/|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Look at the names that are new; those of one change are compared with each other."""
    by_folded: dict[str, str] = {}
    for file in files:
        if not file.mode:
            continue
        twin = by_folded.setdefault(file.path.casefold(), file.path)
        is_new = file.path != file.old_path
        if twin != file.path and (is_new or not file.old_path):
            notes_of(file.path).add(0, "confusable_file_name", "import", Ends(sink="case alone", target=twin))
        if is_new:
            for capability, sort in _odd_names(file.path):
                ends = Ends(source=sort, sink=sort, target=file.path.rpartition("/")[2])
                notes_of(file.path).add(0, capability, "import", ends)


@lru_cache(maxsize=10_000)
def _odd_names(path: str) -> tuple[tuple[str, str], ...]:
    """Return what a name shows, each with what sort it is."""
    odd = [("odd_file_name", sort) for sort, pattern in _ODD if pattern.search(path)]
    hidden = _HIDDEN.search(path)
    if hidden and not _JOINS_LETTERS.search(path):
        odd.append(("confusable_file_name", "hidden character"))
    if _ENDS_ODDLY.search(path) and not _DOTS.search(path):
        odd.append(("confusable_file_name", "space or dot at its end"))
    if _GIT.search(_HIDDEN.sub("", path)):
        odd.append(("confusable_file_name", "git's own folder"))
    if not path.isascii() and any(map(_mixes_alphabets, _WORD.findall(path[:4000]))):
        odd.append(("confusable_file_name", "letters of two alphabets"))
    return tuple(odd)


def _mixes_alphabets(word: str) -> bool:
    """Whether a word has letters of two alphabets whose letters look alike."""
    alphabets = {unicodedata.name(char, "").partition(" ")[0] for char in word if not char.isascii() or char.isalpha()}
    return len(alphabets.intersection(_ALPHABETS)) > 1


COMPARER = Comparer(id="names", across=_across)
