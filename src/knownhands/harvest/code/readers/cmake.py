"""CMake and Meson: the commands that they run, and what they download without a hash."""

import re
from collections.abc import Iterator
from itertools import pairwise

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show
from knownhands.harvest.code.shell_plain import host_in
from knownhands.harvest.code.shell_words import Word, parse_value

LARGEST = 2_000_000  # bytes
_CALL = re.compile(r"^[ \t]*(\w+)[ \t]*\(", re.MULTILINE)
_WORD = re.compile(r"#\[\[|#[^\n]*|\[(=*)\[|\"((?:[^\"\\]|\\.)*+)\"?|[()]|(?:[^\s()\"#\\]|\\.)++|\s++|.", re.DOTALL)
_LONGEST = 20_000  # characters of one call
_RUNS = frozenset(
    {"execute_process", "add_custom_command", "add_custom_target", "add_test", "exec_program", "externalproject_add"}
)
_COMMANDS = re.compile(r"(?:COMMAND|(?:DOWNLOAD|UPDATE|PATCH|CONFIGURE|BUILD|INSTALL|TEST)_COMMAND|ARGS|CODE)")
_KEYWORD = re.compile(r"[A-Z][A-Z]+(?:_[A-Z]+)*")
_MESON = re.compile(r"\b(?:run_command[ \t]*\(|command[ \t]*:[ \t]*\[)")
_STRING = re.compile(r"'((?:[^'\\\n]|\\.)*+)'|\)|\]")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    script = Script(notes)
    if notes.path.endswith(".wrap"):
        _read_wrap(notes, text)
    elif notes.path.lower().endswith("meson.build"):
        for line, words in _meson_commands(text):
            script.read(" ".join(map(_quoted, words)), line)
    else:
        for line, name, words in _calls(text):
            _note(script, name.lower(), words, line)
    script.note_downloads()


def _calls(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield the calls of a CMake file, each with its line and words."""
    at, line, counted = 0, 1, 0
    while call := _CALL.search(text, at):
        words, depth, at = [], 1, call.end()
        while depth and at < min(len(text), call.end() + _LONGEST):
            word = _WORD.match(text, at)
            if word is None:
                break
            at = word.end()
            if word[0] in {"(", ")"}:
                depth += 1 if word[0] == "(" else -1
            elif word[1] is not None:
                end = text.find(f"]{word[1]}]", at, call.end() + _LONGEST)
                end = min(call.end() + _LONGEST, len(text)) if end < 0 else end
                words.append(text[at:end])
                at = end + 2 + len(word[1])
            elif word[0].strip() and not word[0].startswith("#"):
                words.append(word[2] if word[2] is not None else word[0])
        line += text.count("\n", counted, call.start())
        counted = call.start()
        yield line, call[1], words


def _note(script: Script, name: str, words: list[str], line: int) -> None:
    if name == "set" and len(words) > 1:
        script.values[words[0]] = Word(parse_value(" ".join(map(_quoted, words[1:4])), script.values).text)
    elif name in _RUNS or (name == "install" and "CODE" in words):
        commands = [command for command in _commands(words) if command]
        separator = " | " if name == "execute_process" else "\n"
        script.read(separator.join(" ".join(map(_quoted, command)) for command in commands).replace("\n", " ; "), line)
    elif name == "file" and words[:1] == ["DOWNLOAD"] and len(words) > 1:
        address = parse_value(_quoted(words[1]), script.values).text
        if len(words) > 2:  # noqa: PLR2004 - the third is the file
            script.files[parse_value(_quoted(words[2]), script.values).text] = [f"curl {address}"]
        if not any(word.startswith("EXPECTED_") for word in words):
            _note_download(script, address, "file(DOWNLOAD)", line)
    if name in {"externalproject_add", "fetchcontent_declare", "cpmaddpackage"}:
        _note_project(script, name, words, line)


def _note_project(script: Script, name: str, words: list[str], line: int) -> None:
    after = {
        word: parse_value(_quoted(value), script.values).text
        for word, value in pairwise(words)
        if _KEYWORD.fullmatch(word)
    }
    if "URL" in after and not after.keys() & {"URL_HASH", "URL_MD5"}:
        _note_download(script, after["URL"], name, line)
    elif "GIT_REPOSITORY" in after and not _COMMIT.fullmatch(after.get("GIT_TAG", "")):
        _note_download(script, after["GIT_REPOSITORY"], name, line)


def _note_download(script: Script, address: str, call: str, line: int) -> None:
    if "://" in address:
        script.notes.add(line, "downloads_in_build", "import", Ends(host_in(address), call, clip(address)))


def _commands(words: list[str]) -> list[list[str]]:
    """Return the words of each command of a call."""
    commands: list[list[str]] = []
    is_within = False
    for word in words:
        if _COMMANDS.fullmatch(word):
            is_within = True
            commands.append([]) if word != "ARGS" or not commands else None
        elif _KEYWORD.fullmatch(word):
            is_within = False
        elif is_within:
            commands[-1].append(word)
    return commands


def _quoted(word: str) -> str:
    """Write a word for the shell so that its variables are still put in."""
    return (
        '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$(", "\\$(") + '"'
        if re.search(r"[^\w./:=${}-]", word)
        else word
    )


def _meson_commands(text: str) -> Iterator[tuple[int, list[str]]]:
    line, counted = 1, 0
    for call in _MESON.finditer(text):
        words = []
        for string in _STRING.finditer(text, call.end(), call.end() + _LONGEST):
            if string[1] is None:
                break
            words.append(string[1])
        line += text.count("\n", counted, call.start())
        counted = call.start()
        yield line, words


def _read_wrap(notes: Notes, text: str) -> None:
    address = re.search(r"^source_url[ \t]*=[ \t]*(\S+)", text, re.MULTILINE)
    if address and not re.search(r"^source_hash[ \t]*=", text, re.MULTILINE):
        line = text.count("\n", 0, address.start()) + 1
        notes.add(line, "downloads_in_build", "import", Ends(host_in(address[1]), "source_url", clip(address[1])))


def _may_show(added: bytes) -> bool:
    """Whether lines hold a command, an address or what a command is made of."""
    return b"://" in added or may_show(added)


READER = Reader(
    id="cmake",
    paths=re.compile(r"(?:^|/)(?:cmakelists\.txt|meson\.build)$|\.(?:cmake|wrap)(?:\.in)?$", re.IGNORECASE),
    read=_read,
    may_show=_may_show,
)
