"""Files that git obeys: programs that it runs for them, diffs that it hides, and submodules that mislead it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import program_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL_FILTERS = frozenset(
    {"lfs", "git-crypt", "transcrypt", "crypt", "nbstripout", "git-secret", "annex", "indent", "ident"}
)
_SOURCES = re.compile(
    r"\.(?:pyw?|pyx|[cm]?[jt]sx?|vue|svelte|c|h|cc|cpp|cxx|hpp|go|rs|java|kt|scala|rb|php|p[lm]|lua|sh|bash|ps1|bat|cs|fs|swift|dart|"
    r"zig|nim|exs?|erl|hs|ml|r|jl|ac|am|m4|cmake|gradle|toml|ya?ml)$|(?:^|/)(?:makefile|dockerfile|jenkinsfile|configure)$|"
    r"^\**/?\**$|(?:^|/)(?:src|lib|\.github|\.husky|\.claude|\.vscode|scripts|bin|tools)(?:/\**)*$",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"lock|\bmin\b|\.min\.|\bdist\b|build|vendor|third.?party|external|generat|\bgen\b|_gen|gen_|\.gen|auto|snap|_pb2?|\.pb\.|proto|bundle|"
    r"fixture|tests?\b|testdata|expected|golden|output|docs?/|bindings|mocks?|schema|node_modules|\.yarn|pnp|graphql|openapi|swagger|"
    r"locale|i18n|translat|compiled|example|parser\.|grammar|client|zz_|\.g\.|wasm|data|baseline|release",
    re.IGNORECASE,
)
_HIDES = re.compile(r"-diff|!diff|binary|linguist-(?:generated|vendored)(?:=(?:true|1))?|diff=(?:false|unset)")
_SECTION = re.compile(r'^\s*\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]?')
_ENTRY = re.compile(r"^\s*([\w-]+)\s*(?:=\s*(.*))?$", re.DOTALL)
_RUNS = re.compile(
    r"^(?:core\.(?:fsmonitor|sshcommand|hookspath|pager|editor|askpass|gitproxy|alternaterefscommand)|sequence\.editor|"
    r"filter\..*\.(?:clean|smudge|process)|diff\..*(?:command|textconv)|diff\.external|merge\..*\.driver|credential\..*helper|"
    r"gpg\..*program|uploadpack\.packobjectshook|pager\..*|lfs\.customtransfer\..*\.path|lfs\.extension\..*\.(?:clean|smudge)|"
    r"(?:mergetool|difftool|browser|man)\..*\.(?:cmd|path)|init\.templatedir|interactive\.difffilter|include\.path|includeif\..*\.path|"
    r"url\..*\.(?:push)?insteadof|protocol\.ext\.allow)$"
)
_SWITCH = re.compile(r"true|false|yes|no|on|off|[01]|", re.IGNORECASE)
_ODD_NAME = re.compile(r"(?:^|/)\.\.(?:/|$)|^-|[\x00-\x1f\x7f]|(?:^|/)\.git(?:/|$)|^/|[$`;|]", re.IGNORECASE)
_ODD_ADDRESS = re.compile(r"^-|^\w+::|[\x00-\x1f\x7f`]|%0[ad]|\$\(|^file:|://-|^[\w.-]*@?-", re.IGNORECASE)


def _read(notes: Notes, body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    if notes.path.endswith(".gitattributes"):
        _note_attributes(notes, text)
    elif notes.path.endswith(".gitmodules"):
        for line, key, value in entries(text):
            _note_submodule(notes, line, key, value)
    else:
        _note_settings(notes, text)


def entries(text: str) -> Iterator[tuple[int, str, str]]:
    r"""Yield the line, key and value of each entry of a file in git's own format; keys are `section.name.key`.

    >>> list(entries('[submodule "Glaze"]\n\tPath = pots # here\n'))
    [(2, 'submodule.Glaze.path', 'pots')]
    """
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        head = _SECTION.match(line[:4000])
        rest = line[head.end() :] if head else line
        if head:
            section = ".".join(filter(None, (head[1].lower(), head[2])))
        entry = _ENTRY.match(rest[:4000])
        if entry and not rest.lstrip().startswith(("#", ";")):
            yield number, f"{section}.{entry[1].lower()}", _value(entry[2])


def _value(written: str | None) -> str:
    """Return a value as git takes it; a return at its end stays, for git keeps it too where it is quoted."""
    if written is None:
        return "true"
    text = written.strip(" \t")
    if text.startswith('"'):
        return text[1:].rpartition('"')[0].replace('\\"', '"').replace("\\\\", "\\") or text[1:]
    return re.split(r"\s[#;]", text, maxsplit=1)[0].strip()


def _note_attributes(notes: Notes, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        pattern, *attributes = line[:4000].split() or [""]
        if pattern.startswith("#"):
            continue
        for attribute in attributes:
            kind, _, name = attribute.partition("=")
            if kind == "filter" and name and name not in _USUAL_FILTERS:
                notes.add(number, "git_filter", "import", Ends(name, "filter", pattern))
            elif _HIDES.fullmatch(attribute) and _SOURCES.search(pattern) and not _MADE.search(pattern):
                notes.add(number, "hidden_diff", "import", Ends(sink=kind, target=pattern))


def _note_submodule(notes: Notes, line: int, key: str, value: str) -> None:
    name, _, last = key.removeprefix("submodule.").rpartition(".")
    is_odd = (
        _ODD_NAME.search(name)
        or (last == "path" and _ODD_NAME.search(value))
        or (last == "url" and _ODD_ADDRESS.search(value))
        or (last == "update" and value.startswith("!"))
    )
    if is_odd:
        notes.add(line, "odd_submodule", "import", Ends(sink=last, target=f"{name}: {value}"))


def _note_settings(notes: Notes, text: str) -> None:
    """Note programs of git's settings; a file named `config` is one where it says that it is a repository's own."""
    listed = list(entries(text))
    if (
        notes.path.endswith("config")
        and "." not in notes.path.rpartition("/")[2]
        and not any(key.startswith("core.") for _, key, _ in listed)
    ):
        return
    for line, key, value in listed:
        if _RUNS.match(key.lower()) and not _SWITCH.fullmatch(value):
            notes.add(line, "git_filter", "import", Ends(program_of(value), key, value))
            note_script(notes, value.removeprefix("!"), line)
        elif key.startswith("alias.") and value.startswith("!"):
            note_script(notes, value[1:], line, "call")


READER = Reader(
    id="git",
    paths=re.compile(r"(?:^|/)(?:\.gitattributes|\.gitmodules|\.gitconfig|\.lfsconfig|gitconfig|config)$"),
    read=_read,
)
