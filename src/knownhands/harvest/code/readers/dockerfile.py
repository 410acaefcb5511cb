"""Dockerfiles: what is run while the image is built and when it is started, and what is downloaded into it."""

import json
import re
import shlex

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show
from knownhands.harvest.code.shell_plain import host_in
from knownhands.harvest.code.shell_words import parse_value

LARGEST = 1_000_000  # bytes
_INSTRUCTION = re.compile(
    r"[ \t]*(?:ONBUILD[ \t]+)?(RUN|CMD|ENTRYPOINT|HEALTHCHECK|ADD|COPY|SHELL|ENV|ARG)[ \t]+(.*)",
    re.IGNORECASE | re.DOTALL,
)
_OPTION = re.compile(r"--[\w-]+(?:=\S*)?[ \t\\\n]+")
_HERE = re.compile(r"<<-?[ \t]*['\"]?(\w{1,40})['\"]?")
_SHELL = re.compile(r"(?:\S{0,80}/)?(?:env +(?:-S +)?)?(?:ba|da|z|k|a)?sh\b")
_WINDOWS = re.compile(r"\W?(?:cmd|powershell|pwsh)", re.IGNORECASE)
_END = "END_OF_DOCUMENT"
_ESCAPE = re.compile(r"(?:[ \t]*#[^\n]*\n){0,9}?[ \t]*#[ \t]*escape[ \t]*=[ \t]*`", re.IGNORECASE)
_SETTING = re.compile(r"(\w+)(?:=|[ \t]+)((?:\"[^\"\n]*\"|'[^'\n]*'|\\.|[^\s\"'])+)")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    script, shell = Script(notes), ""
    for line, text in _instructions(body.decode("utf-8", "replace").replace("\r\n", "\n")):
        instruction = _INSTRUCTION.match(text)
        if not instruction:
            continue
        if instruction[1].upper() == "SHELL":
            shell = _foreign_shell(instruction[2])
            script.read(_commands(instruction[2]), line)
        else:
            _note(script, instruction[1].upper(), instruction[2], line, shell)


def _instructions(text: str) -> list[tuple[int, str]]:
    """List the instructions with their lines; comments within them are left empty, so that lines keep their numbers."""
    instructions: list[tuple[int, str]] = []
    lines = text.split("\n")
    if _ESCAPE.match(text):  # as on Windows, where a path has the other sign in it
        lines = [re.sub(r"`[ \t]*\Z", r"\\", line) for line in lines]
    at = 0
    while at < len(lines):
        begin, goes_on = at, True
        parts: list[str] = []
        while goes_on and at < len(lines):
            is_comment = lines[at].lstrip().startswith("#")
            goes_on = lines[at].rstrip().endswith("\\") or (bool(parts) and (is_comment or not lines[at].strip()))
            parts.append(" \\" if is_comment or (parts and not lines[at].strip()) else lines[at].rstrip())
            at += 1
            goes_on = goes_on and (len(parts) > 1 or not is_comment)
        here = _HERE.search(parts[-1])
        end = _end_of_document(lines, at, here[1]) if here else 0
        if end:
            parts += lines[at:end]
            at = end
        instructions.append((begin + 1, "\n".join(parts)))
    return instructions


def _end_of_document(lines: list[str], at: int, delimiter: str) -> int:
    return next(
        (number + 1 for number in range(at, min(at + 2_000, len(lines))) if lines[number].strip() == delimiter), 0
    )


def _note(script: Script, name: str, text: str, line: int, shell: str) -> None:
    while option := _OPTION.match(text):
        line += option[0].count("\n")
        is_checked, text = option[0].startswith("--checksum"), text[option.end() :]
        if name == "ADD" and is_checked:
            return
    if name in {"ENV", "ARG"}:
        for key, value in _SETTING.findall(text):
            script.values[key] = parse_value(value, script.values)
    elif name in {"ADD", "COPY"}:
        words, document = _document(text)
        if document and words:  # what it holds may be run later
            script.read(f"cat > {words.split()[-1]} <<'{_END}'\n{document}\n{_END}", line)
        elif name == "ADD":
            _note_added(script, text, line)
    else:
        script.trigger = "import" if name == "RUN" else "call"
        is_in_shell = shell and not text.lstrip().startswith(("[", "<<"))
        commands = _commands(text.removeprefix("CMD ") if name == "HEALTHCHECK" else text)
        script.read(f"{shell} {shlex.quote(commands)}" if is_in_shell else commands, line)
        if name == "RUN":
            script.note_downloads()


def _note_added(script: Script, text: str, line: int) -> None:
    words = [parse_value(word, script.values).text for word in text.split()[:50]]
    for word in words[:-1]:
        if word.startswith(("http://", "https://")):
            script.files[words[-1]] = [f"curl {word}"]
            script.notes.add(line, "downloads_in_build", "import", Ends(host_in(word), "ADD", clip(word)))


def _commands(text: str) -> str:
    """Return what a shell would run: a list of words as one command, the document below `<<` by itself."""
    if text.lstrip().startswith("["):
        try:
            words = json.loads(text.replace("\\\n", "\n"))
        except (ValueError, RecursionError):
            return text
        return shlex.join(words) if isinstance(words, list) and all(isinstance(word, str) for word in words) else text
    if text.lstrip().startswith("<<"):
        words, document = _document(text)
        first = document.partition("\n")[0]
        program = words or (first[2:].strip() if first.startswith("#!") else "")
        if program and not _SHELL.match(program):
            return f"{program} <<'{_END}'\n{document}\n{_END}"
        return f"\n{document}"
    return text


def _document(text: str) -> tuple[str, str]:
    """Return the words around `<<`, and the document that is written below them; both empty where there is none."""
    first, _, rest = text.partition("\n")
    here = _HERE.search(first)
    return (f"{first[: here.start()]} {first[here.end() :]}".strip(), rest.rpartition("\n")[0]) if here else ("", "")


def _foreign_shell(text: str) -> str:
    """Return what `SHELL` has commands run with, where that is no shell; "" for one."""
    words = _commands(text)
    return "" if _SHELL.match(words) or _WINDOWS.match(words) else words


READER = Reader(
    id="dockerfile",
    paths=re.compile(
        r"(?:^|/)(?:dockerfile|containerfile|earthfile)[^/]*$|\.(?:dockerfile|containerfile)$", re.IGNORECASE
    ),
    read=_read,
    may_show=may_show,
)
