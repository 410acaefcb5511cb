"""Build files whose language is not read: each text in them is read as the command that it would be, if it were one.

Jenkins, Gradle, sbt, Terraform and Vagrant all give commands to a shell as texts. What downloads and runs something is rare enough in
a text that nobody runs, but for those that are only printed.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_matter, may_show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes

LARGEST = 1_000_000  # bytes
# Each begins, goes on as far as it may, and asks for no end, so that no file makes it go back.
_TEXT = re.compile(
    r"""'{3}((?:[^']|'(?!'')){0,8000}+)|"{3}((?:[^"]|"(?!"")){0,8000}+)"""
    r"""|"((?:[^"\\\n]|\\.){1,2000}+)"?|(?<!\w)'((?:[^'\\\n]|\\.){1,2000}+)'?|`([^`\n]{1,2000}+)`?|/\*(?:[^*]|\*(?!/)){0,4000}+"""
    r"""|(?<![^\s])(?://|\#)[^\n]*+|<<[-~]?['"]?(?P<end>\w{1,40})['"]?\n(?P<document>(?:[^\n]*+\n(?![ \t]*(?P=end)\b)){0,500}+[^\n]*+)""",
    re.DOTALL,
)
_PRINTED = re.compile(
    r"(?:echo|print(?:ln)?|puts|log(?:ger)?(?:\.\w+)?|warn|error|fail|raise|message|description|summary|doc|help|comment|synopsis|throw[\w ]*Exception)\W{0,4}$",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)")
_LONG = frozenset({"'''", '"""'})
_SEVERAL = re.compile(r"\S[ \t\n]+\S")  # words: one alone is most often a path
_MOST = 5_000
_SHORTEST = 5  # characters of a command that could matter


def _read(notes: Notes, body: bytes) -> None:
    text = body[:LARGEST].decode("utf-8", "replace")
    script = Script(notes)
    at, line = 0, 1
    for begin, command in islice(_commands(text), _MOST):
        line += text.count("\n", at, begin)
        at = begin
        script.read(command, line)


def _commands(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each text begins and what it says."""
    for match in _TEXT.finditer(text):
        group = match.lastindex or 0
        if not group or match.end(group) - match.start(group) < _SHORTEST:
            continue
        begin = match.start(group)
        is_printed = _PRINTED.search(text, max(match.start() - 40, 0), match.start())
        if is_printed or not _SEVERAL.search(text, begin, match.end(group)) or not may_matter(match[group]):
            continue
        is_short = match[0][0] in "\"'" and match[0][:3] not in _LONG
        yield begin, _ESCAPED.sub(r"\1", match[group]) if is_short else match[group]


READER = Reader(
    id="build_script",
    paths=re.compile(
        r"(?:^|/)(?:jenkinsfile[^/]*|vagrantfile|tiltfile|package\.swift)$|\.(?:gradle|gradle\.kts|sbt|podspec|tf|hcl)$",
        re.IGNORECASE,
    ),
    read=_read,
    may_show=may_show,
)
