"""Build files whose language is not read: each text in them is read as the command that it would be, if it were one.

Jenkins, Gradle, sbt, Bazel, Nix, MSBuild, Maven, Ant, Terraform and Vagrant all give commands to a shell as texts. What downloads and runs
something is rare enough in a text that nobody runs, but for those that are only printed.
"""

from __future__ import annotations

import html
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
_XML = re.compile(r"(?:proj|\.(?:targets|props|xml))$", re.IGNORECASE)
# Each begins, goes on as far as it may, and asks for no end, so that no file makes it go back.
_TEXT = re.compile(
    r"""'{3}((?:[^']|'(?!'')){0,8000}+)|"{3}((?:[^"]|"(?!"")){0,8000}+)|''((?:[^']|'(?!')|''['$\\]){0,8000}+)(?:'')?"""
    r"""|"((?:[^"\\\n]|\\.){1,2000}+)"?|(?<!\w)'((?:[^'\\\n]|\\.){1,2000}+)'?|`([^`\n]{1,2000}+)`?|/\*(?:[^*]|\*(?!/)){0,4000}+"""
    r"""|(?<![^\s])(?://|\#)[^\n]*+|<<[-~]?['"]?(?P<end>\w{1,40})['"]?\n(?P<document>(?:[^\n]*+\n(?![ \t]*(?P=end)\b)){0,500}+[^\n]*+)""",
    re.DOTALL,
)
_OF_XML = re.compile(
    r"=[ \t]*\"([^\"<]{1,2000})|>([^<>]{2,4000}+)|<!\[CDATA\[((?:[^\]]|\](?!\]>)){0,4000}+)|<!--(?:[^-]|-(?!->)){0,4000}+"
)
_OF_GO = re.compile(r"^//go:generate ([^\n]{1,2000})", re.MULTILINE)
_PRINTED = re.compile(
    r"(?:echo|print(?:ln)?|puts|log(?:ger)?(?:\.\w+)?|warn|error|fail|raise|message|description|summary|doc|help|comment|synopsis|throw[\w ]*Exception)\W{0,4}$",
    re.IGNORECASE,
)
_PATH_OF_NIX = re.compile(r"\$\{[\w.-]{1,80}\}/s?bin/")
_ESCAPED = re.compile(r"\\(.)")
_LONG = frozenset({"'''", '"""'})
_SEVERAL = re.compile(r"\S[ \t\n]+\S")  # words: one alone is most often a path
_MOST = 5_000
_SHORTEST = 5  # characters of a command that could matter


def _read(notes: Notes, body: bytes) -> None:
    text = body[:LARGEST].decode("utf-8", "replace")
    script = Script(notes, "call" if notes.path.endswith(".go") else "import")
    pattern = _OF_XML if _XML.search(notes.path) else _OF_GO if notes.path.endswith(".go") else _TEXT
    at, line = 0, 1
    for begin, command in islice(_commands(pattern, text), _MOST):
        line += text.count("\n", at, begin)
        at = begin
        script.read(command, line)


def _commands(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """Yield where each text begins and what it says."""
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        if not group or match.end(group) - match.start(group) < _SHORTEST:
            continue
        begin = match.start(group)
        is_printed = _PRINTED.search(text, max(match.start() - 40, 0), match.start())
        if is_printed or not _SEVERAL.search(text, begin, match.end(group)) or not may_matter(match[group]):
            continue
        if pattern is _OF_XML:
            yield begin, html.unescape(match[group])
        elif match[0][0] in "\"'" and match[0][:3] not in _LONG and match[0][:2] != "''":
            yield begin, _ESCAPED.sub(r"\1", match[group])
        else:
            yield begin, _PATH_OF_NIX.sub("", match[group])


READER = Reader(
    id="build_script",
    paths=re.compile(
        r"(?:^|/)(?:jenkinsfile[^/]*|build(?:\.bazel)?|workspace(?:\.bazel)?|module\.bazel|vagrantfile|tiltfile|package\.swift|pom\.xml|build\.xml)$|"
        r"\.(?:gradle|gradle\.kts|bzl|sbt|nix|gemspec|podspec|tf|hcl|\w{0,4}proj|targets|props|go)$",
        re.IGNORECASE,
    ),
    read=_read,
    may_show=may_show,
)
