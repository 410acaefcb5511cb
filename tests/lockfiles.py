"""Write an invented project's packages as each tool would: one writer for each format of dependency file.

The contract test, the laws and the benchmark read back what stands here, so a new format needs a writer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.documents.configuration import default_site

if TYPE_CHECKING:
    from collections.abc import Callable

HASH = "sha256:" + "ab" * 32
INTEGRITY = "sha512-" + "A" * 86 + "=="
HOST = "https://index.example"
HOME = default_site("pkg:pypi/any@1")


@dataclass(frozen=True)
class Project:
    """An application: the names it asks for, and every package's version and what it asks for in turn."""

    direct: tuple[str, ...]
    versions: dict[str, str]
    asks: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, ...]:
        return self.asks.get(name, ())


STORY = Project(("bowl",), {"bowl": "1.0.0", "clay": "2.1.0", "water": "0.3"}, {"bowl": ("clay",), "clay": ("water",)})


def chain(length: int) -> Project:
    """A project of many packages, each of which asks for a few others."""
    names = [f"part-{number}" for number in range(length)]
    asks = {name: tuple(names[n] for n in (2 * i + 1, 2 * i + 2) if n < length) for i, name in enumerate(names)}
    return Project((names[0],), dict.fromkeys(names, "1.2.3"), asks)


def requirements_txt(project: Project) -> str:
    return "".join(f"{name}=={version} \\\n    --hash={HASH}\n" for name, version in project.versions.items())


def pyproject_toml(project: Project) -> str:
    wishes = [f"{name}=={project.versions[name]}" for name in project.direct]
    return f'[project]\nname = "app"\nversion = "1"\ndependencies = {json.dumps(wishes)}\n'


def uv_lock(project: Project) -> str:
    parts = ['version = 1\nrequires-python = ">=3.11"\n']
    parts.append(
        f'[[package]]\nname = "app"\nversion = "1"\nsource = {{ virtual = "." }}\ndependencies = {_tables(project.direct)}'
    )
    parts += [
        f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "{HOME}/simple" }}\n'
        f"dependencies = {_tables(project.of(name))}\n"
        f'sdist = {{ url = "{HOST}/{name}.tar.gz", hash = "{HASH}", size = 9 }}\n'
        for name, version in project.versions.items()
    ]
    return "\n".join(parts)


def _tables(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'{{ name = "{name}" }}' for name in names) + "]\n"


def poetry_lock(project: Project) -> str:
    parts = []
    for name, version in project.versions.items():
        parts.append(f'[[package]]\nname = "{name}"\nversion = "{version}"\noptional = false\ngroups = ["main"]\n')
        parts.append(f'files = [{{file = "{name}.whl", hash = "{HASH}"}}]\n\n[package.dependencies]\n')
        parts += [f'{other} = ">=0"\n' for other in project.of(name)]
    return "".join(parts) + '[metadata]\nlock-version = "2.1"\ncontent-hash = "00"\n'


def pipfile_lock(project: Project) -> str:
    pins = {name: {"hashes": [HASH], "version": f"=={version}"} for name, version in project.versions.items()}
    return json.dumps({"_meta": {"pipfile-spec": 6, "sources": []}, "default": pins, "develop": {}})


def pylock_toml(project: Project) -> str:
    parts = ['lock-version = "1.0"\ncreated-by = "potter"\n']
    for name, version in project.versions.items():
        parts.append(
            f'[[packages]]\nname = "{name}"\nversion = "{version}"\ndependencies = {_tables(project.of(name))}'
        )
        parts.append(f'sdist = {{ name = "{name}.tar.gz", hashes = {{ sha256 = "{"ab" * 32}" }} }}\n')
    return "".join(parts)


def package_lock_json(project: Project) -> str:
    folders: dict[str, object] = {"": {"name": "app", "dependencies": dict.fromkeys(project.direct, "*")}}
    for name, version in project.versions.items():
        folders[f"node_modules/{name}"] = {
            "version": version,
            "resolved": f"{HOST}/{name}/-/{name}-{version}.tgz",
            "integrity": INTEGRITY,
            "dependencies": dict.fromkeys(project.of(name), "*"),
        }
    return json.dumps({"name": "app", "lockfileVersion": 3, "packages": folders}, indent=2)


def pnpm_lock_yaml(project: Project) -> str:
    lines = ["lockfileVersion: '9.0'", "", "importers:", "", "  .:", "    dependencies:"]
    for name in project.direct:
        lines += [f"      {name}:", "        specifier: '*'", f"        version: {project.versions[name]}"]
    lines += ["", "packages:", ""]
    for name, version in project.versions.items():
        lines += [f"  '{name}@{version}':", f"    resolution: {{integrity: {INTEGRITY}}}", ""]
    lines += ["snapshots:", ""]
    for name, version in project.versions.items():
        wishes = [f"      {other}: {project.versions[other]}" for other in project.of(name)]
        lines += (
            [f"  '{name}@{version}':", "    dependencies:", *wishes, ""] if wishes else [f"  '{name}@{version}': {{}}"]
        )
    return "\n".join(lines) + "\n"


def yarn_lock(project: Project) -> str:
    """Berry's; Yarn 1's is in its own test."""
    lines = ["# This file is generated.", "", "__metadata:", "  version: 8", ""]
    for name, version in project.versions.items():
        lines += [f'"{name}@npm:^{version}":', f"  version: {version}", f'  resolution: "{name}@npm:{version}"']
        lines += _berry_list(project, project.of(name))
        lines += [f"  checksum: 10c0/{'ab' * 64}", "  languageName: node", "  linkType: hard", ""]
    lines += ['"app@workspace:.":', "  version: 0.0.0-use.local", '  resolution: "app@workspace:."']
    return "\n".join([*lines, *_berry_list(project, project.direct), "  linkType: soft", ""])


def _berry_list(project: Project, names: tuple[str, ...]) -> list[str]:
    return ["  dependencies:"] * bool(names) + [f'    {name}: "npm:^{project.versions[name]}"' for name in names]


def cyclonedx_json(project: Project) -> str:
    components = [
        {
            "type": "library",
            "bom-ref": name,
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "hashes": [{"alg": "SHA-256", "content": "ab" * 32}],
        }
        for name, version in project.versions.items()
    ]
    graph = [{"ref": "app", "dependsOn": project.direct}]
    graph += [{"ref": name, "dependsOn": project.of(name)} for name in project.versions]
    root = {"component": {"type": "application", "bom-ref": "app", "name": "app"}}
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "metadata": root,
            "components": components,
            "dependencies": graph,
        }
    )


def spdx_json(project: Project) -> str:
    packages: list[dict[str, object]] = [{"SPDXID": "SPDXRef-app", "name": "app"}]
    for name, version in project.versions.items():
        purl = f"pkg:pypi/{name}@{version}"
        reference = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}
        checksum = {"algorithm": "SHA256", "checksumValue": "ab" * 32}
        package = {"SPDXID": f"SPDXRef-{name}", "name": name, "versionInfo": version}
        packages.append({**package, "externalRefs": [reference], "checksums": [checksum]})
    links = [("DOCUMENT", "DESCRIBES", "app"), *(("app", "DEPENDS_ON", name) for name in project.direct)]
    links += [(name, "DEPENDS_ON", other) for name in project.versions for other in project.of(name)]
    relationships = [
        {"spdxElementId": f"SPDXRef-{element}", "relationshipType": kind, "relatedSpdxElement": f"SPDXRef-{other}"}
        for element, kind, other in links
    ]
    return json.dumps({"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": relationships})


WRITERS: dict[str, tuple[str, Callable[[Project], str]]] = {
    "requirements_txt": ("requirements.txt", requirements_txt),
    "pyproject_toml": ("pyproject.toml", pyproject_toml),
    "uv_lock": ("uv.lock", uv_lock),
    "poetry_lock": ("poetry.lock", poetry_lock),
    "pipfile_lock": ("Pipfile.lock", pipfile_lock),
    "pylock_toml": ("pylock.toml", pylock_toml),
    "package_lock_json": ("package-lock.json", package_lock_json),
    "pnpm_lock_yaml": ("pnpm-lock.yaml", pnpm_lock_yaml),
    "yarn_lock": ("yarn.lock", yarn_lock),
    "cyclonedx_json": ("bom.json", cyclonedx_json),
    "spdx_json": ("app.spdx.json", spdx_json),
}

WISHES = frozenset({"pyproject_toml"})
"""Formats that hold what a project asks for, and neither what that brings in nor a hash."""
GRAPHLESS = frozenset({"requirements_txt"})
"""Formats in which everything may be asked for, because nothing says what was brought in."""
