"""Ways by which Python comes to run what no call of its own names: unpickling from an address, settings, classes that are looked for.

Looked for in changes alone, for packages are compared with each other by what is always looked for.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.code.started import host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.harvest.code.walk import Walk

WORDS = re.compile(
    rb"read_pickle|joblib|trust_remote_code|ext://|__subclasses__|\bpip(?:\._internal)?(?:\.main|\s+import\s+main)|render_template_string|builtins"
)
"""What a file must hold to show any of it."""
_MOST = 200_000  # nodes of one file
_UNPICKLES = frozenset({"pandas.read_pickle", "joblib.load"})
_INSTALLS = frozenset({"pip.main", "pip._internal.main", "pip._internal.cli.main.main"})
_ABOVE = frozenset({"__base__", "__bases__", "__mro__"})
_INDEX = re.compile(r"-i|--(?:extra-)?index-url")


def note_unusual(walk: Walk, tree: ast.Module) -> None:
    """Note it in a tree whose names are known.

    Args:
        walk: knows the names, and is where to note it.
        tree: of the file.
    """
    stack: list[tuple[ast.AST, str, str]] = [(tree, "", "")]
    for _ in range(_MOST):
        if not stack:
            return
        node, function, owner = stack.pop()
        if isinstance(node, ast.Call):
            _see_call(walk, node, function)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("ext://"):
            _see_setting(walk, node, node.value.removeprefix("ext://"), function)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function, owner = owner + node.name, ""
        elif isinstance(node, ast.ClassDef):
            owner = f"{node.name}."
        stack.extend((part, function, owner) for part in ast.iter_child_nodes(node))


def _see_setting(walk: Walk, node: ast.Constant, name: str, function: str) -> None:
    """A setting of logs names any callable: `{"()": "ext://subprocess.Popen"}`."""
    capability = walk.vocabulary.longest(name[:200])
    if capability and capability.behaviour in {"process", "dynamic-code"}:
        walk.note(node, capability.id, Ends(sink=clip(name), target="ext://"), function)


def _see_call(walk: Walk, node: ast.Call, function: str) -> None:
    name, text = walk.naming.resolve(node.func), walk.naming.folder.text
    if name in _UNPICKLES and node.args and text(node.args[0]).startswith(("http:", "https:", "ftp:")):
        walk.note(node, "executes_download", Ends("download", name, host_of(text(node.args[0]))), function)
    elif name in _INSTALLS and node.args:
        _see_installation(walk, node, text, function)
    elif any(word.arg == "trust_remote_code" and getattr(word.value, "value", None) is True for word in node.keywords):
        walk.note(node, "deserialisation", Ends(sink="trust_remote_code"), function)
    elif name.endswith("render_template_string") and node.args:
        if walk.naming.resolve(node.args[0]).startswith(("flask.request.", "request.")):
            walk.note(node, "dynamic_code", Ends("request", "render_template_string"), function)
    elif isinstance(node.func, ast.Attribute | ast.Subscript):
        _see_found(walk, node.func, walk.naming.resolve(node.func.value), function)


def _see_found(walk: Walk, node: ast.Attribute | ast.Subscript, base: str, function: str) -> None:
    """Every class there is, or a built-in function by a name that is worked out."""
    if isinstance(node, ast.Attribute):
        if node.attr == "__subclasses__" and _is_of_every_class(base, node.value):
            walk.note(node, "dynamic_code", Ends(sink="object.__subclasses__"), function)
    elif base in {"builtins.__dict__", "__builtins__"} and not walk.naming.folder.text(node.slice):
        walk.note(node, "dynamic_code", Ends(sink="builtins[computed]"), function)


def _is_of_every_class(name: str, node: ast.expr) -> bool:
    """Whether an expression is `object`, or gets there as in `().__class__.__base__`."""
    if isinstance(node, ast.Subscript):
        node = node.value
    is_mro = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "mro"
    return name == "object" or is_mro or getattr(node, "attr", "") in _ABOVE


def _see_installation(walk: Walk, node: ast.Call, text: Callable[[ast.expr], str], function: str) -> None:
    words = [text(word) for word in getattr(node.args[0], "elts", ())[:40]]
    if "install" not in words:
        return
    walk.note(node, "package_installation", Ends(target=clip(f"pip {' '.join(words)}")), function)
    for at, word in enumerate(words[:-1]):
        if _INDEX.fullmatch(word):
            walk.note(node, "dependency_index_changed", Ends(target=host_of(words[at + 1])), function)
