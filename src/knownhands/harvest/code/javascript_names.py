"""What the names and expressions of a JavaScript file stand for: modules, their members, global functions and constant texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code import known
from knownhands.harvest.code.javascript_syntax import arguments_of, constant, imported, module_name, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from knownhands.capabilities.capability import Capability

_DEEPEST = 30
_DEEPEST_KEPT = 3  # objects within objects
_LONGEST = 200  # characters of a name
_MOST_KEPT = 50  # members of an object
_WRAPS = frozenset(
    {"parenthesized_expression", "await_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion"}
)  # fmt: skip
_LAST = frozenset({"await_expression", "type_assertion"})
_LOADS = (
    ".require",
    ".createRequire()",
    "process.getBuiltinModule",
    "constructor._load",
    "module.Module._load",
    "@module._load",
)
_GLOBALS = frozenset({"globalThis", "global", "window", "module", "self"})


@dataclass(slots=True)
class Names:
    """The names of one file.

    Attributes:
        aliases: what a name stands for: a module (marked with @), or a member of one.
        texts: what a name stands for that holds a constant text.
    """

    aliases: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def bind(self, node: Node) -> None:
        """Remember what `x = require("y")`, `{a: x} = …` and `import x from "y"` stand for.

        Args:
            node: a declaration, an assignment or an import.
        """
        if node.type == "import_statement":
            self._import(node)
            return
        target = node.child_by_field_name("name") or node.child_by_field_name("left")
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        if target is None or value is None:
            return
        if target.type == "identifier":
            self._keep_text(text_of(target), value)
        name = self.name(value)
        if not name:
            self._keep_members(self.name(target), value)
        elif len(name) <= _LONGEST:
            self._bind_to(target, name)

    def _import(self, node: Node) -> None:
        source = node.child_by_field_name("source")
        for clause in node.named_children[:1]:
            source = source or clause.child_by_field_name("source")
            module = module_name(constant(source)) if source else ""
            for local, member in imported(clause):
                self.aliases[local] = f"{module}.{member}" if member else module

    def _bind_to(self, target: Node, name: str) -> None:
        if target.type == "identifier":
            self.aliases[text_of(target)] = name
        elif target.type == "object_pattern":
            for part in target.named_children:
                key, own = part.child_by_field_name("key"), part.child_by_field_name("value")
                self.aliases[text_of(own or part)] = f"{name}.{text_of(key or part)}"
        elif target.type in {"member_expression", "subscript_expression"}:
            self._keep(self.name(target), name)

    def _keep_text(self, target: str, value: Node) -> None:
        text = self.constant(value)
        if text and len(text) <= _LONGEST:
            self.texts[target] = text
        else:
            self.texts.pop(target, None)

    def _keep_members(self, target: str, value: Node, depth: int = 0) -> None:
        """Remember which members of an object or array run code or programs."""
        if not target or value.type not in {"object", "array"} or depth > _DEEPEST_KEPT:
            return
        for key, part in islice(self._members(value), _MOST_KEPT):
            name = self.name(part)
            if name:
                self._keep(f"{target}.{key}", name)
            else:
                self._keep_members(f"{target}.{key}", part, depth + 1)

    def _members(self, value: Node) -> Iterator[tuple[str, Node]]:
        for number, part in enumerate(value.named_children):
            key, own = part.child_by_field_name("key"), part.child_by_field_name("value")
            if value.type == "array":
                yield str(number), part
            elif part.type == "shorthand_property_identifier":
                yield text_of(part), part
            elif key is not None and own is not None:
                name = key.named_children[0] if key.type == "computed_property_name" and key.named_children else key
                yield self.constant(name) or text_of(name), own

    def _keep(self, target: str, name: str) -> None:
        capability = shown_by(name.removeprefix("@"), is_module=name.startswith("@"))
        if target and len(target) <= _LONGEST and capability and capability.behaviour in {"process", "dynamic-code"}:
            self.aliases[target] = name

    def name(self, node: Node, depth: int = 0) -> str:
        """Give the dotted name of an expression, "" if it has none.

        Args:
            node: the expression.
            depth: how many others it stands within.
        """
        if depth > _DEEPEST:
            return ""
        kind = node.type
        if kind in {"identifier", "shorthand_property_identifier"}:
            return self.aliases.get(text_of(node), text_of(node))
        if kind in _WRAPS and node.named_children:
            return self.name(node.named_children[-1 if kind in _LAST else 0], depth + 1)
        if kind in {"member_expression", "subscript_expression"}:
            return self._member_name(node, depth + 1)
        if (
            kind == "sequence_expression"
        ):  # of `(0, x.y)()`, which compilers write, only what is no module is looked for
            name = self.name(node.named_children[-1], depth + 1)
            return "" if name.startswith("@") else name
        return self._answer_name(node, depth + 1) if kind == "call_expression" else ""

    def _member_name(self, node: Node, depth: int) -> str:
        base, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        index = node.child_by_field_name("index")
        member = text_of(key) if key else self.constant(index) if index else ""
        if index and index.type == "number":
            member = text_of(index)
        if base and base.type == "array" and member.isdigit() and int(member[:9]) < len(base.named_children):
            return self.name(base.named_children[int(member)], depth)
        name = self.name(base, depth) if base else ""
        name = "" if name in _GLOBALS else f"{name}."
        return self.aliases.get(f"{name}{member}", f"{name}{member}") if member else ""

    def _answer_name(self, node: Node, depth: int) -> str:
        function, arguments = node.child_by_field_name("function"), arguments_of(node)
        name = self.name(function, depth) if function and function.type != "import" else "require"
        if name == "require" or name.endswith(_LOADS):
            return module_name(self.constant(arguments[0])) if arguments else ""
        return f"{name}()" if name else ""

    def constant(self, node: Node) -> str:
        """Give the text of an expression that is made of texts alone, "" for anything else.

        Args:
            node: the expression.
        """
        return constant(node, self.texts)


def shown_by(name: str, *, is_module: bool) -> Capability | None:
    """Return what a call shows; what is done with an answer was noted where it was asked for, but a stream is written to.

    Args:
        name: of what is called.
        is_module: whether it is a module or a member of one.
    """
    if not is_module:
        return known.javascript_names(of_modules=False).exactly(name)
    capability = known.javascript_names(of_modules=True).longest(name)
    is_of_answer = "()" in name and capability is not None and capability.behaviour != "file-write"
    return None if is_of_answer else capability
