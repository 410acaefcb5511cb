"""Split the text of a shell script into its commands, each with its pipes, as a shell would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

LONGEST = 20_000  # characters of one command; what is longer never closed its quotes, and is split at its lines
_MOST_LOST = 200  # here-documents without an end that are searched for in one script

TOKEN = re.compile(
    r"""\\.|[^\\'"`$\#;&|\n()<>{}\ \t]+|[ \t]+|\$\(\(|\$\(|\$\{|\$'|\$"|<<<|<<-?|&&|\|\||;;|>&|&>>?|<&|>\||\|&|.|\n""",
    re.DOTALL,
)
_PLAIN_LINE = re.compile(r"[^\\'\"`$#;&|\n()<>{}]{0,2000}\n")
_PLAIN = re.compile(r"[^\\'\"`$#;&|\n()<>{}]+")
_LONGER = {"'": re.compile(r"[^'\n]+"), "$'": TOKEN, '"': re.compile(r'[^"\\$`\n]+'), '$"': re.compile(r'[^"\\$`\n]+')}
"""What may be taken at once, by what it stands within."""
_LIST = re.compile(r"\{[^\s{},;]{1,80},[^\s{};]{0,2000}\}")
_DELIMITER = re.compile(r"[ \t]*(['\"]?)\\?([\w.!-]{1,60})\1")
_CLOSED_BY = {
    "(": ")",
    "$(": ")",
    "$((": "))",
    "<(": ")",
    "${": "}",
    '"': '"',
    '$"': '"',
    "'": "'",
    "$'": "'",
    "`": "`",
}
_WITHIN_QUOTES = frozenset({"$(", "$((", "${", "`"})
_ENDS = frozenset({";", ";;", "&&", "||", "&", "\n", ")"})
_QUOTES = frozenset({"'", "$'"})
_BRACES = frozenset({"{", "}"})


class Command(NamedTuple):
    """One command with its pipes.

    Attributes:
        line: where it begins.
        text: as it is written, lines that go on joined.
        here: the documents that are written below it.
        is_background: whether the script does not wait for it.
    """

    line: int
    text: str
    here: tuple[str, ...] = ()
    is_background: bool = False


@dataclass(slots=True)
class _Splitter:
    """Reads tokens; each character at most twice, the second time without quotes that go over lines."""

    text: str
    line: int
    at: int = 0
    lost: int = 0
    parts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    begin: int = 0  # where the command begins, in the text
    began: int = 0  # and its line
    size: int = 0
    awaited: list[str] = field(default_factory=list)  # ends of here-documents
    here: list[str] = field(default_factory=list)
    by_line_until: int = 0

    def split(self) -> Iterator[Command]:
        self._start()
        while self.at < len(self.text):
            if not self.parts and (plain := _PLAIN_LINE.match(self.text, self.at)):
                if text := plain[0].strip():
                    yield Command(self.line, text)
                self.at, self.line = plain.end(), self.line + 1
                self._start()
                continue
            sign = _LONGER.get(self.open[-1] if self.open else "", _PLAIN).match(self.text, self.at)
            sign = sign or TOKEN.match(self.text, self.at)
            self.at = sign.end() if sign else self.at + 1
            yield from self._take(sign[0] if sign else "")
            is_end = self.at >= len(self.text)
            if self.open and (self.size > LONGEST or is_end) and self.begin >= self.by_line_until:
                self._again()
        yield from self._end()

    def _again(self) -> None:
        """Go back to where the command began, for something in it is never closed."""
        self.by_line_until, self.at, self.line = self.at, self.begin, self.began
        self._start()

    def _start(self) -> None:
        self.parts, self.open, self.here, self.awaited = [], [], [], []
        self.begin, self.began, self.size = self.at, self.line, 0

    def _end(self, *, is_background: bool = False) -> Iterator[Command]:
        text = "".join(self.parts).strip()
        if text:
            yield Command(self.began, text, tuple(self.here), is_background)
        self._start()

    def _take(self, sign: str) -> Iterator[Command]:
        within = self.open[-1] if self.open else ""
        if sign == "\n" and not self._new_line():
            return
        within = within if self.open else ""
        if sign == "\\\n":
            self.line += 1
        if sign == "\\\n" and within not in _QUOTES:
            self._add("" if within else " ")
        elif within in _QUOTES:
            self._quoted(sign)
        elif within in {'"', '$"'}:
            self._add(sign)
            self._nest('"' if sign == '$"' else sign, _WITHIN_QUOTES, within)
        elif sign == "#" and self._begins_word():
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
        elif not self.open and (sign in _ENDS or (sign in _BRACES and self._is_brace())):
            yield from self._end_with(sign)
        else:
            self._add(sign)
            self._await(sign)
            self._nest(sign, _CLOSED_BY.keys(), within)

    def _new_line(self) -> bool:
        """Count a line, and take the documents that begin below it; return whether it may end the command."""
        self.line += 1
        if self.awaited:
            self._read_here()
        if self.open and self.begin < self.by_line_until:
            self.open = []
        return bool(self.open) or not "".join(self.parts[-2:]).rstrip().endswith(("|", "|&"))

    def _quoted(self, sign: str) -> None:
        self._add(sign)
        if sign[-1] == "'" and sign[0] != "\\":
            self.open.pop()

    def _end_with(self, sign: str) -> Iterator[Command]:
        rest = self.text[self.at : self.at + 40].lstrip(" \t")
        yield from self._end(is_background=sign == "&")
        if sign == "}" and rest.startswith("|"):  # what a group says goes on into a pipe
            self._add("}")

    def _nest(self, sign: str, opening: Container[str], within: str) -> None:
        closing = _CLOSED_BY.get(within, "")
        if sign == closing[:1] and closing:
            if closing == "))" and self.text.startswith(")", self.at):
                self._add(")")
                self.at += 1
            self.open.pop()
        elif sign in opening:
            self.open.append(sign)

    def _add(self, sign: str) -> None:
        self.parts.append(sign)
        self.size += len(sign)

    def _begins_word(self) -> bool:
        last = self.parts[-1][-1:] if self.parts else ""
        return not last or last in " \t\n;&|("

    def _is_brace(self) -> bool:
        """Whether a brace opens or closes a group; the one of `{a,b}` does not."""
        return self._begins_word() and not _LIST.match(self.text, self.at - 1)

    def _await(self, sign: str) -> None:
        delimiter = _DELIMITER.match(self.text, self.at) if sign in {"<<", "<<-"} else None
        if delimiter:
            self.awaited.append(delimiter[2])

    def _read_here(self) -> None:
        """Take the documents that follow the line, as far as they end."""
        for delimiter in self.awaited:
            if self.lost > _MOST_LOST:
                break
            end = re.compile(rf"^[ \t]*{re.escape(delimiter)}[ \t]*\)?$", re.MULTILINE).search(self.text, self.at)
            if end is None:
                self.lost += 1
                continue
            self.here.append(self.text[self.at : end.start()])
            after = end.end() - 1 if end[0].endswith(")") else min(end.end() + 1, len(self.text))
            self.line += self.text.count("\n", self.at, after)
            self.at = after
        self.awaited = []


def split_script(text: str, line: int = 1) -> Iterator[Command]:
    r"""Yield the commands of a script in their order, without comments.

    Args:
        text: the script.
        line: the number of its first line.

    >>> [(command.line, command.text) for command in split_script("a 'b;c' && d \\\n | e # f\nif g; then h; fi")]
    [(1, "a 'b;c'"), (1, 'd   | e'), (3, 'if g'), (3, 'then h'), (3, 'fi')]
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    yield from _Splitter(text, line).split()
