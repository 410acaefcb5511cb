"""What a script downloads, unless it checks a hash or a signature of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_DOWNLOADS = re.compile(
    r"\| (?:curl (?:[^|]* )?(?:-[a-zA-Z]*[oO]|--output|--remote-name|> )|curl [^|]*\| |wget2? (?![^|]*--post)|aria2c |axel |fetch |git (?:-\S+ )*clone )"
)
_CHECKS = re.compile(
    r"\b(?:sha\d{1,3}sum|shasum|md5sum|b2sum|sha256|sha512|--checksum|cosign|minisign|slsa-verifier)\b|openssl dgst|gpgv?\b.*verif"
)
_OWN_HOST = re.compile(r"(?:localhost|127\.|0\.0\.0\.0|host\.docker|\$)")


class Download(NamedTuple):
    """A line that downloads something, from which host, and the command."""

    line: int
    host: str
    command: str


@dataclass(slots=True)
class Downloads:
    """What a script has downloaded so far.

    Attributes:
        all: what it downloads from hosts that are not its own.
        is_checked: whether anything of it has its hash or signature checked.
    """

    all: list[Download] = field(default_factory=list)
    is_checked: bool = False

    def see(self, pipeline: str, download: Download) -> None:
        """Look at what a pipeline does.

        Args:
            pipeline: in its plain form.
            download: what it is if it is a download; its host is "" where none is named.
        """
        if download.host and _DOWNLOADS.search(pipeline) and not _OWN_HOST.match(download.host):
            self.all.append(download)
        self.is_checked = self.is_checked or bool(_CHECKS.search(pipeline))

    def unchecked(self) -> list[Download]:
        """Return what was downloaded; nothing where anything is checked."""
        return [] if self.is_checked else self.all
