"""The words of a shell command: quotes taken away, constants put in, what is substituted kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.code.shell_split import TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_VALUE = 2_000
_MOST_WORDS = 2_000
_DEEPEST = 4
_VARIABLE = re.compile(r"\w+|[@*#?!$-]")
_BRACED = re.compile(r"(\w+)(?:(:?[-=+])(.*)|:[ ]?(\d{1,4})(?::(\d{1,4}))?|(//?)([^/]*)/?(.*))?", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|([0-7]{1,3})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "a": "\a", "b": "\b"}
_REDIRECTS = frozenset({"<", ">", ">>", ">|", ">&", "&>", "&>>", "<&", "<<", "<<-", "<<<"})
_DESCRIPTOR = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class Word:
    """One word of a command.

    Attributes:
        text: without its quotes; what is substituted stands there as `$(…)`, `<(…)` or `>(…)`.
        inner: the commands that are substituted, each with how: `$`, `<` or `>`.
    """

    text: str = ""
    inner: tuple[tuple[str, str], ...] = ()

    @property
    def begins_with_inner(self) -> bool:
        """Whether it is the answer of a command, or begins with it."""
        return bool(self.inner) and self.text[:2] in {"$(", "<("}


@dataclass(slots=True)
class Stage:
    """One program of a pipeline.

    Attributes:
        words: what it is called with.
        redirects: each an operator and a word.
        group: commands in brackets, which stand in place of a program.
    """

    words: list[Word] = field(default_factory=list)
    redirects: list[tuple[str, Word]] = field(default_factory=list)
    group: str = ""

    def inner(self) -> list[tuple[str, str]]:
        """Return the commands that are substituted anywhere in it, each with how."""
        words = (*self.words, *(word for _, word in self.redirects))
        return [inner for word in words for inner in word.inner]


def parse_stages(text: str, values: Mapping[str, Word], depth: int = 0) -> list[Stage]:
    """Take a command apart at its pipes.

    Args:
        text: the command.
        values: what is known of variables.
        depth: how many defaults of variables it stands within.

    >>> stages = parse_stages("c''url -s $U |$S", {"U": Word("https://kiln.example"), "S": Word("sh -x")})
    >>> [[word.text for word in stage.words] for stage in stages]
    [['curl', '-s', 'https://kiln.example'], ['sh', '-x']]
    """
    return _Parser(text, values, depth).parse()


def unescape(text: str) -> str:
    r"""Put in what `\n`, `\x41` and `\101` stand for.

    >>> unescape(r"\x63\165rl")
    'curl'
    """
    return _ESCAPE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code or match[3]:
        return chr(int(code, 16) if code else int(match[3], 8) & 255)
    return _PLAIN_ESCAPES.get(match[4], match[4])


@dataclass(slots=True)
class _Parser:
    text: str
    values: Mapping[str, Word]
    depth: int
    at: int = 0
    stages: list[Stage] = field(default_factory=lambda: [Stage()])
    pieces: list[str] = field(default_factory=list)
    inner: list[tuple[str, str]] = field(default_factory=list)
    in_word: bool = False
    redirect: str = ""
    count: int = 0

    def parse(self) -> list[Stage]:
        while self.at < len(self.text) and self.count < _MOST_WORDS:
            sign = TOKEN.match(self.text, self.at)
            piece = sign[0] if sign else self.text[self.at]
            self.at += len(piece)
            self._take(piece)
        self._end_word()
        return self.stages

    def _take(self, sign: str) -> None:
        if sign[0] in " \t\n":
            self._end_word()
        elif sign in {"|", "|&"}:
            self._end_word()
            self.stages.append(Stage())
        elif sign in {"<", ">"} and self.text.startswith("(", self.at):
            self.at += 1
            self._substitute(sign, self._until(")"))
        elif sign in _REDIRECTS:
            self._begin_redirect(sign)
        elif sign == "(" and not self.in_word and not self.stages[-1].words:
            self.stages[-1].group = self._until(")")
        else:
            self._add(sign)

    def _begin_redirect(self, sign: str) -> None:
        descriptor = "".join(self.pieces)
        if self.in_word and _DESCRIPTOR.fullmatch(descriptor):
            self.pieces, self.in_word = [], False
        else:
            descriptor = ""
            self._end_word()
        self.redirect = f"{descriptor}{sign}"

    def _add(self, sign: str) -> None:
        self.in_word = True
        if sign[0] == "\\":
            self.pieces.append("" if sign == "\\\n" else sign[1:] or "\\")
        elif sign == "'":
            self._quote_plain()
        elif sign == "$'":
            self.pieces.append(unescape(self._until("'", escapes=True)))
        elif sign in {'"', '$"'}:
            self._quote()
        elif sign == "`":
            self._substitute("$", self._until("`", escapes=True).replace("\\`", "`").replace('\\"', '"'))
        elif sign == "$(":
            self._substitute("$", self._until(")"))
        elif sign == "$((":
            self.pieces.append(f"$(({self._until(')')}))")
            self.at += self.text.startswith(")", self.at)
        elif sign == "${":
            self._expand(self._braced(), quoted=False)
        elif sign == "$":
            self._dollar(quoted=False)
        else:
            self.pieces.append(sign)

    def _quote_plain(self) -> None:
        end = self.text.find("'", self.at)
        end = len(self.text) if end < 0 else end
        self.pieces.append(self.text[self.at : end])
        self.at = end + 1

    def _quote(self) -> None:
        while self.at < len(self.text):
            sign = TOKEN.match(self.text, self.at)
            piece = sign[0] if sign else self.text[self.at]
            self.at += len(piece)
            if piece in {'"', '$"'}:
                self.pieces.append(piece[:-1])
                return
            if piece[0] == "\\":
                self.pieces.append("" if piece == "\\\n" else piece[1:] if piece[1:] in set('"\\$`') else piece)
            elif piece in {"$(", "`", "$(("}:
                self._add(piece)
            elif piece == "${":
                self._expand(self._braced(), quoted=True)
            elif piece == "$":
                self._dollar(quoted=True)
            else:
                self.pieces.append(piece)

    def _dollar(self, *, quoted: bool) -> None:
        name = _VARIABLE.match(self.text, self.at)
        if name is None:
            self.pieces.append("$")
            return
        self.at = name.end()
        self._expand(name[0], quoted=quoted)

    def _expand(self, name: str, *, quoted: bool) -> None:
        """Put in what a variable holds; one that is not known stays as it is."""
        if name == "IFS" or name.startswith("IFS%"):
            if quoted:
                self.pieces.append(" ")
            else:
                self._end_word()
            return
        value = self._value(name)
        if value is None:
            goes_on = self.text[self.at - 1 : self.at] == "}" and self.text[self.at : self.at + 1].isalnum()
            self.pieces.append(f"${name}" if name.isidentifier() and not goes_on else f"${{{name}}}")
            return
        self.inner.extend(value.inner)
        if quoted or value.inner:
            self.pieces.append(value.text[:_LONGEST_VALUE])
            return
        for number, part in enumerate(re.split(r"\s+", value.text[:_LONGEST_VALUE])):
            if number:
                self._end_word()
            if part:
                self.in_word = True
                self.pieces.append(part)

    def _value(self, name: str) -> Word | None:
        if name in self.values:
            return self.values[name]
        braced = _BRACED.fullmatch(name[:_LONGEST_VALUE])
        value = self.values.get(braced[1]) if braced else None
        if braced and braced[2] and (value is None) == (braced[2][-1] != "+"):
            return parse_value(braced[3], self.values, self.depth + 1) if self.depth < _DEEPEST else None
        if braced and value and braced[4]:
            start = int(braced[4])
            return Word(value.text[start : start + int(braced[5]) if braced[5] else None])
        if braced and value and braced[7]:
            return Word(value.text.replace(braced[7], braced[8]), value.inner)
        return value

    def _braced(self) -> str:
        """Take what stands between `${` and its `}`."""
        return self._until("}", escapes=True)

    def _substitute(self, how: str, command: str) -> None:
        self.in_word = True
        self.inner.append((how, command))
        self.pieces.append(f"{how}({command})")

    def _until(self, closing: str, *, escapes: bool = False) -> str:
        """Take what stands before a closing sign, passing over what is nested and quoted before it."""
        begin, depth, quote = self.at, 0, ""
        opening = {")": "(", "}": "{"}.get(closing, "")
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == "\\" and quote != "'":
                self.at += 1
            elif quote:
                quote = "" if char == quote else quote
            elif char == closing and not depth:
                return self.text[begin : self.at - 1]
            elif char in "'\"" and not (escapes and closing == "'"):
                quote = char if closing != "`" else ""
            elif opening:
                depth += (char == opening) - (char == closing)
        return self.text[begin : self.at]

    def _end_word(self) -> None:
        if self.in_word:
            word = Word("".join(self.pieces), tuple(self.inner))
            if self.redirect:
                self.stages[-1].redirects.append((self.redirect, word))
                self.redirect = ""
            else:
                self.stages[-1].words.append(word)
            self.count += 1
        self.pieces, self.inner, self.in_word = [], [], False


def parse_value(text: str, values: Mapping[str, Word], depth: int = 0) -> Word:
    """Read a text as the value of a variable: one word, with its spaces."""
    words = [word for stage in parse_stages(text, values, depth) for word in stage.words]
    return Word(" ".join(word.text for word in words)[:_LONGEST_VALUE], tuple(i for word in words for i in word.inner))
