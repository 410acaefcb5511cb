"""Which secrets the steps of a job hold, and where their commands send, print or keep them.

A secret is followed from `${{ secrets.NAME }}` through variables, files, outputs of steps and pipes. Sending a token to the
service that it belongs to is what tokens are for, and is not noted: a header for GitHub, or for the host that a secret is named after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.shell_assigned import LOOP
from knownhands.harvest.code.shell_split import Command, split_script
from knownhands.harvest.code.shell_words import Stage, Word, parse_stages, parse_value
from knownhands.harvest.code.workflows import printed, sent
from knownhands.harvest.code.workflows.held import (
    ALL,
    ENCODED,
    ENVIRONMENT,
    encoded,
    held_in,
    mark,
    may_hold,
)
from knownhands.harvest.code.workflows.kept import kept_by_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.workflows.model import Job, Step
    from knownhands.harvest.code.workflows.tree import Node

_SENDS = "workflow_sends_secrets"
_DEEPEST = 4
_LONGEST = 6_000  # characters of what a variable, file or pipe holds
_MOST_VARIABLES = 200
_PART = re.compile(r"\$\{(\w{1,80})(?::\s?\d|\^|,|//)[^}]{0,80}\}")
_MOST_COMMANDS = 3_000  # of a script
_ASSIGNS = re.compile(
    r"(?:(?:export|local|readonly|declare(?:\s+-\w+)*|set|let)\s+)?\$?(\w{1,80})\+?=(?!=)(.*)", re.DOTALL
)
_MEMORY = re.compile(r"Runner\.Worker|/proc/[^\s\"']{1,80}/mem\b|\\?\"isSecret\\?\"|\bgcore\b|\bmemdump\b")
_SET_ENV = re.compile(r"(\w{1,80})(?:=|<<)")
_PUBLISHES = re.compile(r"(?:upload-(?:pages-)?artifact|/cache(?:/save)?|gh-release|create-release)\b", re.IGNORECASE)
_REQUESTS = re.compile(r"http|curl|webhook|request", re.IGNORECASE)
_CONCERNS = re.compile(
    r"\bsecrets\b|github\.token|github\[|tojson|\binputs\.|isSecret|Runner\.Worker|/mem\b|\bgcore\b|\bmemdump\b",
    re.IGNORECASE,
)


def note_secrets(notes: Notes, job: Job) -> None:
    """Note where the steps of a job send, print or keep secrets."""
    if not any(_concerns(text) for text in _texts(job)):
        return
    follower = _Follower(notes)
    follower.job(job)
    for step in job.steps:
        follower.step(step)


@kept_by_text
def _concerns(text: str) -> bool:
    """Tell whether a text could have to do with secrets."""
    return bool(_CONCERNS.search(text)) or may_hold(text)


def _texts(job: Job) -> Iterator[str]:
    """Yield every text of a job that could name a secret."""
    for step in job.steps:
        yield step.script.text
        yield from (value.text for _, _, value in (*step.env.entries, *step.inputs.entries))
    yield from (value.text for env in job.env for _, _, value in env.entries)


@dataclass(slots=True)
class _Follower:
    """Follows secrets through the steps of one job.

    Attributes:
        of_job: variables of all steps.
        set: variables that earlier steps set for later ones.
        outputs: what earlier steps answer, by `steps.ID.outputs.NAME`.
        files: those that hold secrets.
        values: variables of the step at hand.
    """

    notes: Notes
    of_job: dict[str, Word] = field(default_factory=dict)
    set: dict[str, Word] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    values: dict[str, Word] = field(default_factory=dict)
    step_id: str = ""
    line: int = 0

    def job(self, job: Job) -> None:
        """Take in the variables that a job sets for all of its steps."""
        for env in job.env:
            self._set_env(env)
        self.of_job = self.values

    def step(self, step: Step) -> None:
        """Follow secrets through a step."""
        self.values = dict(self.of_job)
        self.step_id = step.id
        self._set_env(step.env)
        self.values |= self.set
        script = mark(step.script.text, self.values, self.outputs)
        for offset, text in enumerate(script.split("\n") if _MEMORY.search(script) else ()):
            if _MEMORY.search(text):
                self._note(step.script.line + offset, "", "memory", "the memory of what runs the job")
        if self._may_hold(script) and step.language == "sh":
            self._script(script, step.script.line, 0)
        elif self._may_hold(script):
            self._program(script, step.script.line)
        if step.use is not None:
            self._action(step)

    def _set_env(self, env: Node) -> None:
        for name, _, value in env.entries[:_MOST_VARIABLES]:
            self.values[name] = Word(mark(value.text[:_LONGEST], self.values, self.outputs))

    def _may_hold(self, script: str) -> bool:
        """Tell whether a script can have to do with a secret at all; most have not, and are not taken apart."""
        held = (name for name, value in self.values.items() if "\x01" in value.text)
        return bool(
            may_hold(script) or any(path in script for path in self.files) or any(name in script for name in held)
        )

    def _script(self, script: str, line: int, depth: int) -> None:
        for count, command in enumerate(split_script(script, line)):
            if count > _MOST_COMMANDS:
                break
            self.line = command.line
            self._command(command, depth)

    def _command(self, command: Command, depth: int) -> None:
        text = _PART.sub(self._part, command.text)
        if loop := LOOP.fullmatch(text):
            self._assign(loop[1], loop[2], depth)
            return
        assigned = _ASSIGNS.fullmatch(text)
        stages = parse_stages(text, self.values)
        if assigned and len(stages) == 1 and all("=" in word.text for word in stages[0].words[1:2]):
            self._assign(assigned[1], assigned[2], depth)
            return
        self._pipeline(stages, command.here, depth, is_shown=True)

    def _part(self, match: re.Match[str]) -> str:
        """Mark a part of a secret, or one in other letters, for what it is: something that no log masks."""
        value = self.values.get(match[1])
        return encoded(value.text) or match[0] if value else match[0]

    def _assign(self, name: str, text: str, depth: int) -> None:
        word = parse_value(text, self.values)
        plain = word.text
        for how, inner in word.inner:
            answer = self._inner(inner, depth)
            plain = plain.replace(f"{how}({inner})", answer)
        self.values[name] = Word(plain[:_LONGEST])

    def _inner(self, script: str, depth: int) -> str:
        """Follow secrets into what is substituted, and return those that it answers with."""
        answers = []
        if depth < _DEEPEST:
            for command in split_script(script, self.line):
                stages = parse_stages(command.text, self.values)
                answers.append(self._pipeline(stages, command.here, depth + 1, is_shown=False))
        return "".join(answers)

    def _pipeline(self, stages: list[Stage], here: tuple[str, ...], depth: int, *, is_shown: bool) -> str:
        """Follow secrets through a pipeline, and return those that it prints, marked.

        Args:
            stages: its programs.
            here: documents that are given to it.
            depth: how deep it is in others.
            is_shown: whether what it prints ends in the log of the job.
        """
        flow = " ".join(parse_value(text[:_LONGEST], self.values).text for text in here)
        is_chosen = any(stage.words and stage.words[0].text in printed.CHOOSERS for stage in stages)
        for stage in stages:
            if stage.group:
                flow += self._inner(stage.group, depth)
            words = [self._resolved(word, depth) for word in stage.words]
            for operator, word in stage.redirects:
                flow += f" {self._resolved(word, depth)}" if operator == "<<<" else ""
                flow += f" {self.files.get(word.text, '')}" if operator == "<" else ""
            flow = self._stage(words, flow, depth)
            flow = self._redirect(stage, flow, is_chosen=is_chosen)
        goes_on = any(">" in operator for operator, _ in stages[-1].redirects)
        if is_shown and not goes_on and flow and printed.is_encoded(flow) and "::add-mask::" not in flow:
            self._note(
                self.line, "", printed.program((stages[-1].words and stages[-1].words[0].text) or ""), _says(flow)
            )
        return flow

    def _resolved(self, word: Word, depth: int) -> str:
        text = word.text
        for how, inner in word.inner:
            text = text.replace(f"{how}({inner})", self._inner(inner, depth) or "_", 1)
        return text

    def _stage(self, words: list[str], flow: str, depth: int) -> str:
        """Let one program do what it does with what flows in, and return what flows out."""
        words = printed.without_wrappers(words)
        name = printed.program(words[0]) if words else ""
        script = printed.script_of(name, words)
        if script and depth < _DEEPEST:
            line = self.line
            if name in printed.SHELLS:
                self._script(script, line, depth + 1)
            else:
                self._program(script, line)
            self.line = line
        for sending in sent.sendings(name, words, flow, self.files):
            self._note(self.line, sending.host, name, _says(sending.text))
        for path, kept in printed.written(name, words, flow, self.files):
            self._keep(path, kept)
        return printed.output(name, words, flow, self.files)[-_LONGEST:]

    def _redirect(self, stage: Stage, flow: str, *, is_chosen: bool) -> str:
        for operator, word in stage.redirects:
            path = self._resolved(word, _DEEPEST)
            if ">" not in operator or operator.startswith("2"):
                continue
            socket = sent.SOCKET.search(path)
            if socket and held_in(flow):
                self._note(self.line, socket[1], "/dev/tcp", _says(flow))
            is_all = ENVIRONMENT in held_in(flow) and not is_chosen
            if "GITHUB_STEP_SUMMARY" in path and (
                is_all or printed.is_encoded(flow)
            ):  # which everybody may read, as the log
                self._note(self.line, "", "the summary", _says(flow))
            self._keep(path, flow)
            flow = "" if "&" not in word.text else flow
        return flow

    def _keep(self, path: str, flow: str) -> None:
        """Remember what a file holds; the files that GitHub reads set variables and outputs."""
        if not held_in(flow) or len(self.files) + len(self.set) + len(self.outputs) > _MOST_VARIABLES:
            return
        name = _SET_ENV.search(flow)
        if "GITHUB_ENV" in path and name:
            self.set[name[1]] = Word(flow)
        elif "GITHUB_OUTPUT" in path and name:
            self.outputs[f"steps.{self.step_id}.outputs.{name[1]}"] = flow
        elif not path.startswith(("/dev/", "$")):
            self.files[path.strip().removeprefix("./")] = flow

    def _action(self, step: Step) -> None:
        if step.use is None:
            return
        if _PUBLISHES.search(step.use.name):
            paths = step.inputs.get("path").text + "\n" + step.inputs.get("files").text
            for path in paths.split():
                plain = path.strip().removeprefix("./")
                below = (kept for at, kept in self.files.items() if at.startswith(f"{plain}/"))
                kept = printed.published(plain, self.files) or next(below, "")
                if path == "." and step.inputs.get("include-hidden-files").text == "true":
                    kept = printed.published(".git", self.files)
                if kept:
                    self._note(step.use.line, "", step.use.name, _says(kept))
        elif _REQUESTS.search(step.use.name):
            entries = {
                key.lower(): mark(value.text, self.values, self.outputs) for key, _, value in step.inputs.entries
            }
            host = next((match[1] for text in entries.values() if (match := sent.HOST.search(text))), "")
            for key, text in entries.items():
                held = held_in(text)
                if (
                    held
                    and "url" not in key
                    and host
                    and not sent.is_at_home(host, held, "header" if "head" in key else "data")
                ):
                    self._note(step.use.line, host, step.use.name, _says(text))

    def _program(self, script: str, line: int) -> None:
        """Follow secrets through the lines of a program that is no shell's."""
        for offset, host, text in sent.by_program(script.split("\n")[:_MOST_COMMANDS]):
            self._note(line + offset, host, "request", _says(text))

    def _note(self, line: int, host: str, sink: str, target: str) -> None:
        self.notes.add(line, _SENDS, "import", Ends(host.lower(), sink, target))


def _says(text: str) -> str:
    """Name the secrets in a text for a person."""
    names = dict.fromkeys(name.removeprefix(ENCODED) for name in held_in(text, of_programs=True))
    return ", ".join({ALL: "every secret", ENVIRONMENT: "the environment"}.get(name, name) for name in names)
