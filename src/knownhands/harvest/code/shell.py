"""What the commands of a shell script do, in scripts and in whatever holds commands: workflows, Dockerfiles, makefiles, hooks.

Commands are read as a shell reads them: quotes are taken away and constants are put in, then every way in which a program's output
becomes code or data of another is written as one pipeline (`sh -c "$(curl x)"`, `bash <(curl x)` and `curl -o f x; sh f` all are
`curl x | sh -`), so that the patterns of the capabilities need to know one form only. A pipeline begins with `| ` too, which makes it quick to
search, and a program that runs what it is given ends in ` -`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.code import known
from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.shell_interest import may_matter
from knownhands.harvest.code.shell_literal import written_out
from knownhands.harvest.code.shell_programs import base_name, code_run, unwrap, written_files
from knownhands.harvest.code.shell_split import split_script
from knownhands.harvest.code.shell_words import Stage, Word, parse_stages, parse_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knownhands.harvest.code.shell_programs import Run
    from knownhands.harvest.code.shell_split import Command

_LONGEST = 4_000  # characters of a pipeline that patterns are searched in
_DEEPEST = 5  # commands within commands
_MOST_PIPELINES = 40  # of one command
_MOST_STAGES = 30  # of one pipeline
_MOST_FILES = 500
_LAST = 6  # commands of a loop or group that may feed a pipe
_ASSIGNMENT = re.compile(
    r"(?:(?:export|local|readonly|declare|typeset|set -gx|set -x)[ \t]+(?:-\w+[ \t]+)*)?([A-Za-z_]\w*)(\+?)=(.*)",
    re.DOTALL,
)
_HOST = re.compile(r"\b[a-z]{2,6}://(?:[^\s/@'\"]{0,80}@)?([A-Za-z0-9][A-Za-z0-9.-]{2,119})")
_BARE_HOST = re.compile(r"\| (?:curl|wget)\b[^|]*? ((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12})(?:[/: ]|$)")
_HIDDEN = str.maketrans({"|": "¦", ">": "\u203a", "<": "\u2039", "\n": " ", "\t": " "})
_MODE = re.compile(r"[ugoa]*\+[rwXst]*x[rwxXst]*|0?[0-7]?[1357][0-7]{2}|[ugoa]*=r?w?x")
_DOWNLOADS = re.compile(
    r"\| (?:curl (?:[^|]* )?(?:-[a-zA-Z]*[oO]|--output|--remote-name|> )|curl [^|]*\| |wget2? (?![^|]*--post)|aria2c |axel |fetch |git (?:-\S+ )*clone )"
)
_CHECKS = re.compile(
    r"\b(?:sha\d{1,3}sum|shasum|md5sum|b2sum|sha256|sha512|--checksum|cosign|minisign|slsa-verifier)\b|openssl dgst|gpgv?\b.*verif"
)
_OWN_HOST = re.compile(r"(?:localhost|127\.|0\.0\.0\.0|host\.docker|\$)")
_NAMED = re.compile(r"\$\{?([A-Z][A-Z0-9_]{0,80})\}?")
_NICKNAMES = {"gh": "github", "node": "npm", "aws": "amazonaws", "twine": "pypi", "gl": "gitlab"}
_BLOCK_ENDS = frozenset({"done", "}", "fi", "esac"})
_UNREAD = frozenset({"unparsable", "older_python"})

Pipeline = list[str]


def note_script(
    notes: Notes, text: str, line: int, trigger: str = "import", values: Mapping[str, str] | None = None
) -> None:
    """Note what the commands of a script show.

    Args:
        notes: where to gather.
        text: the script.
        line: the number of its first line.
        trigger: when it runs.
        values: what is known of variables beforehand.
    """
    Script(notes, trigger, {name: Word(value) for name, value in (values or {}).items()}).read(text, line)


def note_command(notes: Notes, command: str, line: int, trigger: str = "import") -> None:
    """Note what one command shows that is of no Unix shell, just as it is written."""
    for capability, _ in known.matches("shell", f"| {command[:_LONGEST]}"):
        notes.add(line, capability.id, trigger, Ends(host_in(command), "", clip(command)))


@dataclass(slots=True)
class _Pipe:
    """One command while it is read: its stages, what they are in plain form, and the pipelines that feed them."""

    here: tuple[str, ...]
    depth: int
    stages: list[Stage]
    plain: Pipeline = field(default_factory=list)
    more: list[Pipeline] = field(default_factory=list)


@dataclass(slots=True)
class Script:
    """What is known while a script is read, from its top down.

    Attributes:
        notes: where to gather.
        trigger: when it runs.
        values: what variables hold.
        files: a file that was written → the pipeline that did.
        texts: what is in a file that the script itself writes out.
        aliases: what a command stands for.
        shown: the capabilities that each line showed.
        known: what a pipeline shows, for the same one comes again and again.
        last: what the last commands did, which may be the body of a loop that is piped on.
        line: where the outermost command is that is being read.
        raw: that command.
        downloads: lines that download something, from which host, and the command.
        is_checked: whether anything of it has its hash or signature checked.
        left: how many characters may still be read, with all that is within other commands.
    """

    notes: Notes
    trigger: str = "import"
    values: dict[str, Word] = field(default_factory=dict)
    files: dict[str, Pipeline] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    shown: set[tuple[int, str, str]] = field(default_factory=set)
    known: dict[str, list[str]] = field(default_factory=dict)
    last: list[Pipeline] = field(default_factory=list)
    line: int = 0
    raw: str = ""
    downloads: list[tuple[int, str, str]] = field(default_factory=list)
    is_checked: bool = False
    left: int = 4_000_000

    def read(self, text: str, line: int, depth: int = 0) -> None:
        """Read commands; all that they set stays known for the next ones.

        Args:
            text: the commands.
            line: of the first of them.
            depth: how many commands they stand within; those all count as written in the outermost's line.
        """
        self.left -= len(text)
        if depth > _DEEPEST or self.left < 0:
            return
        for command in split_script(text, line):
            if not depth:
                self.line, self.raw = command.line, command.text
            if not (command.here or may_matter(command.text) or self._knows(command.text)):
                self.last = []
                continue
            for pipeline in self._pipelines(command, depth)[:_MOST_PIPELINES]:
                self._show(pipeline, command)

    def _knows(self, command: str) -> bool:
        """Whether a command assigns a variable, or runs a file that was written."""
        name = command.partition(" ")[0]
        return bool(_ASSIGNMENT.match(command)) or name in self.files or name in self.aliases

    def note_downloads(self) -> None:
        """Note what was downloaded since this was last asked, unless its hash or signature was checked."""
        for line, host, command in () if self.is_checked else self.downloads:
            self.notes.add(line, "downloads_in_build", self.trigger, Ends(host, target=clip(command)))
        self.downloads, self.is_checked = [], False

    def _show(self, pipeline: Pipeline, command: Command) -> None:
        text = "| " + " | ".join(pipeline[:_MOST_STAGES])[:_LONGEST] + (" &" if command.is_background else "")
        if not may_matter(text):
            return
        host = host_in(text)
        if host and _DOWNLOADS.search(text) and not _OWN_HOST.match(host):
            self.downloads.append((self.line, host, self.raw))
        self.is_checked = self.is_checked or bool(_CHECKS.search(text))
        for capability in self._shows(_without_own_secrets(text, host)):
            if (self.line, capability, host) not in self.shown:
                self.shown.add((self.line, capability, host))
                sink = pipeline[-1].partition(" ")[0]
                self.notes.add(self.line, capability, self.trigger, Ends(host, sink, clip(self.raw)))

    def _shows(self, text: str) -> list[str]:
        if text not in self.known:
            self.known[text] = [capability.id for capability, _ in known.matches("shell", text)]
        return self.known[text]

    def _pipelines(self, command: Command, depth: int) -> list[Pipeline]:
        """Return what a command does as plain pipelines: itself first, then all that its parts feed into it."""
        assigned = self._assigned(command.text)
        if assigned is not None:
            return [answer for _, inner in assigned.inner for answer in self._inside(inner, depth)]
        stages = parse_stages(self._without_alias(command.text), self.values)
        pipe = _Pipe(command.here, depth, stages[:_MOST_STAGES])
        for stage in pipe.stages:
            pipe.plain.append(self._stage(pipe, stage))
        self._written(pipe)
        if pipe.plain[0] in _BLOCK_ENDS:
            pipe.more += [[*pipeline, *pipe.plain[1:]] for pipeline in self.last]
        self.last = [*self.last[1 - _LAST :], pipe.plain]
        return [pipe.plain, *pipe.more]

    def _stage(self, pipe: _Pipe, stage: Stage) -> str:
        """Add what feeds one stage of a pipeline, and return it in its plain form."""
        if stage.group:
            answers = list(self._inside(stage.group, pipe.depth))
            pipe.more += answers
            return _with_redirects(answers[-1][-1] if answers else "", stage)
        words = unwrap(stage.words)
        whole = _with_redirects(_join(stage.words), stage)
        if not words:
            return whole
        text = _with_redirects(_join([Word(_program(words[0].text)), *words[1:]]), stage)
        if len(words) < len(stage.words):
            pipe.more.append([*pipe.plain, whole])
        run = code_run(words)
        for how, inner in stage.inner():
            for answer in self._inside(f"cat | {inner}" if how == ">" else inner, pipe.depth):
                pipe.more += [answer, [*pipe.plain, text, *answer] if how == ">" else [*answer, text]]
                if how != ">" and _is_run(inner, run, words, stage):
                    pipe.more.append([*answer, f"{run.language or 'eval'} -"])
        self._makes_executable(words, pipe.more)
        return self._run(pipe, run, words, stage) or text

    def _run(self, pipe: _Pipe, run: Run, words: list[Word], stage: Stage) -> str:
        """Follow the code that a stage runs; return the stage's plain form where that is not its words."""
        redirected = next((word for operator, word in stage.redirects if operator in {"<", "0<"}), None)
        if run.way == "code" and run.code is not None:
            self._code(run.language, run.code.text, pipe.depth)
        elif run.way == "file" and run.code is not None:
            self._run_file(run.code.text, f"{run.language} -", pipe)
        elif run.way == "stdin" and redirected is not None:
            self._run_file(redirected.text, f"{run.language} -", pipe)
        elif run.way == "stdin":
            for code in (*pipe.here, *(word.text for operator, word in stage.redirects if operator == "<<<")):
                self._code(run.language, code, pipe.depth)
            return self._run_input(pipe, run.language) if pipe.plain else ""
        elif not run.language:
            self._run_file(words[0].text, "run -", pipe)
        return ""

    def _run_input(self, pipe: _Pipe, language: str) -> str:
        code = written_out([(unwrap(stage.words), stage.redirects) for stage in pipe.stages[: len(pipe.plain)]])
        if code:
            self._code(language, code, pipe.depth)
        return f"{language} -"

    def _code(self, language: str, code: str, depth: int) -> None:
        """Read code that stands in a command."""
        if language in {"sh", "eval", "source"}:
            line, raw = self.line, self.raw
            self.read(code, line, depth + 1)
            self.line, self.raw = line, raw
        elif language in {"python", "node"} and depth < _DEEPEST:
            self._foreign(language, code)

    def _foreign(self, language: str, code: str) -> None:
        from knownhands.harvest.code.javascript import read_javascript
        from knownhands.harvest.code.python import read_python

        read = read_python if language == "python" else read_javascript
        for seen in read(self.notes.path, code.encode("utf-8", "replace"), Notes(self.notes.path, is_program=True)):
            if seen.capability not in _UNREAD:
                trigger = seen.trigger if seen.trigger == "call" else self.trigger
                self.notes.add(self.line, seen.capability, trigger, Ends(seen.source, seen.sink, seen.target))

    def _run_file(self, path: str, how: str, pipe: _Pipe) -> None:
        """Follow a file that is run back to what this script wrote there."""
        for name in _names(path):
            if name in self.files:
                pipe.more.append([*self.files[name], how])
            if name in self.texts:
                self._code(how.partition(" ")[0].replace("run", "sh"), self.texts.pop(name), pipe.depth)

    def _makes_executable(self, words: list[Word], more: list[Pipeline]) -> None:
        name, texts = base_name(words[0].text), [word.text for word in words[1:]]
        if name == "chmod" and any(_MODE.fullmatch(text) for text in texts):
            more += [[*self.files[key], "run -"] for text in texts for key in _names(text) if key in self.files]
        elif name in {"mv", "cp", "install", "ln"} and len(texts) > 1:
            for text in texts[:-1]:
                for key in _names(text):
                    if key in self.files:
                        self._keep(texts[-1], self.files[key])
                        more += [[*self.files[key], "run -"]] if name == "install" else []

    def _written(self, pipe: _Pipe) -> None:
        """Remember which files a pipeline writes, and what, where the script says it."""
        for number, stage in enumerate(pipe.stages, start=1):
            words = unwrap(stage.words)
            targets = [word.text for operator, word in stage.redirects if operator.lstrip("1&") in {">", ">>", ">|"}]
            for target in (*targets, *(written_files(words) if words else ())):
                self._keep(target, pipe.plain[:number])
                text = written_out([(unwrap(each.words), each.redirects) for each in pipe.stages[:number]])
                text = text or (pipe.here[0] if pipe.here else "")
                if text:
                    self.texts[_names(target)[0]] = text

    def _keep(self, path: str, pipeline: Pipeline) -> None:
        if len(self.files) < _MOST_FILES and path not in {"/dev/null", "/dev/stderr", "/dev/stdout"}:
            for name in _names(path):
                self.files[name] = pipeline[:_MOST_STAGES]

    def _inside(self, text: str, depth: int) -> Iterator[Pipeline]:
        """Yield what commands within another command do."""
        self.left -= len(text)
        if depth < _DEEPEST and self.left > 0:
            for command in split_script(text):
                yield from self._pipelines(command, depth + 1)[:_MOST_PIPELINES]

    def _assigned(self, text: str) -> Word | None:
        """Remember what a command assigns, and return that; None where it does something else."""
        if text.startswith("alias "):
            name, _, meaning = text[6:].partition("=")
            self.aliases[name.strip()] = parse_value(meaning, self.values).text
            return Word()
        assignment = _ASSIGNMENT.fullmatch(text)
        stages = parse_stages(assignment[3], self.values) if assignment else []
        if assignment is None or len(stages) > 1 or len(stages[0].words) > 1 or stages[0].group:
            return None
        value = stages[0].words[0] if stages[0].words else Word()
        old = self.values.get(assignment[1])
        if assignment[2] and old:
            value = Word((old.text + value.text)[:_LONGEST], (*old.inner, *value.inner)[:_MOST_STAGES])
        self.values[assignment[1]] = value
        return value

    def _without_alias(self, text: str) -> str:
        name, space, rest = text.partition(" ")
        return f"{self.aliases[name]}{space}{rest}" if name in self.aliases else text


def _is_run(inner: str, run: Run, words: list[Word], stage: Stage) -> bool:
    """Whether what a command answers is run by the one that it is substituted in."""
    if run.way in {"code", "file"} and run.code is not None:
        return run.code.begins_with_inner and run.code.inner[0][1] == inner
    if run.way == "stdin":
        return any(operator.startswith("<") and inner in word.text for operator, word in stage.redirects)
    return words[0].text == f"$({inner})"


def host_in(text: str) -> str:
    """Return the host of the addresses in a command, several joined; "" for none."""
    hosts = dict.fromkeys(host.lower().rstrip(".") for host in _HOST.findall(text)[:3])
    if not hosts:
        bare = _BARE_HOST.search(text)
        return bare[1] if bare else ""
    return "+".join(hosts)


def _join(words: Iterable[Word]) -> str:
    """Write words as one text in which no sign is left that only quotes make harmless."""
    return " ".join(word.text.translate(_HIDDEN) for word in words)


def _program(text: str) -> str:
    """Name a program without its folder, where that is one for programs."""
    folder, _, name = text.rpartition("/")
    return name if folder.endswith("bin") and name else text


def _without_own_secrets(text: str, host: str) -> str:
    """Leave out the secrets that a command sends to the host that they are for: it has a word of the variable's name."""
    labels = [re.sub(r"[^a-z0-9]", "", label) for label in host.split(".")[-2:-1]] if host and "+" not in host else []
    if not labels or "$" not in text:
        return text

    def replaced(match: re.Match[str]) -> str:
        words = [_NICKNAMES.get(word, word) for word in match[1].lower().split("_")]
        return "…" if any(len(word) > 2 and labels[0].startswith(word) for word in words) else match[0]  # noqa: PLR2004 - a word

    return _NAMED.sub(replaced, text)


def _with_redirects(text: str, stage: Stage) -> str:
    parts = (f"{operator} {word.text.translate(_HIDDEN)}" for operator, word in stage.redirects)
    return " ".join((text, *parts))


def _names(path: str) -> tuple[str, ...]:
    """Name a file as it is written, and as it is called from within its folder or by the path of programs."""
    plain = path.removeprefix("./")
    base = plain.rpartition("/")[2]
    is_local = path.startswith("./") or "/bin/" in plain
    return (plain, base) if is_local and base != plain else (plain,)
