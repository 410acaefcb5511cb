"""Where values go inside one file: from what was read or collected to what runs or sends it."""

from __future__ import annotations

from dataclasses import dataclass, field

SOURCE = "!"


@dataclass(slots=True)
class Flow:
    """A graph of names, without regard to the order of statements: loops and functions defined later are covered.

    Keys are `function/name`, or `/name` for the module's own; sources begin with `!`, sinks with `#`.
    """

    into: dict[str, set[str]] = field(default_factory=dict)
    steps: int = 300_000
    """How many names may still be looked at: a file made of nothing but calls must not take longer than others."""

    def add(self, target: str, source: str) -> None:
        """Say that a value goes from a source to a target."""
        if target in self.into:
            self.into[target].add(source)
        else:
            self.into[target] = {source}

    def sources(self, key: str) -> tuple[str, ...]:
        """Name every source whose value may reach a key, without the mark, in order."""
        seen, left, sources = {key}, [key], set()
        while left and self.steps > 0:
            self.steps -= 1
            name = left.pop()
            if name.startswith(SOURCE):
                sources.add(name[1:])
                continue
            known = self.into.get(name)
            if known is None and "/" in name:
                known = self.into.get("/" + name.rpartition("/")[2])
            new = (known or set()) - seen
            seen |= new
            left.extend(new)
        return tuple(sorted(sources))
