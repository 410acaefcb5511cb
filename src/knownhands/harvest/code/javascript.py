"""What a JavaScript file does, by the grammar that editors use (tree-sitter)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from knownhands.harvest.code import known
from knownhands.harvest.code.javascript_interest import interesting, may_show
from knownhands.harvest.code.javascript_names import Names, shown_by
from knownhands.harvest.code.javascript_syntax import (
    arguments_of,
    called_function,
    is_path,
    merged,
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
        names: what its names stand for.
        functions: where functions begin and end that are not called where they are written, in bytes.
    """

    notes: Notes
    grammar: Grammar = "javascript"
    first_line: int = 0
    names: Names = field(default_factory=Names)
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
            self.names.bind(node)
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

    def _call(self, node: Node) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return
        name, arguments = self.names.name(function) if function.type != "import" else "require", arguments_of(node)
        self._computed(node, name, arguments)
        if name == "Reflect.apply" and arguments:
            name = self.names.name(arguments[0])
        is_module, name = name.startswith("@"), name.removeprefix("@")
        capability = shown_by(name, is_module=is_module) or _passed_on(name, is_module=is_module)
        if name == "fetch" and not is_module and self.notes.every_line and _is_own_host(arguments):
            capability = None  # packages are compared with each other by all that asks the network
        if capability:
            self._note(node, capability.id, ends_of(capability, name))
        if capability and capability.behaviour == "process":
            self._command(node, arguments)
        if name == "Buffer.from" and any(self.names.constant(arg) in {"base64", "hex"} for arg in arguments[1:]):
            # It decodes; packages are compared with each other by what it was taken for.
            self._note(node, "decoding" if self.notes.every_line else "encoding", Ends(sink="Buffer.from"))
        if capability and capability.behaviour == "file-write" and arguments:
            path = text_of(arguments[0])
            if known.paths("startup_paths").search(path):
                self._note(node, "persistence", Ends(target=path))

    def _computed(self, node: Node, name: str, arguments: list[Node]) -> None:
        if name == "require" and arguments and not self.names.constant(arguments[0]):
            computed = arguments[0].type in {"call_expression", "binary_expression", "subscript_expression"}
            if computed and not is_path(text_of(arguments[0])):
                self._note(node, "dynamic_code", Ends(sink="require(computed)"))
        if name.endswith(".constructor.constructor"):
            self._note(node, "dynamic_code", Ends(sink="constructor of functions"))

    def _command(self, node: Node, arguments: list[Node]) -> None:
        parts = (part for arg in arguments[:2] for part in (arg.named_children if arg.type == "array" else [arg]))
        command = clip(" ".join(word for word in map(self.names.constant, parts) if word))
        capability = known.match("commands", command) if command else None
        if capability:
            self._note(node, capability.id, Ends(target=command))

    def _member(self, node: Node) -> None:
        if size_of(node) > _LONGEST_CHAIN or not text_of(node).startswith(_BASE.decode()):
            return
        base = node.child_by_field_name("object")
        name = self.names.name(node) or f"{self.names.name(base) if base else ''}.?"
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


def _passed_on(name: str, *, is_module: bool) -> Capability | None:
    """Return what `eval.call(null, x)` shows."""
    base, _, method = name.rpartition(".")
    capability = shown_by(base, is_module=False) if not is_module and method in {"call", "apply", "bind"} else None
    return capability if capability and capability.behaviour == "dynamic-code" else None


def _is_own_host(arguments: list[Node]) -> bool:
    """Whether a call is given the path of an address without its host, as a page asks its own: `fetch("/pots")`."""
    kinds = {"string", "template_string"}
    begins = (arguments[0].text or b"")[1:3] if arguments and arguments[0].type in kinds else b""
    return begins.startswith(b"/") and begins not in {b"//", b"/\\", b"/$"}


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
