"""What a JavaScript file does, by the grammar that editors use (tree-sitter)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from knownhands.harvest.archive.code import known
from knownhands.harvest.archive.code.notes import Ends, Notes, clip, ends_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node, Parser, QueryCursor

    from knownhands.capabilities.capability import Capability
    from knownhands.records import Observation

LARGEST = 1_000_000  # bytes; a bundle larger than this is read as text only, and that is observed
_MOST_NODES = 60_000  # nodes looked at in one file, for about a second
_DEEPEST = 30
_MOST_ERRORS = 3_000  # what follows an error lies flat, and the query takes time by the square of it
_DEEPEST_NODE = 500  # deeper nodes are passed over: each costs the query time in proportion to its depth
# A name put together from pieces is still looked at.
_COMPUTED = (r"require\s*\(\s*[^'\"\s]", r"import\s*\(\s*[^'\"\s]", r"\[\s*['\"]")
_QUERY = """
(call_expression) @use
(new_expression) @use
(member_expression) @use
(subscript_expression) @use
(variable_declarator) @bind
(assignment_expression) @bind
(import_statement) @import
(arrow_function) @function
(function_declaration) @function
(function_expression) @function
(generator_function) @function
(generator_function_declaration) @function
(method_definition) @function
"""
_LONGEST_TEXT = 2_000  # bytes
_LONGEST_CHAIN = 300  # bytes of `process.env.NAME.more`


def read_javascript(path: str, body: bytes) -> tuple[Observation, ...]:
    """Read one JavaScript file."""
    notes = Notes(path)
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
    elif _interesting().search(body) or known.paths_in_bytes().search(body):
        _Reader(notes).read(body)
    return notes.observations()


@cache
def _grammar() -> tuple[Parser, QueryCursor]:
    import tree_sitter_javascript
    from tree_sitter import Language, Parser, Query, QueryCursor

    language = Language(tree_sitter_javascript.language())
    cursor = QueryCursor(Query(language, _QUERY))
    cursor.set_max_start_depth(_DEEPEST_NODE)
    return Parser(language), cursor


@dataclass(slots=True)
class _Reader:
    """Reads one file in the order of its text.

    Attributes:
        aliases: what a name stands for: a module (marked with @), or a member of one.
        functions: where functions begin and end that are not called where they are written, in bytes.
    """

    notes: Notes
    aliases: dict[str, str] = field(default_factory=dict)
    functions: list[tuple[int, int]] = field(default_factory=list)

    def read(self, body: bytes) -> None:
        parser, cursor = _grammar()
        root = parser.parse(body).root_node
        if any(node.type == "ERROR" and node.child_count > _MOST_ERRORS for node in (root, *root.children)):
            self.notes.add(0, "unparsable", "import", Ends(target="too many errors"))
            return
        captures = cursor.captures(root)
        binds = sorted((*captures.get("bind", ()), *captures.get("import", ())), key=_outer_first)[:_MOST_NODES]
        for node in binds:
            self._bind(node)
        uses = sorted(captures.get("use", ()), key=_outer_first)[:_MOST_NODES]
        called = {_called_function(node) for node in uses}
        spans = (node.byte_range for node in sorted(captures.get("function", ()), key=_outer_first))
        self.functions = _merged(span for span in spans if span not in called)
        last = -1
        for node in uses:
            if node.type in {"call_expression", "new_expression"}:
                self._call(node)
            elif node.start_byte != last:  # `process.env` within `process.env.NAME` has had its say
                last = node.start_byte
                self._member(node)
        for line, text in enumerate(body.split(b"\n"), 1) if known.paths_in_bytes().search(body) else ():
            self._paths(line, text[:2000].decode("utf-8", "replace"))

    def _bind(self, node: Node) -> None:
        """Remember what `x = require("y")`, `{a: x} = …` and `import x from "y"` stand for."""
        if node.type == "import_statement":
            source = node.child_by_field_name("source")
            module = _module(_constant(source)) if source else ""
            for clause in node.named_children[:1]:
                for local, member in _imported(clause):
                    self.aliases[local] = f"{module}.{member}" if member else module
            return
        target = node.child_by_field_name("name") or node.child_by_field_name("left")
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        name = self._name(value) if value is not None else ""
        if not name or target is None or len(name) > 200:  # noqa: PLR2004 - no one writes such a name
            return
        if target.type == "identifier":
            self.aliases[_text(target)] = name
        elif target.type == "object_pattern":
            for part in target.named_children:
                key, own = part.child_by_field_name("key"), part.child_by_field_name("value")
                self.aliases[_text(own or part)] = f"{name}.{_text(key or part)}"

    def _name(self, node: Node, depth: int = 0) -> str:
        """Give the dotted name of an expression, "" if it has none."""
        if depth > _DEEPEST:
            return ""
        if node.type == "identifier":
            return self.aliases.get(_text(node), _text(node))
        if node.type in {"parenthesized_expression", "await_expression"} and node.named_children:
            return self._name(node.named_children[-1], depth + 1)
        if node.type in {"member_expression", "subscript_expression"}:
            return self._member_name(node, depth + 1)
        return self._answer_name(node, depth + 1) if node.type == "call_expression" else ""

    def _member_name(self, node: Node, depth: int) -> str:
        base, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        index = node.child_by_field_name("index")
        member = _text(key) if key else _constant(index) if index else ""
        name = self._name(base, depth) if base else ""
        name = "" if name in {"globalThis", "global", "window", "module"} else f"{name}."
        return f"{name}{member}" if member else ""

    def _answer_name(self, node: Node, depth: int) -> str:
        function, arguments = node.child_by_field_name("function"), _arguments(node)
        name = self._name(function, depth) if function and function.type != "import" else "require"
        if name == "require" or name.endswith(".require"):
            return _module(_constant(arguments[0])) if arguments else ""
        return f"{name}()" if name else ""

    def _call(self, node: Node) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return
        name, arguments = self._name(function) if function.type != "import" else "require", _arguments(node)
        if name == "require" and arguments and not _constant(arguments[0]):
            computed = arguments[0].type in {"call_expression", "binary_expression", "subscript_expression"}
            if computed and not _is_path(_text(arguments[0])):
                self._note(node, "dynamic_code", Ends(sink="require(computed)"))
        is_module, name = name.startswith("@"), name.removeprefix("@")
        capability = _shown_by(name, is_module=is_module)
        if capability:
            self._note(node, capability.id, ends_of(capability, name))
        if capability and capability.behaviour == "process":
            self._command(node, arguments)
        if name == "Buffer.from" and any(_constant(arg) in {"base64", "hex"} for arg in arguments[1:]):
            self._note(node, "encoding", Ends(sink="Buffer.from"))
        if capability and capability.behaviour == "file-write" and arguments:
            path = _text(arguments[0])
            if known.paths("startup_paths").search(path):
                self._note(node, "persistence", Ends(target=path))

    def _command(self, node: Node, arguments: list[Node]) -> None:
        parts = (part for arg in arguments[:2] for part in (arg.named_children if arg.type == "array" else [arg]))
        command = clip(" ".join(word for word in map(_constant, parts) if word))
        capability = known.match("commands", command) if command else None
        if capability:
            self._note(node, capability.id, Ends(target=command))

    def _member(self, node: Node) -> None:
        if _size(node) > _LONGEST_CHAIN or not _text(node).startswith("process"):
            return
        base = node.child_by_field_name("object")
        name = self._name(node) or f"{self._name(base) if base else ''}.?"
        if name == "process.env" or name.startswith("process.env."):
            variable = name.removeprefix("process.env").lstrip(".").partition(".")[0]
            capability = known.match("variables", variable)
            if capability:
                self._note(node, capability.id, Ends(source="process.env", target=variable))

    def _paths(self, line: int, text: str) -> None:
        secret = None if text.lstrip().startswith(("//", "*", "/*")) else known.paths("paths").search(text)
        if secret:
            self.notes.add(line, known.owner_of(secret), "import", Ends(source=secret[0]))

    def _note(self, node: Node, capability: str, ends: Ends) -> None:
        at = bisect_right(self.functions, (node.start_byte, node.end_byte)) - 1
        inside = at >= 0 and self.functions[at][1] > node.start_byte
        trigger = "call" if inside else "import"
        self.notes.add(node.start_point[0] + 1, capability, trigger, ends)


@cache
def _interesting() -> re.Pattern[bytes]:
    """Return what a file must hold to show anything by its calls."""
    return re.compile("|".join((*known.words("javascript"), *_COMPUTED)).encode())


def _shown_by(name: str, *, is_module: bool) -> Capability | None:
    """Return what a call shows; what is done with an answer was noted where it was asked for, but a stream is written to."""
    if not is_module:
        return known.javascript_names(of_modules=False).exactly(name)
    capability = known.javascript_names(of_modules=True).longest(name)
    is_of_answer = "()" in name and capability is not None and capability.behaviour != "file-write"
    return None if is_of_answer else capability


def _called_function(node: Node) -> tuple[int, int]:
    """Say where the function stands that a call runs where it is written, as in `(function () { … })()`."""
    inside = node.child_by_field_name("function")
    for _ in range(5):
        if inside is not None and inside.type == "parenthesized_expression" and inside.named_children:
            inside = inside.named_children[0]
        elif inside is not None and inside.type == "member_expression":
            inside = inside.child_by_field_name("object")
    is_function = inside is not None and inside.type in {"function_expression", "arrow_function", "generator_function"}
    return inside.byte_range if inside is not None and is_function else (-1, -1)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out spans inside other spans; they come outermost first."""
    outermost: list[tuple[int, int]] = []
    for span in spans:
        if not outermost or span[0] >= outermost[-1][1]:
            outermost.append(span)
    return outermost


def _imported(clause: Node) -> Iterator[tuple[str, str]]:
    """Yield the local names of an import clause, each with the member it stands for, "" for the module."""
    for part in clause.named_children:
        if part.type == "identifier":
            yield _text(part), ""
        elif part.type == "namespace_import":
            yield _text(part.named_children[-1]), ""
        elif part.type == "named_imports":
            for item in part.named_children:
                name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
                if name is not None:
                    yield _text(alias or name), _text(name)


def _constant(node: Node) -> str:
    """Give the text of a string or of a short sum of strings, "" for anything else."""
    if node.type in {"string", "template_string"}:
        return _text(node)[1:-1] if all(part.type != "template_substitution" for part in node.children) else ""
    if node.type == "binary_expression" and _size(node) < 200 and len(node.named_children) == 2:  # noqa: PLR2004
        left, right = (_constant(part) for part in node.named_children)
        return left + right if left and right else ""
    return ""


def _is_path(text: str) -> bool:
    """Honest packages compute paths inside themselves."""
    return any(word in text for word in ("__dirname", "path.", "resolve", "'./", '"./', "'../", '"../'))


def _module(name: str) -> str:
    """Mark the name of a module, so that a variable called `request` is not taken for one."""
    return f"@{name.removeprefix('node:').replace('/', '.', 1)}" if name else ""


def _arguments(node: Node) -> list[Node]:
    arguments = node.child_by_field_name("arguments")
    return arguments.named_children if arguments is not None else []


def _text(node: Node) -> str:
    """Give a node's text; "" for one too long to be a name or a path, since nested nodes would be copied again and again."""
    return (node.text or b"").decode("utf-8", "replace") if _size(node) <= _LONGEST_TEXT else ""


def _size(node: Node) -> int:
    return node.end_byte - node.start_byte


def _outer_first(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte
