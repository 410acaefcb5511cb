"""Makefiles, justfiles and Rakefiles: the commands of their recipes, and those that run while they are read."""

import re

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show
from knownhands.harvest.code.shell_words import Word

LARGEST = 2_000_000  # bytes
_SETTING = re.compile(r"^[ ]*(?:export[ ]+|override[ ]+)*([A-Za-z_][\w.-]*)[ \t]*(\+|::?|\?|!)?=[ \t]*(.*)", re.DOTALL)
_RULE = re.compile(r"^([^\s#=:][^=:\n]*):(?!=):?[ \t]*([^=;\n]*)(?:;(.*))?$")
_SHELL = "$(shell "
_VARIABLE = re.compile(r"\$\(([A-Za-z_][\w.-]{0,60})\)")
_RUBY = re.compile(
    r"(?:\b(?:sh|system|exec|spawn)\b[ (]*(?:%[qQx]?[({\[]|[\"'])|`|%x[({\[])([^\n]{1,2000}?)(?:[\"'`)}\]])"
)
_MOST_SHELLS = 500


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    if re.search(r"rakefile|\.rake$", notes.path, re.IGNORECASE):
        _read_ruby(notes, text)
    else:
        _Makefile(notes, is_just="justfile" in notes.path.lower()).read(text)


def _read_ruby(notes: Notes, text: str) -> None:
    script = Script(notes)
    for match in _RUBY.finditer(text):
        script.read(match[1], text.count("\n", 0, match.start()) + 1)


class _Makefile:
    """Reads a makefile from its top down; recipes share what is known of variables and files."""

    def __init__(self, notes: Notes, *, is_just: bool) -> None:
        self.script = Script(notes)
        self.indents = ("\t", " ") if is_just else ("\t",)
        self.target, self.needed = "", ""
        self.in_define = False

    def read(self, text: str) -> None:
        lines = text.split("\n")
        at = 0
        while at < len(lines):
            begin = at
            while lines[at].endswith("\\") and at + 1 < len(lines):
                at += 1
            at += 1
            self._line("\n".join(lines[begin:at]), begin + 1)
        self.script.note_downloads()

    def _line(self, text: str, line: int) -> None:
        if text.startswith(("define ", "endef")):
            self.in_define = text.startswith("define ")
        elif text.startswith(self.indents) or (self.in_define and "=" not in text[:40]):
            self.script.read(self._plain(text.lstrip().lstrip("@-+")), line)
        elif not text.lstrip().startswith("#"):
            self._setting(text, line)

    def _setting(self, text: str, line: int) -> None:
        setting = _SETTING.match(text)
        rule = None if setting else _RULE.match(text)
        if setting and setting[2] == "!":
            self.script.read(self._plain(setting[3]), line)
        elif setting and _SHELL not in setting[3]:
            old = self.script.values.get(setting[1], Word()).text if setting[2] == "+" else ""
            if setting[2] != "?" or setting[1] not in self.script.values:
                value = self._expanded(self._plain(setting[3]).replace("\\\n", " "))
                self.script.values[setting[1]] = Word(f"{old} {value}".strip()[:2_000])
        elif rule:
            self.target = rule[1].split()[0] if rule[1].split() else ""
            self.needed = rule[2].split()[0] if rule[2].split() else ""
            if rule[3]:
                self.script.read(self._plain(rule[3].lstrip(" @-+")), line)
        for command in _calls_of_shell(text):
            self.script.read(self._plain(command), line)

    def _plain(self, text: str) -> str:
        """Write a line as the shell is given it, as far as that can be known."""
        if "$" not in text:
            return text
        text = text.replace(_SHELL, "$(").replace("$$", "\0")
        text = (
            _VARIABLE.sub(r"${\1}", text)
            .replace("$@", self.target)
            .replace("$<", self.needed)
            .replace("$^", self.needed)
        )
        return text.replace("\0", "$")

    def _expanded(self, text: str) -> str:
        return re.sub(r"\$\{(\w+)\}", lambda match: self.script.values.get(match[1], Word(match[0])).text, text)[:2_000]


def _calls_of_shell(text: str) -> list[str]:
    """Return the commands of every `$(shell …)`."""
    commands: list[str] = []
    at = text.find(_SHELL)
    while at >= 0 and len(commands) < _MOST_SHELLS:
        begin, depth, end = at + len(_SHELL), 1, at + len(_SHELL)
        while end < min(len(text), begin + 4_000) and depth:
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        commands.append(text[begin : end - 1])
        at = text.find(_SHELL, end)
    return commands


READER = Reader(
    id="makefile",
    paths=re.compile(
        r"(?:^|/)(?:gnu|bsd)?makefile(?![^/]*\.(?:pyi?|[cm]?[jt]s|rb|go|rs|c|h|java|cs|php)$)[^/]*$|\.(?:mk|mak|am|make)$|(?:^|/)\.?justfile$|\.just$|(?:^|/)rakefile$|\.rake$|(?:^|/)debian/rules$",
        re.IGNORECASE,
    ),
    first=re.compile(rb"^#!.*\bmake\b"),
    read=_read,
    may_show=may_show,
)
