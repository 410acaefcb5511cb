"""What pip was told, read where pip reads it: environment, then site, user and global files.

Source: https://pip.pypa.io/en/stable/topics/configuration/
"""

from __future__ import annotations

import netrc
import os
import sys
from configparser import Error, RawConfigParser
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.documents.address import split, without_credentials
from knownhands.documents.configuration import Configuration, basic, default_site, registry
from knownhands.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.documents.registry import Registry

_SECTIONS = ("global", "install")
_YES = ("1", "true", "yes", "on", "y", "t")


def configure(environment: Mapping[str, str], home: Path, _folder: Path) -> Configuration:
    """Read pip's settings where pip would; see `Ecosystem.configure`."""
    return read_pip(environment, pip_files(environment), home)


def pip_files(environment: Mapping[str, str]) -> list[Path]:
    """Return the files that pip would read, the weakest first."""
    from platformdirs import PlatformDirs

    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    places = PlatformDirs("pip", appauthor=False, multipath=True)
    everyone = [Path(place) / "pip.conf" for place in reversed(places.site_config_dir.split(os.pathsep))]
    own = [Path.home() / ".pip" / "pip.conf", places.user_config_path / "pip.conf"]
    here = Path(environment.get("VIRTUAL_ENV") or sys.prefix) / "pip.conf"
    if named and Path(named).exists():
        return [*everyone, Path("/etc/pip.conf"), here, Path(named)]
    return [*everyone, Path("/etc/pip.conf"), *own, here]


def read_pip(environment: Mapping[str, str], files: Sequence[Path], home: Path) -> Configuration:
    """Read pip's configuration.

    Args:
        environment: names and values.
        files: what to read, the weakest first; need not exist.
        home: the user's folder, which may hold a `.netrc`.

    Raises:
        UsageError: a file makes no sense, or pip is told to use no index.
    """
    options = _settings(environment, files)
    if options.get("no-index", "").lower() in _YES:
        raise UsageError("pip is told to use no index.", "Take no-index out of its configuration, or use --offline.")
    main = options.get("index-url", "").split() or [default_site("pkg:pypi/any@1") + "/simple"]
    addresses = [*main[:1], *options.get("extra-index-url", "").split()]
    usable = [address for address in addresses if split(address)]
    notes = [
        f"pip's index {without_credentials(address)} is a folder or no address, and was not asked."
        for address in addresses
        if address not in usable
    ]
    return Configuration(
        registries=tuple(_with_netrc(registry(address), environment, home) for address in usable),
        scopes={},
        certificates=options.get("cert", ""),
        trusted_hosts=frozenset(options.get("trusted-host", "").lower().split()),
        notes=tuple(notes),
    )


def _settings(environment: Mapping[str, str], files: Sequence[Path]) -> dict[str, str]:
    options: dict[str, str] = {}
    for path in files:
        parser = RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (Error, UnicodeDecodeError, OSError) as cause:
            raise UsageError(
                f"pip's configuration {path} cannot be read.", "Mend it, or set PIP_CONFIG_FILE."
            ) from cause
        for section in _SECTIONS:
            if parser.has_section(section):
                options |= {name.replace("_", "-"): value for name, value in parser.items(section)}
    for name, value in environment.items():
        if name.startswith("PIP_") and value:
            options[name.removeprefix("PIP_").lower().replace("_", "-")] = value
    return options


def _with_netrc(index: Registry, environment: Mapping[str, str], home: Path) -> Registry:
    """Add what .netrc says of the host, unless the address had credentials of its own."""
    parts = split(index.address)
    if index.authorization or parts is None:
        return index
    try:
        entry = netrc.netrc(environment.get("NETRC") or home / ".netrc").authenticators(parts.hostname or "")
    except (netrc.NetrcParseError, OSError):  # pip ignores a broken one, too
        return index
    return registry(index.address, basic(entry[0], entry[2])) if entry else index
