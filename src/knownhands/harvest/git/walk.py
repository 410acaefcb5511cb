"""List the ancestors of a commit and give each its place in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.harvest.git.commits import parse_commit
from knownhands.harvest.git.objects import read_commits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.harvest.git.process import Repository

Graph = dict[str, tuple[str, ...]]
"""Commit → parents, children before parents."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a commit stands; the schema's `positions` comment says what the numbers mean."""

    position: int
    base: int
    is_mainline: bool


def list_commits(repository: Repository, head: str) -> Graph:
    """List a commit and all its ancestors, children first.

    Where a missing or corrupt commit stops git, they are read one generation at a time and the history ends there.
    """
    graph = _rev_list(repository, head)
    return _walk(repository, head) if graph is None else graph


def list_new_commits(repository: Repository, head: str, known: str) -> Graph | None:
    """List the ancestors of `head` that are not ancestors of `known`; None where git cannot say."""
    return _rev_list(repository, head, f"^{known}")


def _rev_list(repository: Repository, *revisions: str) -> Graph | None:
    done = repository.try_run("rev-list", "--topo-order", "--parents", *revisions, "--")
    return None if done.returncode else _graph(done.stdout)


def _graph(printed: bytes) -> Graph:
    graph: Graph = {}
    for line in printed.decode("ascii").splitlines():
        sha, *parents = line.split(" ")
        graph[sha] = tuple(parents)
    return graph


def _walk(repository: Repository, head: str) -> Graph:
    parents: Graph = {}
    generation = [head]
    while generation:
        bodies = read_commits(repository, generation)
        for sha, body in zip(generation, bodies, strict=True):
            is_end = body is None or sha in repository.boundary
            parents[sha] = () if is_end else parse_commit(body or b"").parents
        older = dict.fromkeys(parent for sha in generation for parent in parents[sha])
        generation = [sha for sha in older if sha not in parents]
    return _children_first(parents, head)


def _children_first(parents: Graph, head: str) -> Graph:
    """Order a graph so that every commit stands before its parents."""
    waiting = dict.fromkeys(parents, 0)
    for sha in parents:
        for parent in parents[sha]:
            waiting[parent] += 1
    ordered: Graph = {}
    ready = [head]
    while ready:
        sha = ready.pop()
        ordered[sha] = parents[sha]
        for parent in parents[sha]:
            waiting[parent] -= 1
            if waiting[parent] == 0:
                ready.append(parent)
    return ordered


def place(graph: Graph, head: str, older: Mapping[str, int] | None = None) -> dict[str, Place]:
    """Number the first-parent commits of `head` and place every listed commit against them.

    Args:
        graph: from `list_commits`.
        head: the newest commit of the default branch.
        older: for parents outside the graph, the number of the newest first-parent commit that they contain or are. The
            chain of first parents must leave the graph through one of them, if any.

    >>> graph = {"m": ("b", "s"), "s": ("a",), "b": ("a",), "a": ()}
    >>> place(graph, "m")["s"]
    Place(position=3, base=1, is_mainline=False)
    >>> place(graph, "m")["b"]
    Place(position=2, base=1, is_mainline=True)
    """
    older = older or {}
    chain: list[str] = []
    sha: str | None = head
    while sha in graph:
        chain.append(sha)
        sha = graph[sha][0] if graph[sha] else None
    start = older.get(sha or "", 0)
    number = {first_parent: start + count for count, first_parent in enumerate(reversed(chain), start=1)}

    contained = newest_contained(graph, older, number)
    arrived = dict(number)
    for sha, parents in graph.items():  # children first
        for parent in parents:
            if parent not in number and parent in graph:
                arrived[parent] = min(arrived[sha], arrived.get(parent, arrived[sha]))
    return {sha: Place(arrived[sha], contained[sha], sha in number) for sha in graph}


def newest_contained(graph: Graph, older: Mapping[str, int], number: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return the number of the newest first-parent commit that each listed commit contains, itself excepted; 0 for none.

    Args:
        graph: children before parents.
        older: for parents outside the graph, the number of the newest first-parent commit that they contain or are.
        number: of the first-parent commits in the graph.
    """
    numbered = number or {}
    contained: dict[str, int] = {}
    for sha, parents in reversed(graph.items()):  # parents first
        newest = [numbered.get(parent) or contained.get(parent) or older.get(parent, 0) for parent in parents]
        contained[sha] = max(newest, default=0)
    return contained


def list_beyond(repository: Repository, tips: Sequence[str], head: str) -> Graph:
    """List the ancestors of many commits or tags that a head does not contain, children first; empty where git cannot say."""
    lines = "".join(f"{tip}\n" for tip in tips) + f"^{head}\n"
    done = repository.try_run(
        "rev-list", "--topo-order", "--parents", "--ignore-missing", "--stdin", stdin=lines.encode()
    )
    return _graph(done.stdout) if done.returncode == 0 else {}
