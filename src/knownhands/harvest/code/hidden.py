"""Characters that a reader does not see, or that change the order of what is seen.

Source: Boucher and Anderson, "Trojan Source" (2021) for the direction marks; Unicode Standard, 23.9, for tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ZERO_WIDTH = "\u200b\u2060\u2062\u2063\u2064\ufeff\u00ad\u180e\u3164\uffa0\u115f\u1160"
_TAGS = "\U000e0001-\U000e007f"
_SELECTORS = "\U000e0100-\U000e01ef"
_HIDDEN = re.compile(f"[{_OVERRIDES}{_ZERO_WIDTH}{_TAGS}{_SELECTORS}]|[\ufe00-\ufe0f]{{2,}}")
_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{1,7}\U000e007f")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]$")
_NAMES = (
    ("direction override", re.compile(f"[{_OVERRIDES}]")),
    ("tag characters", re.compile(f"[{_TAGS}]")),
    ("variation selectors", re.compile(f"[{_SELECTORS}\ufe00-\ufe0f]")),
    ("zero-width characters", re.compile(f"[{_ZERO_WIDTH}]")),
)


# The first bytes of all of these in UTF-8, and of few others.
_PERHAPS = re.compile(
    rb"\xe2[\x80\x81][\x8b\xa0-\xae]|\xef(?:\xb8[\x80-\x8f]|\xbb\xbf|\xbe\xa0)|\xf3\xa0|\xc2\xad|"
    rb"\xe1(?:\xa0\x8e|\x85[\x9f\xa0])|\xe3\x85\xa4"
)


def may_hide(body: bytes) -> bool:
    """Tell whether the bytes of a text hold any character of the sorts that `find_hidden` looks for."""
    return _PERHAPS.search(body) is not None


def find_hidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each hidden character's first use and what sort it is, each sort once.

    A byte-order mark at the start, the flags of England, Scotland and Wales, the variants of ideographs, soft hyphens
    inside words and direction marks on a line that holds right-to-left letters are what honest text is made of.
    """
    seen = set()
    start = 1 if text.startswith("\ufeff") else 0
    flags = {position for flag in _FLAG.finditer(text) for position in range(*flag.span())}
    for match in _HIDDEN.finditer(text, start):
        name = next(name for name, pattern in _NAMES if pattern.search(match[0]))
        if name not in seen and not _is_honest(text, match, name, flags):
            seen.add(name)
            yield text.count("\n", 0, match.start()) + 1, name
        if len(seen) == len(_NAMES):
            return


def _is_honest(text: str, match: re.Match[str], name: str, flags: set[int]) -> bool:
    at = match.start()
    if name == "tag characters":
        return at in flags
    if name == "direction override":
        line = text[max(0, text.rfind("\n", max(0, at - 500), at)) : at + 500].partition("\n\n")[0]
        return bool(_RIGHT_TO_LEFT.search(line))
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if name == "variation selectors":
        return len(match[0]) == 1 and bool(_IDEOGRAPH.search(before))
    return match[0] == "\u00ad" and before.isalpha() and after.isalpha()
