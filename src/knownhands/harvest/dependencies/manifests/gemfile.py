"""Gemfile and gemspec: gems, by line, as they are written out there."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.tables import read_lines

_GEM = re.compile(r"""\s*(?:gem|\w+\.add(?:_runtime|_development)?_dependency)[\s(]\s*(?:%q.)?["']([\w.-]+)["'](.*)""")
_ADDRESS = re.compile(
    r"""(?:\b(git|github|gist|bitbucket|gitlab|path)\s*:|:(git|github|gist|bitbucket|gitlab|path)\s*=>)\s*["']([^"']+)["']"""
)
_SOURCE = re.compile(r"""(?:^\s*source[\s(]\s*|\bsource\s*:\s*|:source\s*=>\s*)["']([^"']+)["']""")
_BLOCK = re.compile(r"""^\s*(git|github|path)[\s(]\s*["']([^"']+)["'].*\bdo\b""")
_COMMENT = re.compile(r"\s#(?!\{).*$")
_SHORT = frozenset({"github", "gist", "bitbucket", "gitlab"})


def read(body: bytes) -> Contents:
    """Read each line; within `git "…" do` and its like, gems are from there."""
    wishes: list[Wish] = []
    indexes: list[Index] = []
    within = ""
    for raw in read_lines(body):
        line = _COMMENT.sub("", raw)
        if line.lstrip().startswith("#"):
            continue
        if block := _BLOCK.match(line):
            within = _address(block[1], block[2])
        elif re.fullmatch(r"end\b.*", line):
            within = ""
        if gem := _GEM.match(line):
            place = _ADDRESS.search(gem[2])
            address = _address(place[1] or place[2], place[3]) if place else within
            wishes.append(Wish("gem", gem[1], "gems", gem[2].strip(" ,)")[:80], address))
        indexes += [Index("gem", "source", address) for address in _SOURCE.findall(line)]
    return Contents(tuple(wishes), tuple(indexes))


def _address(kind: str, place: str) -> str:
    return f"{kind}:{place}" if kind in _SHORT else place


MANIFEST = Manifest("gemfile", "gem", re.compile(r"(?:^|/)(?:Gemfile[^/]*(?<!\.lock)|gems\.rb)$|\.gemspec$"), read)
