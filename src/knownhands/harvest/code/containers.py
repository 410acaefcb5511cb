"""What gives a container its host: rights, mounts and namespaces, as Docker, compose files and dev containers write them."""

from __future__ import annotations

import re

_HOME = r"(?:~|\$\{?(?:localEnv:)?(?:HOME|USERPROFILE)(?::-[^}]{0,60})?\}?){1,2}(?:/\.ssh)?"
_HOST = re.compile(
    rf"(?:source=|src=)?[\"']?(?:/(?:var/)?run/(?:docker|podman/podman)\.sock|/(?:etc|root|home)?/?|{_HOME}/?)[\"']?(?:[:,]|$)"
)
_RIGHTS = re.compile(
    r"--privileged(?:=true)?|(?:--cap-add[= ])?(?:ALL|SYS_ADMIN)|--(?:pid|ipc|userns|network|net)[= ]host"
)
_LONGEST = 1_000  # characters of a mount


def mounts_host(mount: str) -> bool:
    """Whether a mount hands over the host: its root, its home, its keys or the socket of what runs its containers.

    >>> mounts_host("/var/run/docker.sock:/s"), mounts_host("type=bind,source=${localEnv:HOME}/.ssh,target=/k"), mounts_host("./a:/a")
    (True, True, False)
    """
    parts = mount[:_LONGEST].split(",")
    source = next((part for part in parts if part.startswith(("source=", "src="))), parts[0])
    return bool(_HOST.match(source))


def frees(option: str) -> bool:
    """Whether an option of Docker, or a capability by its name, lets a container do whatever it likes.

    >>> frees("--privileged"), frees("--cap-add=SYS_ADMIN"), frees("SYS_PTRACE")
    (True, True, False)
    """
    return bool(_RIGHTS.fullmatch(option.strip()[:_LONGEST]))
