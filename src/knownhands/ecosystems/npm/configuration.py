"""What npm was told, read where npm reads it: environment, then project, user and global files.

A project's own .npmrc may say where packages come from. Its credentials are not used and its `${…}` stay unread: the
project may be the very thing that is being judged, and would learn our secrets.

Source: npm's documentation, "npmrc".
"""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knownhands.documents.configuration import Configuration, basic, default_site, registry
from knownhands.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.documents.registry import Registry

_VARIABLE = re.compile(r"\$\{([^}?]+)(\?)?\}")
_PREFIX = re.compile(r"npm_config_", re.IGNORECASE)


def configure(environment: Mapping[str, str], home: Path, folder: Path) -> Configuration:
    """Read npm's settings where npm would; see `Ecosystem.configure`."""
    return read_npm(environment, npm_files(environment, home), project_file(folder))


def npm_files(environment: Mapping[str, str], home: Path) -> list[Path]:
    """Return the files of the machine and the user, the weakest first."""
    options = _from_environment(environment)
    node = shutil.which("node", path=environment.get("PATH"))
    prefix = options.get("prefix") or environment.get("PREFIX")
    prefixes = [Path(prefix)] if prefix else [Path(node).resolve().parent.parent] if node else []
    everyone = (
        [Path(options["globalconfig"])]
        if options.get("globalconfig")
        else [folder / "etc/npmrc" for folder in prefixes]
    )
    return [Path("/etc/npmrc"), *everyone, Path(options.get("userconfig") or home / ".npmrc")]


def project_file(folder: Path) -> Path | None:
    """Return the .npmrc of the project that a folder belongs to, where there is one."""
    roots = (
        root
        for root in (folder, *folder.parents)
        if (root / "package.json").exists() or (root / "node_modules").exists()
    )
    path = next(roots, folder) / ".npmrc"
    return path if path.is_file() else None


def read_npm(environment: Mapping[str, str], files: list[Path], project: Path | None) -> Configuration:
    """Read npm's configuration.

    Args:
        environment: names and values.
        files: of the machine and the user, the weakest first; need not exist.
        project: the project's own file.

    Raises:
        UsageError: a file or an address makes no sense.
    """
    options: dict[str, str] = {}
    for path in files:
        options |= {name: _expand(value, environment) for name, value in _read(path).items()}
    typed_here = _read(project) if project and project not in files else {}
    addresses = {name: value for name, value in typed_here.items() if name == "registry" or name.endswith(":registry")}
    options |= addresses | _from_environment(environment)
    main = options.get("registry") or default_site("pkg:npm/any@1")
    scopes = {
        name.removesuffix(":registry"): _with_credentials(value, options)
        for name, value in options.items()
        if name.startswith("@") and name.endswith(":registry") and value
    }
    notes = [f"{project} says where npm packages are looked up."] if addresses else []
    return Configuration(
        registries=(_with_credentials(main, options),),
        scopes=scopes,
        certificates=options.get("cafile", ""),
        extra_certificates=environment.get("NODE_EXTRA_CA_CERTS", ""),
        notes=tuple(notes),
    )


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Names are npm's own, with `_` for `-` except at the beginning; the case of what follows `//` matters."""
    options = {}
    for name, value in environment.items():
        if _PREFIX.match(name) and value:
            key = _PREFIX.sub("", name, count=1)
            options[key if key.startswith(("//", "@")) else key.lower().replace("_", "-")] = value
    return options


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as cause:
        raise UsageError(f"npm's configuration {path} cannot be read.", "Mend it.") from cause
    pairs = (line.partition("=") for line in map(str.strip, lines) if line and line[0] not in ";#[")
    return {name.strip(): _unquote(value.strip()) for name, _, value in pairs}


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == "'" else value


def _expand(value: str, environment: Mapping[str, str]) -> str:
    """Put in what `${NAME}` stands for; an unset one stays as it is, `${NAME?}` is then empty."""
    return _VARIABLE.sub(lambda match: environment.get(match[1], "" if match[2] else match[0]), value)


def _with_credentials(address: str, options: Mapping[str, str]) -> Registry:
    """Find the credentials of an address: they are kept under its host and path, or any path above."""
    server = registry(address)
    parts = urlsplit(server.address)
    path = parts.path.rstrip("/")
    while not server.authorization:
        authorization = _authorization(f"//{parts.netloc}{path}/", options)
        if authorization or not path:
            return registry(server.address, authorization)
        path = path.rpartition("/")[0]
    return server


def _authorization(place: str, options: Mapping[str, str]) -> str:
    token, pair = options.get(f"{place}:_authToken"), options.get(f"{place}:_auth")
    user, password = options.get(f"{place}:username"), options.get(f"{place}:_password")
    if token:
        return f"Bearer {token}"
    try:
        if pair:
            return basic(*base64.b64decode(pair, validate=True).decode().split(":", 1))
        if user and password:
            return basic(user, base64.b64decode(password, validate=True).decode())
    except (ValueError, TypeError):  # no Base64, no Unicode, or no colon inside
        raise UsageError(f"npm's credentials for {place} are no Base64.", "Look at .npmrc.") from None
    return ""
