"""What a call in a Python syntax tree does, and where its arguments go."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code import known, names
from knownhands.harvest.code.commands import written_words
from knownhands.harvest.code.notes import Ends, clip, ends_of
from knownhands.harvest.code.sights import Sink
from knownhands.harvest.code.walk import LONGEST_NAME

if TYPE_CHECKING:
    from knownhands.harvest.code.walk import Walk


_FILE_METHODS = names.WRITING_METHODS | names.READING_METHODS
_SETTLED = frozenset("rbtU")


class Callee(NamedTuple):
    """What is called: its name with every alias resolved, and what a call of it is; "" where that is not looked for."""

    name: str
    behaviour: str


def see_call(walk: Walk, node: ast.Call, function: str, into: str) -> None:
    """Note what a call does, and visit its arguments.

    Args:
        walk: where to note it.
        node: the call.
        function: the function that it stands in; "" for the module level.
        into: where its value goes, by the flow's key; "" for nowhere.
    """
    name = walk.naming.resolve(node.func)
    capability = walk.vocabulary.longest(name) if name else None
    if capability and capability.behaviour != "network" and "()." in name:
        capability = None  # what is done with an answer was noted where it was asked for; connections go on to send
    _follow(walk, node, name, function, into)
    given = (*node.args, *[keyword.value for keyword in node.keywords])
    for arg in given:
        if type(arg) is ast.Name or type(arg) is ast.Attribute:
            _reference(walk, arg, function)
    if name.startswith(("os.environ.get", "os.getenv", "os.environ.pop", "os.environ.setdefault")):
        walk.see_environment(node, walk.naming.folder.text(node.args[0]) if node.args else "", function, into)
        walk.push_all(node.args[1:], function, into)
        return
    if capability:
        walk.note(node, capability.id, ends_of(capability, name.replace("()", "")), function)
    target = _special(walk, node, Callee(name, capability.behaviour if capability else ""), function, into) or into
    walk.push_all(given, function, target)
    if not isinstance(node.func, ast.Name):
        walk.stack.append((node.func, function, target))


def _special(walk: Walk, node: ast.Call, callee: Callee, function: str, into: str) -> str:
    """Treat the calls that open, read, write, decode, run or send; say where their arguments go."""
    name, behaviour = callee
    attribute = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in {"open", "io.open", "codecs.open"} or attribute in _FILE_METHODS:
        return _open(walk, node, attribute, function, into)
    if attribute == "write" and isinstance(node.func, ast.Attribute):
        return walk.key(node.func.value, function)
    if name in names.READS and into:
        walk.flow.add(into, "!file")
    if behaviour == "decoding" and into and name.endswith(names.DECODES):
        walk.flow.add(into, "!decoded")
    if (name == "setup" or name.endswith(".setup")) and any(k.arg == names.SETUP_COMMANDS for k in node.keywords):
        walk.overrides_commands = True
        walk.note(node, "setup_override", Ends(sink="setup", target=names.SETUP_COMMANDS), "")
    if behaviour in {"process", "network"} or name in names.RUNS:
        return _sink(walk, node, callee, function, into)
    return ""


def _sink(walk: Walk, node: ast.Call, callee: Callee, function: str, into: str) -> str:
    name, behaviour = callee
    sink = Sink(f"#{len(walk.sinks)}", name.replace("()", ""), behaviour, node.lineno, function)
    walk.sinks.append(sink)
    if into:
        walk.flow.add(into, sink.key)
        if behaviour == "network":
            walk.flow.add(into, "!download")
    if name.endswith("urlretrieve") and len(node.args) > 1:
        walk.flow.add(walk.place(node.args[1], function), "!download")
    if name in {"exec", "eval", "compile", "execfile"} and node.args:
        text = walk.naming.folder.text(node.args[0])
        if text:
            walk.inner.append((text, node.lineno, function))
    if behaviour == "process":
        _command(walk, node, function)
        for arg in node.args:
            walk.flow.add(sink.key, walk.place(arg, function))
    return sink.key


def _command(walk: Walk, node: ast.Call, function: str) -> None:
    """Note what a program is started with, as far as it is written out, and the code that an interpreter is given."""
    words = written_words(node.args, walk.naming.folder)
    command = clip(" ".join(word[:LONGEST_NAME] for word in words))
    capability = known.match("commands", command) if command else None
    if capability:
        walk.note(node, capability.id, Ends(target=command), function)
    walk.inner.extend(
        (text, node.lineno, function) for option, text in pairwise(words) if option in {"-c", "-e"} and text
    )


def _open(walk: Walk, node: ast.Call, attribute: str, function: str, into: str) -> str:
    modes = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
    mode = walk.naming.folder.text(modes[0]) if modes and not attribute else "r"
    place = node.args[0] if node.args and not attribute else getattr(node.func, "value", None)
    if attribute in names.WRITING_METHODS or not set(mode) <= _SETTLED:
        sink = Sink(f"#{len(walk.sinks)}", attribute or "open", "file-write", node.lineno, function)
        walk.sinks.append(sink)
        walk.note(node, "file_write", Ends(sink=attribute or f"open({mode})"), function)
        if into and place is not None:
            walk.flow.add(walk.place(place, function), into)
        return sink.key
    if into:
        path = walk.naming.folder.text(place) if place is not None else ""
        walk.flow.add(into, f"!file:{path}")
        if path:
            walk.flow.add(into, f"'{path}")
    return into


def _follow(walk: Walk, node: ast.Call, name: str, function: str, into: str) -> None:
    """Remember which of the file's own functions call which."""
    target = name[1:].replace("()", "") if name.startswith(".") else ""
    if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in {"self", "cls"}:
        target = f"{function.rpartition('.')[0]}.{node.func.attr}"
    if target:
        walk.calls.setdefault(function, set()).add(target)
        if into:
            walk.flow.add(into, f"{target}()")


def _reference(walk: Walk, node: ast.expr, function: str) -> None:
    """A dangerous function handed to another: `map(exec, pieces)`, `Thread(target=os.system)`."""
    name = walk.naming.resolve(node)
    if name.startswith("."):
        walk.calls.setdefault(function, set()).add(name[1:])
        return
    capability = walk.vocabulary.longest(name) if name and (name in names.RUNS or "." in name) else None
    if capability and capability.behaviour in {"process", "dynamic-code"} and "()" not in name:
        walk.note(node, capability.id, ends_of(capability, name.replace("()", "")), function)
    elif name == "os.environ" and isinstance(node, ast.Name):
        walk.see_environment(node, "", function, "")
