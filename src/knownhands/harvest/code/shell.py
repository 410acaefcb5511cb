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
from knownhands.harvest.code.shell_assigned import assign, assigns, functions, runs_by_itself, without_alias
from knownhands.harvest.code.shell_downloads import Download, Downloads
from knownhands.harvest.code.shell_foreign import note_foreign
from knownhands.harvest.code.shell_interest import may_matter
from knownhands.harvest.code.shell_literal import written_out
from knownhands.harvest.code.shell_pipe import Pipe, is_run
from knownhands.harvest.code.shell_plain import (
    host_in,
    join_words,
    names_of,
    program_name,
    with_redirects,
    without_own_secrets,
)
from knownhands.harvest.code.shell_programs import base_name, code_run, unwrap, written_files
from knownhands.harvest.code.shell_revealed import revealed
from knownhands.harvest.code.shell_split import split_script
from knownhands.harvest.code.shell_words import Word, parse_stages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.harvest.code.shell_pipe import Pipeline
    from knownhands.harvest.code.shell_programs import Run
    from knownhands.harvest.code.shell_split import Command
    from knownhands.harvest.code.shell_words import Stage

_LONGEST = 4_000  # characters of a pipeline that patterns are searched in
_DEEPEST = 5  # commands within commands
_MOST_PIPELINES = 40  # of one command
_MOST_STAGES = 30  # of one pipeline
_MOST_FILES = 500
_LAST = 6  # commands of a loop or group that may feed a pipe
_MODE = re.compile(r"[ugoa]*\+[rwXst]*x[rwxXst]*|0?[0-7]?[1357][0-7]{2}|[ugoa]*=r?w?x")
_WHOLE = re.compile(r"\$\{?(\w{1,80})(?:\[[@*]\])?\}?")
_GIVEN = re.compile(r"\{\}|\$\{?[@*0-9]\}?|%")
_BLOCK_ENDS = frozenset({"done", "}", "fi", "esac"})


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


@dataclass(slots=True)
class Script:
    """What is known while a script is read, from its top down.

    Attributes:
        notes: where to gather.
        trigger: when it runs.
        values: what variables hold.
        files: a file that was written → the pipeline that did.
        texts: what is in a file that the script itself writes out.
        aliases: what a command stands for, by an alias or a function of one command.
        fed: a variable that is read from a pipeline → that one.
        shown: the capabilities that each line showed.
        known: what a pipeline shows, for the same one comes again and again.
        last: what the last commands did, which may be the body of a loop that is piped on.
        line: where the outermost command is that is being read.
        raw: that command.
        downloads: what was downloaded and not checked.
        left: how many characters may still be read, with all that is within other commands.
    """

    notes: Notes
    trigger: str = "import"
    values: dict[str, Word] = field(default_factory=dict)
    files: dict[str, Pipeline] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    fed: dict[str, Pipeline] = field(default_factory=dict)
    shown: set[tuple[int, str, str]] = field(default_factory=set)
    known: dict[str, list[str]] = field(default_factory=dict)
    last: list[Pipeline] = field(default_factory=list)
    line: int = 0
    raw: str = ""
    downloads: Downloads = field(default_factory=Downloads)
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
        self.aliases |= functions(text)
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
        if assigns(command):
            return True
        words = (name for word in command[:200].split(None, 3)[:3] for name in names_of(word))
        return any(word in self.files or word in self.aliases for word in words)

    def note_downloads(self) -> None:
        """Note what was downloaded since this was last asked, unless its hash or signature was checked."""
        for line, host, command in self.downloads.unchecked():
            self.notes.add(line, "downloads_in_build", self.trigger, Ends(host, target=clip(command)))
        self.downloads = Downloads()

    def _show(self, pipeline: Pipeline, command: Command) -> None:
        text = "| " + " | ".join(pipeline[:_MOST_STAGES])[:_LONGEST] + (" &" if command.is_background else "")
        if not may_matter(text):
            return
        host = host_in(text)
        self.downloads.see(text, Download(self.line, host, self.raw))
        for capability in self._shows(without_own_secrets(text, host)):
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
        assigned = assign(command.text, self.values, self.aliases)
        if assigned is not None:
            if runs_by_itself(command.text):
                self._code("sh", assigned.text, depth)
            return [answer for _, inner in assigned.inner for answer in self._inside(inner, depth)]
        stages = parse_stages(without_alias(command.text, self.aliases), self.values)
        pipe = Pipe(command.here, depth, stages[:_MOST_STAGES])
        for stage in pipe.stages:
            pipe.plain.append(self._stage(pipe, stage))
        self._written(pipe)
        feeding = self.last if pipe.plain[0] in _BLOCK_ENDS else pipe.grouped if pipe.stages[0].group else []
        pipe.more += [[*pipeline, *pipe.plain[1:]] for pipeline in feeding]
        self.last = [*self.last[1 - _LAST :], pipe.plain]
        return [pipe.plain, *pipe.more]

    def _stage(self, pipe: Pipe, stage: Stage) -> str:
        """Add what feeds one stage of a pipeline, and return it in its plain form."""
        if stage.group:
            answers = list(self._inside(stage.group, pipe.depth))
            pipe.more += answers
            pipe.grouped = answers[1 - _LAST : -1]
            return with_redirects(answers[-1][-1] if answers else "", stage)
        words = unwrap(stage.words)
        if words and (revealing := revealed(words, self.values)) != words:
            stage.words[len(stage.words) - len(words) :] = words = revealing
        whole = with_redirects(join_words(stage.words), stage)
        if not words:
            return whole
        text = with_redirects(join_words([Word(program_name(words[0].text)), *words[1:]]), stage)
        if len(words) < len(stage.words):
            pipe.more.append([*pipe.plain, whole])
        run = code_run(words)
        for how, inner in stage.inner():
            for answer in self._inside(f"cat | {inner}" if how == ">" else inner, pipe.depth):
                pipe.more += [answer, [*pipe.plain, text, *answer] if how == ">" else [*answer, text]]
                if how != ">" and is_run(inner, run, words, stage):
                    pipe.more.append([*answer, f"{run.language or 'eval'} -"])
        self._makes_executable(words, pipe.more)
        if words[0].text in {"read", "mapfile", "readarray"}:
            self._read_into(pipe, words, stage)
        return self._run(pipe, run, words, stage) or text

    def _run(self, pipe: Pipe, run: Run, words: list[Word], stage: Stage) -> str:
        """Follow the code that a stage runs; return the stage's plain form where that is not its words."""
        redirected = next((word for operator, word in stage.redirects if operator in {"<", "0<"}), None)
        if run.way == "code" and run.code is not None:
            self._code(run.language, run.code.text, pipe.depth)
            variable = _WHOLE.fullmatch(run.code.text)
            if variable and variable[1] in self.fed:
                pipe.more.append([*self.fed[variable[1]], f"{run.language} -"])
            if pipe.plain and base_name(stage.words[0].text) == "xargs" and _GIVEN.fullmatch(run.code.text):
                return f"{run.language} -"
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

    def _read_into(self, pipe: Pipe, words: list[Word], stage: Stage) -> None:
        """Remember what feeds the variables that are read."""
        inner = next((inner for _, word in stage.redirects for _, inner in word.inner), None)
        source = next(self._inside(inner, pipe.depth), None) if inner else pipe.plain
        if source:
            self.fed.update((word.text, source[:_MOST_STAGES]) for word in words[1:_MOST_STAGES])

    def _run_input(self, pipe: Pipe, language: str) -> str:
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
            note_foreign(self.notes, language, code, (self.line, self.trigger))

    def _run_file(self, path: str, how: str, pipe: Pipe) -> None:
        """Follow a file that is run back to what this script wrote there."""
        for name in names_of(path):
            if name in self.files:
                pipe.more.append([*self.files[name], how])
            if name in self.texts:
                self._code(how.partition(" ")[0].replace("run", "sh"), self.texts.pop(name), pipe.depth)

    def _makes_executable(self, words: list[Word], more: list[Pipeline]) -> None:
        name, texts = base_name(words[0].text), [word.text for word in words[1:]]
        if name == "chmod" and any(_MODE.fullmatch(text) for text in texts):
            more += [[*self.files[key], "run -"] for text in texts for key in names_of(text) if key in self.files]
        elif name in {"mv", "cp", "install", "ln"} and len(texts) > 1:
            for text in texts[:-1]:
                for key in names_of(text):
                    if key in self.files:
                        self._keep(texts[-1], self.files[key])
                        more += [[*self.files[key], "run -"]] if name == "install" else []

    def _written(self, pipe: Pipe) -> None:
        """Remember which files a pipeline writes, and what, where the script says it."""
        for number, stage in enumerate(pipe.stages, start=1):
            words = unwrap(stage.words)
            targets = [word.text for operator, word in stage.redirects if operator.lstrip("1&") in {">", ">>", ">|"}]
            for target in (*targets, *(written_files(words) if words else ())):
                self._keep(target, pipe.plain[:number])
                text = written_out([(unwrap(each.words), each.redirects) for each in pipe.stages[:number]])
                text = text or (pipe.here[0] if pipe.here else "")
                if text:
                    self.texts[names_of(target)[0]] = text

    def _keep(self, path: str, pipeline: Pipeline) -> None:
        if len(self.files) < _MOST_FILES and path not in {"/dev/null", "/dev/stderr", "/dev/stdout"}:
            for name in names_of(path):
                self.files[name] = pipeline[:_MOST_STAGES]

    def _inside(self, text: str, depth: int) -> Iterator[Pipeline]:
        """Yield what commands within another command do."""
        self.left -= len(text)
        if depth < _DEEPEST and self.left > 0:
            for command in split_script(text):
                yield from self._pipelines(command, depth + 1)[:_MOST_PIPELINES]
