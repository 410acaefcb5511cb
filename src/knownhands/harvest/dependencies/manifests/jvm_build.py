"""pom.xml, Gradle and sbt: packages and repositories, by line, as they are written out there."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.tables import read_lines

_TAG = re.compile(r"<(/?)([\w.-]+)>(?:\s*([^<\s][^<]{0,300}?)\s*</)?")
_GRADLE = re.compile(r"""["']([\w.-]+):([\w.-]+):[^"':]*(?::[^"']*)?["']""")
_CALL = re.compile(
    r"\b(?:\w*[iI]mplementation|api|compile|compileOnly|runtimeOnly|classpath|annotationProcessor|kapt|ksp|testCompile)\b"
)
_URL = re.compile(r"""\b(?:url|uri|setUrl|resolvers|maven)\b[^"'\n]{0,80}["'](https?://[^"'\s]+)["']""")
_LIST = ("repository", "pluginRepository")


def read(body: bytes) -> Contents:
    """Read tags of Maven, or calls of Gradle."""
    return _maven(body) if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _gradle(body)


def _maven(body: bytes) -> Contents:
    wishes: list[Wish] = []
    indexes: list[Index] = []
    group, within, deploys = "", "", False
    for line in read_lines(body):
        for closing, tag, text in _TAG.findall(line):
            if tag == "distributionManagement":
                deploys = not closing
            elif tag in {"dependency", "plugin", "extension", *_LIST, "mirror", "parent"}:
                within = "" if closing else tag
                group = ""
            elif tag == "groupId":
                group = text
            elif tag == "artifactId" and within in {"dependency", "plugin", "extension", "parent"}:
                wishes.append(Wish("maven", f"{group}:{text}", within, builds=within in {"plugin", "extension"}))
            elif tag == "url" and within in {*_LIST, "mirror"} and text and not deploys:
                indexes.append(Index("maven", within, text))
    return Contents(tuple(wishes), tuple(indexes))


def _gradle(body: bytes) -> Contents:
    wishes: list[Wish] = []
    indexes: list[Index] = []
    for raw in read_lines(body):
        line = "" if raw.lstrip().startswith(("//", "*")) else raw
        if _CALL.search(line):
            wishes += [Wish("maven", f"{group}:{name}", "dependencies") for group, name in _GRADLE.findall(line)]
        indexes += [Index("maven", "repositories", address) for address in _URL.findall(line)]
    return Contents(tuple(wishes), tuple(indexes))


MANIFEST = Manifest(
    "jvm_build",
    "maven",
    re.compile(r"(?:^|/)(?:pom\.xml|settings\.xml|build\.sbt|\.mvn/extensions\.xml)$|\.gradle(?:\.kts)?$"),
    read,
)
