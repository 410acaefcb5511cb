"""The archives that the packages of a clone would build, made in memory from one commit; nothing is run or built.

What goes in follows what the build tools say of themselves: for Python the packages, the modules beside setup.py, the
files that every sdist has, and what MANIFEST.in adds or takes away; for npm `files` of package.json, or all but what
.npmignore (else .gitignore) names, and the files that npm always adds.
"""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from knownhands.documents.tree import has_long_key
from knownhands.harvest.archive.contents import Contents
from knownhands.harvest.archive.reader import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from knownhands.harvest.archive.contents import Member
    from knownhands.harvest.git.process import Repository

_ALWAYS_PYTHON = re.compile(
    r"(setup\.py|setup\.cfg|pyproject\.toml|MANIFEST\.in|tox\.ini|(README|LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*)",
    re.IGNORECASE,
)
_ALWAYS_NPM = re.compile(r"(package\.json|(README|LICEN[CS]E|CHANGELOG)[^/]*)", re.IGNORECASE)
_NEVER = re.compile(
    r"(^|/)(\.git[^/]*|\.github|\.circleci|\.travis\.yml|node_modules|\.DS_Store|package-lock\.json|yarn\.lock)(/|$)"
)
_NOT_A_PROJECT = re.compile(
    r"(^|/)(tests?|examples?|docs?|_*fixtures?_*|_*mocks?_*|samples?|templates?|demos?|node_modules|vendor(ed)?|third_party|site-packages|"
    r"bench(marks?)?|cookiecutter|\{\{|__tests__|e2e|integration)(/|$)", re.IGNORECASE
)  # fmt: skip


def projects(repository: Repository, commit: str) -> Iterator[Contents]:
    """Yield one archive for each package that the tree of a commit would build."""
    done = repository.try_run("archive", "--format=tar", commit)
    if done.returncode:
        return
    yield from built({m.path: m for m in read_bytes("tree.tar", done.stdout).members if m.kind == "file"})


def built(files: Mapping[str, Member]) -> Iterator[Contents]:
    """Yield one archive for each package that a project's files would build."""
    tree = {path: member for path, member in files.items() if "!/" not in path}
    for root in sorted({path.rpartition("/")[0] for path in tree if _is_manifest(path)}):
        if _NOT_A_PROJECT.search(root):
            continue
        prefix = f"{root}/" if root else ""
        inner = {path.removeprefix(prefix): member for path, member in tree.items() if path.startswith(prefix)}
        for form, choose in (("sdist", _python), ("npm", _npm)):
            chosen = choose(inner)
            if chosen:
                members = tuple(_at(member, path, form) for path, member in chosen.items())
                is_complete = all(member.body is not None for member in members)
                yield Contents(
                    form, root.rpartition("/")[2] or "project", members, (), is_complete, "project", form == "npm"
                )


def _is_manifest(path: str) -> bool:
    return path.rpartition("/")[2] in {"setup.py", "setup.cfg", "pyproject.toml", "package.json"}


def _at(member: Member, path: str, form: str) -> Member:
    from dataclasses import replace

    return replace(member, path=f"{'package' if form == 'npm' else 'project'}/{path}")


def _python(files: Mapping[str, Member]) -> dict[str, Member]:
    """Choose what an sdist would hold; nothing where no package is declared or it has no code."""
    if not _declares_python(files):
        return {}
    packages = {path.rpartition("/")[0] for path in files if path.endswith("/__init__.py")}
    packages = {folder for folder in packages if not re.match(r"(tests?|docs?|examples?)(/|$)", folder)}
    tops = {folder for folder in packages if folder.rpartition("/")[0] not in packages}
    chosen = {
        path: member
        for path, member in files.items()
        if any(path.startswith(f"{top}/") and path.endswith((".py", ".pyi", ".pyx", ".so", "py.typed")) for top in tops)
        or ("/" not in path and path.endswith(".py") and not path.startswith(("test", "conftest", "noxfile", "tasks")))
        or (path.startswith("src/") and path.count("/") == 1 and path.endswith(".py"))
        or _ALWAYS_PYTHON.fullmatch(path)
    }
    for line in _lines(files.get("MANIFEST.in")):
        _apply(line.split(), files, chosen)
    chosen = {path: member for path, member in chosen.items() if not _NEVER.search(path)}
    return chosen if any(path.endswith(".py") and path != "setup.py" for path in chosen) else {}


def _declares_python(files: Mapping[str, Member]) -> bool:
    if "setup.py" in files:
        return b"setup(" in (files["setup.py"].body or b"")
    if b"[metadata]" in (files["setup.cfg"].body or b"" if "setup.cfg" in files else b""):
        return True
    try:
        text = (files["pyproject.toml"].body or b"").decode() if "pyproject.toml" in files else ""
        data = {} if has_long_key(text) else tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    tool = data.get("tool")
    return "build-system" in data and ("project" in data or (isinstance(tool, dict) and "poetry" in tool))


def _apply(words: list[str], files: Mapping[str, Member], chosen: dict[str, Member]) -> None:
    """Do what one line of MANIFEST.in says."""
    if len(words) < 2:  # noqa: PLR2004 - a command and what it is about
        return
    match words:
        case "include", *patterns:
            _add(chosen, files, lambda path: _is_one_of(path, patterns))
        case "exclude", *patterns:
            _drop(chosen, lambda path: _is_one_of(path, patterns))
        case "recursive-include", folder, *patterns:
            _add(
                chosen,
                files,
                lambda path: path.startswith(f"{folder.strip('/')}/") and _matches(path.rpartition("/")[2], patterns),
            )
        case "recursive-exclude", folder, *patterns:
            _drop(
                chosen,
                lambda path: path.startswith(f"{folder.strip('/')}/") and _matches(path.rpartition("/")[2], patterns),
            )
        case "global-include", *patterns:
            _add(chosen, files, lambda path: _matches(path.rpartition("/")[2], patterns))
        case "global-exclude", *patterns:
            _drop(chosen, lambda path: _matches(path.rpartition("/")[2], patterns))
        case "graft", folder, *_:
            _add(chosen, files, lambda path: path.startswith(f"{folder.strip('/')}/"))
        case "prune", folder, *_:
            _drop(chosen, lambda path: path.startswith(f"{folder.strip('/')}/"))


def _is_one_of(path: str, patterns: list[str]) -> bool:
    """Match whole paths: a star never stands for a slash."""
    return any(path.count("/") == pattern.count("/") and fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def _matches(path: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def _add(chosen: dict[str, Member], files: Mapping[str, Member], is_meant: Callable[[str], bool]) -> None:
    chosen.update({path: member for path, member in files.items() if is_meant(path)})


def _drop(chosen: dict[str, Member], is_meant: Callable[[str], bool]) -> None:
    for path in [path for path in chosen if is_meant(path)]:
        del chosen[path]


def _npm(files: Mapping[str, Member]) -> dict[str, Member]:
    """Choose what npm would pack; nothing where the package is private, nameless or without code."""
    try:
        manifest = json.loads(files["package.json"].body or b"") if "package.json" in files else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(manifest, dict) or not isinstance(manifest.get("name"), str) or manifest.get("private"):
        return {}
    listed = manifest.get("files")
    if isinstance(listed, list):
        spec = GitIgnoreSpec.from_lines([_from_the_top(str(pattern)) for pattern in listed])
        chosen = {path: member for path, member in files.items() if spec.match_file(path)}
        entry = [
            manifest.get("main"),
            *(manifest["bin"].values() if isinstance(manifest.get("bin"), dict) else [manifest.get("bin")]),
        ]
        names = {path.removeprefix("./") for path in entry if isinstance(path, str)}
        chosen |= {path: member for path, member in files.items() if path in names}
    if not isinstance(listed, list) or not any(_is_script(path) for path in chosen):
        # NOTE: where all that is listed is built and so not in the tree, the sources stand in for it.
        ignored = GitIgnoreSpec.from_lines(_lines(files.get(".npmignore") or files.get(".gitignore")))
        chosen = {path: member for path, member in files.items() if not ignored.match_file(path)}
    chosen |= {path: member for path, member in files.items() if _ALWAYS_NPM.fullmatch(path)}
    chosen = {path: member for path, member in chosen.items() if not _NEVER.search(path)}
    return chosen if any(_is_script(path) for path in chosen) else {}


def _from_the_top(pattern: str) -> str:
    """Anchor a pattern of `files` in the package's folder; `!` takes away what those before it named.

    >>> _from_the_top("./lib"), _from_the_top("!lib/*.map"), _from_the_top(".config.js")
    ('/lib', '!/lib/*.map', '/.config.js')
    """
    sign = "!" if pattern.startswith("!") else ""
    return f"{sign}/{pattern.removeprefix('!').removeprefix('./').lstrip('/')}"


def _is_script(path: str) -> bool:
    return path.endswith((".js", ".cjs", ".mjs", ".jsx", ".ts", ".tsx"))


def _lines(member: Member | None) -> list[str]:
    text = (member.body or b"").decode("utf-8", "replace") if member else ""
    return [
        line.strip()
        for line in text.replace("\\\n", " ").splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
