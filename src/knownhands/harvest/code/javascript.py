"""What a JavaScript file does, by the grammar that editors use (tree-sitter)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from knownhands.harvest.code import known
from knownhands.harvest.code.javascript_interest import interesting, may_show
from knownhands.harvest.code.javascript_syntax import (
    arguments_of,
    called_function,
    constant,
    imported,
    is_path,
    merged,
    module_name,
    outer_first,
    size_of,
    text_of,
)
from knownhands.harvest.code.notes import Ends, Notes, clip, ends_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node, Parser, QueryCursor

    from knownhands.capabilities.capability import Capability
    from knownhands.records import Observation

Grammar = Literal["javascript", "typescript", "tsx"]
LARGEST = 1_000_000  # bytes; a bundle larger than this is read as text only, and that is observed
LARGEST_OF_CHANGE = 12_000_000  # bytes; worms bring in bundles of 1 to 10 MB
_PIECE = 3_000_000  # bytes parsed at a time; the tree of minified code takes 60 times as much memory
_MOST_NODES = 60_000  # nodes looked at in one file, for about a second
_NEAR = 400  # bytes from where an expression begins to the word that makes it worth a look, in files with very many
_DEEPEST = 30
_MOST_ERRORS = 3_000  # what follows an error lies flat, and the query takes time by the square of it
_DEEPEST_NODE = 500  # deeper nodes are passed over: each costs the query time in proportion to its depth
_MOST_DEPTHS = 5_000  # words of which the depth is measured, to say what was passed over
_QUERY = """
(call_expression) @use
(new_expression) @use
(member_expression) @member
(subscript_expression) @member
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
_BASE = b"process"
_LONGEST_CHAIN = 300  # bytes of `process.env.NAME.more`


def read_javascript(
    path: str, body: bytes, notes: Notes | None = None, grammar: Grammar = "javascript"
) -> tuple[Observation, ...]:
    """Read one JavaScript file.

    Of a change more is read than of an archive, and what was passed over is named.

    Args:
        path: the file.
        body: all of it.
        notes: where to gather; new ones by default.
        grammar: `typescript` or `tsx` for those.
    """
    notes = notes or Notes(path)
    if len(body) > (LARGEST_OF_CHANGE if notes.every_line else LARGEST):
        notes.add(0, "unparsable", "import", Ends(target="too large"))
    elif may_show(body):
        reader = _Reader(notes, grammar)
        for piece in _pieces(body):
            reader.read(piece)
            reader.first_line += piece.count(b"\n")
    return notes.observations()


def _pieces(body: bytes) -> Iterator[bytes]:
    """Cut a large file where statements seem to end; a function across a cut is code that runs where it is written."""
    start = 0
    while len(body) - start > _PIECE:
        last = max(body.rfind(end, start + _PIECE // 2, start + _PIECE) for end in (b";", b"}", b"\n"))
        end = last + 1 if last > 0 else start + _PIECE
        yield body[start:end]
        start = end
    yield body[start:] if start else body


@cache
def _grammar(name: Grammar) -> tuple[Parser, QueryCursor]:
    from tree_sitter import Language, Parser, Query, QueryCursor

    if name == "javascript":
        import tree_sitter_javascript

        language = Language(tree_sitter_javascript.language())
    else:
        import tree_sitter_typescript as grammars

        language = Language(grammars.language_tsx() if name == "tsx" else grammars.language_typescript())
    cursor = QueryCursor(Query(language, _QUERY))
    cursor.set_max_start_depth(_DEEPEST_NODE)
    return Parser(language), cursor


@dataclass(slots=True)
class _Reader:
    """Reads one file in the order of its text.

    Attributes:
        grammar: which one it is written in.
        first_line: how many lines of the file come before the piece that is read.
        aliases: what a name stands for: a module (marked with @), or a member of one.
        functions: where functions begin and end that are not called where they are written, in bytes.
    """

    notes: Notes
    grammar: Grammar = "javascript"
    first_line: int = 0
    aliases: dict[str, str] = field(default_factory=dict)
    functions: list[tuple[int, int]] = field(default_factory=list)

    def read(self, body: bytes) -> None:
        parser, cursor = _grammar(self.grammar)
        root = parser.parse(body).root_node
        if any(node.type == "ERROR" and node.child_count > _MOST_ERRORS for node in (root, *root.children)):
            self.notes.add(0, "unparsable", "import", Ends(target="too many errors"))
            return
        captures = cursor.captures(root)
        if self.notes.every_line and _passes_over(root, body):
            self.notes.add(0, "unparsable", "import", Ends(target="too deeply nested"))
        for node in self._chosen((*captures.get("bind", ()), *captures.get("import", ())), body):
            self._bind(node)
        uses, members = captures.get("use", []), captures.get("member", [])
        if len(uses) + len(members) <= _MOST_NODES:  # of most members no more is looked at than how they begin
            members = [node for node in members if body.startswith(_BASE, node.start_byte)]
        uses = self._chosen((*uses, *members), body)
        called = {called_function(node) for node in uses}
        spans = (node.byte_range for node in sorted(captures.get("function", ()), key=outer_first))
        self.functions = merged(span for span in spans if span not in called)
        last = -1
        for node in uses:
            if node.type in {"call_expression", "new_expression"}:
                self._call(node)
            elif node.start_byte != last:  # `process.env` within `process.env.NAME` has had its say
                last = node.start_byte
                self._member(node)
        for line, text in enumerate(body.split(b"\n"), 1) if known.paths_in_bytes().search(body) else ():
            self._paths(line, text[:2000].decode("utf-8", "replace"))

    def _chosen(self, nodes: Sequence[Node], body: bytes) -> list[Node]:
        """Return the nodes to look at, in the order of the text; of too many those near a word that could matter."""
        if len(nodes) > _MOST_NODES and self.notes.every_line:
            words = [match.start() for match in interesting().finditer(body)]
            nodes = [node for node in nodes if _is_near(node, words)]
            if len(nodes) > _MOST_NODES:
                self.notes.add(0, "unparsable", "import", Ends(target="too many names"))
        return sorted(nodes, key=outer_first)[:_MOST_NODES]

    def _bind(self, node: Node) -> None:
        """Remember what `x = require("y")`, `{a: x} = …` and `import x from "y"` stand for."""
        if node.type == "import_statement":
            source = node.child_by_field_name("source")
            module = module_name(constant(source)) if source else ""
            for clause in node.named_children[:1]:
                for local, member in imported(clause):
                    self.aliases[local] = f"{module}.{member}" if member else module
            return
        target = node.child_by_field_name("name") or node.child_by_field_name("left")
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        name = self._name(value) if value is not None else ""
        if not name or target is None or len(name) > 200:  # noqa: PLR2004 - no one writes such a name
            return
        if target.type == "identifier":
            self.aliases[text_of(target)] = name
        elif target.type == "object_pattern":
            for part in target.named_children:
                key, own = part.child_by_field_name("key"), part.child_by_field_name("value")
                self.aliases[text_of(own or part)] = f"{name}.{text_of(key or part)}"

    def _name(self, node: Node, depth: int = 0) -> str:
        """Give the dotted name of an expression, "" if it has none."""
        if depth > _DEEPEST:
            return ""
        if node.type == "identifier":
            return self.aliases.get(text_of(node), text_of(node))
        if node.type in {"parenthesized_expression", "await_expression"} and node.named_children:
            return self._name(node.named_children[-1], depth + 1)
        if node.type in {"member_expression", "subscript_expression"}:
            return self._member_name(node, depth + 1)
        return self._answer_name(node, depth + 1) if node.type == "call_expression" else ""

    def _member_name(self, node: Node, depth: int) -> str:
        base, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        index = node.child_by_field_name("index")
        member = text_of(key) if key else constant(index) if index else ""
        name = self._name(base, depth) if base else ""
        name = "" if name in {"globalThis", "global", "window", "module"} else f"{name}."
        return f"{name}{member}" if member else ""

    def _answer_name(self, node: Node, depth: int) -> str:
        function, arguments = node.child_by_field_name("function"), arguments_of(node)
        name = self._name(function, depth) if function and function.type != "import" else "require"
        if name == "require" or name.endswith(".require"):
            return module_name(constant(arguments[0])) if arguments else ""
        return f"{name}()" if name else ""

    def _call(self, node: Node) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return
        name, arguments = self._name(function) if function.type != "import" else "require", arguments_of(node)
        if name == "require" and arguments and not constant(arguments[0]):
            computed = arguments[0].type in {"call_expression", "binary_expression", "subscript_expression"}
            if computed and not is_path(text_of(arguments[0])):
                self._note(node, "dynamic_code", Ends(sink="require(computed)"))
        is_module, name = name.startswith("@"), name.removeprefix("@")
        capability = _shown_by(name, is_module=is_module)
        if capability:
            self._note(node, capability.id, ends_of(capability, name))
        if capability and capability.behaviour == "process":
            self._command(node, arguments)
        if name == "Buffer.from" and any(constant(arg) in {"base64", "hex"} for arg in arguments[1:]):
            self._note(node, "encoding", Ends(sink="Buffer.from"))
        if capability and capability.behaviour == "file-write" and arguments:
            path = text_of(arguments[0])
            if known.paths("startup_paths").search(path):
                self._note(node, "persistence", Ends(target=path))

    def _command(self, node: Node, arguments: list[Node]) -> None:
        parts = (part for arg in arguments[:2] for part in (arg.named_children if arg.type == "array" else [arg]))
        command = clip(" ".join(word for word in map(constant, parts) if word))
        capability = known.match("commands", command) if command else None
        if capability:
            self._note(node, capability.id, Ends(target=command))

    def _member(self, node: Node) -> None:
        if size_of(node) > _LONGEST_CHAIN or not text_of(node).startswith(_BASE.decode()):
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
            self.notes.add(self.first_line + line, known.owner_of(secret), "import", Ends(source=secret[0]))

    def _note(self, node: Node, capability: str, ends: Ends) -> None:
        at = bisect_right(self.functions, (node.start_byte, node.end_byte)) - 1
        inside = at >= 0 and self.functions[at][1] > node.start_byte
        trigger = "call" if inside else "import"
        self.notes.add(self.first_line + node.start_point[0] + 1, capability, trigger, ends)


def _shown_by(name: str, *, is_module: bool) -> Capability | None:
    """Return what a call shows; what is done with an answer was noted where it was asked for, but a stream is written to."""
    if not is_module:
        return known.javascript_names(of_modules=False).exactly(name)
    capability = known.javascript_names(of_modules=True).longest(name)
    is_of_answer = "()" in name and capability is not None and capability.behaviour != "file-write"
    return None if is_of_answer else capability


def _is_near(node: Node, words: Sequence[int]) -> bool:
    """Whether one of the words stands where a node begins, or shortly after."""
    at = bisect_left(words, node.start_byte)
    return at < len(words) and words[at] < min(node.end_byte, node.start_byte + _NEAR)


def _passes_over(root: Node, body: bytes) -> bool:
    """Whether a word that could matter stands deeper than the query looks."""
    cursor = root.walk()
    for word in islice(interesting().finditer(body), _MOST_DEPTHS):
        cursor.reset(root)
        depth = 0  # counted here, for the cursor would count it anew each time
        while cursor.goto_first_child_for_byte(word.start()) is not None:
            depth += 1
        if depth > _DEEPEST_NODE:
            return True
    return False
