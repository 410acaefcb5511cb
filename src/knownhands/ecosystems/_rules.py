"""The rules of an ecosystem: how packages are called, versions compared, registries asked and archives read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from knownhands.documents.registry import Body, Question, Row

    Source = Mapping[str, str | None]
    """Field of a manifest → its text, in one file: "" is left empty there, None is left to code."""

_LONGEST = 214  # npm's limit for a name; no other registry has longer ones


class Place(Protocol):
    """Where a version stands among those of its ecosystem; the same place is the same version."""

    def __lt__(self, other: Any, /) -> bool:  # noqa: ANN401 - another place of the same ecosystem
        """Whether this version comes before another."""
        ...

    def __le__(self, other: Any, /) -> bool:  # noqa: ANN401 - see above
        """Whether this version comes before another, or they are the same."""
        ...


@dataclass(frozen=True, slots=True)
class NameRule:
    """How packages are called.

    Attributes:
        pattern: matches every name that a registry of this kind may hold, in any spelling.
        normalise: any text → the spelling by which the registry looks it up; never fails.
        hint: what to write in place of an impossible name.
        built_in: returns the modules that come with the language.
        affixes: words that honest projects and impostors alike put around a name here.
    """

    pattern: re.Pattern[str]
    normalise: Callable[[str], str]
    hint: str
    built_in: Callable[[], frozenset[str]] = frozenset
    affixes: frozenset[str] = frozenset()

    def is_possible(self, name: str) -> bool:
        """Whether a package can be called so."""
        return len(name) <= _LONGEST and bool(self.pattern.fullmatch(name))


@dataclass(frozen=True, slots=True)
class VersionRule:
    """How versions are compared.

    Attributes:
        place: where a version stands; None where it is none.
        bound: the same of what people write in advisories and tags, where parts may be left out.
        newest: which of some versions is installed where the registry calls none the latest; None for none.
        is_early: whether a version is a pre-release, which nobody gets who did not ask for one.
    """

    place: Callable[[str], Place | None]
    bound: Callable[[str], Place | None]
    newest: Callable[[Iterable[str]], str | None]
    is_early: Callable[[str], bool] = lambda _version: False


@dataclass(frozen=True, slots=True)
class RegistryRule:
    """What a registry of this kind is asked, and how its answers are read; both are pure.

    Attributes:
        version: raised whenever another question is asked or an answer is read differently.
        questions: a registry's address and a package's name → what to ask there, in order.
        parse: yields the rows of one answer; raises Unparsable.
        yanks: whether a release can be yanked: it stays, and nobody gets it who did not ask for it.
        dates_files: whether a release is as old as its first file, so that one with a date has a file.
        tells_requirements: whether it is told of every release what it asks for, so that nothing told is nothing.
        installed_kinds: the kinds of requirements that an install follows.
        address: matches a requirement that asks for something at an address, in RE2's words; None where there are none.
    """

    version: int
    questions: Callable[[str, str], Sequence[Question]]
    parse: Callable[[Body], Iterator[Row]]
    yanks: bool = False
    dates_files: bool = False
    tells_requirements: bool = False
    installed_kinds: tuple[str, ...] = ("runtime",)
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of an archive before anything in it is read.

    Attributes:
        name: of the file.
        is_zip: whether it is a zip; else a tar.
        top: the folder that holds everything; empty where there is none.
        paths: of its members.
    """

    name: str
    is_zip: bool
    top: str
    paths: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A shape that packages come in.

    Attributes:
        id: `form` in the tables.
        takes_off: what an installer takes off every path: the folder that holds everything, the first folder
            whatever its name, or nothing.
        is_built: whether its files may have been built from others, which lie in the repository.
    """

    id: str
    takes_off: Literal["top", "first", "nothing"] = "top"
    is_built: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What a file has run, or puts on the path, without anybody calling it.

    Attributes:
        kind: source of `python`, a `script` for a shell, a `program` that is put on the path, or `unparsable`: the file
            decides about it and cannot be read.
        trigger: `install`, or `start` of every interpreter.
        name: what the file calls it.
        text: what is run; of a program its name.
        line: where it stands, counts from 1; 0 is the whole file.
    """

    kind: Literal["python", "script", "program", "unparsable"]
    trigger: Literal["install", "start"]
    name: str
    text: str = ""
    line: int = 0


def _no_runs(_path: str, _body: bytes) -> Iterable[Run]:
    return ()


def _no_files(_files: Sequence[tuple[str, bytes]]) -> set[str]:
    return set()


@dataclass(frozen=True, slots=True)
class ArchiveRule:
    """How archives of packages are told apart and read. Of several ecosystems, the one that is surest is believed.

    Attributes:
        form_of: how sure it is, from 0, and of which form; None where it has no form of this ecosystem.
        sources_of: form and path → body of an archive: how sure it is that the archive is of this ecosystem, and what
            each of its files says of it, the most trustworthy first; None where nothing speaks for it.
        forms: all that it has.
        runs: path and body of a file → what runs because the file says so.
        installed: path and body of all files → those that are run by an install.
        programs: which people of this ecosystem type without thinking; no package has a reason to install one.
        module: matches the path of a file that is imported by a name, which is its first group, in RE2's words; None
            where what is imported is called as the package is.
    """

    form_of: Callable[[Outline], tuple[int, Form] | None]
    sources_of: Callable[[str, Mapping[str, bytes]], tuple[int, Sequence[Source]] | None]
    forms: tuple[Form, ...] = ()
    runs: Callable[[str, bytes], Iterable[Run]] = _no_runs
    installed: Callable[[Sequence[tuple[str, bytes]]], set[str]] = _no_files
    programs: frozenset[str] = frozenset()
    module: str | None = None
