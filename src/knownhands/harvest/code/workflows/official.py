"""Actions of the service itself and of Docker that nearly everybody uses, and names that are taken for theirs."""

from __future__ import annotations

from knownhands.harvest.names.edits import distance

_OWNERS = {
    "actions": (
        "checkout", "cache", "setup-node", "setup-python", "setup-java", "setup-go", "setup-dotnet", "upload-artifact", "download-artifact",
        "github-script", "upload-pages-artifact", "deploy-pages", "configure-pages", "labeler", "stale", "create-release",
    ),
    "github": ("codeql-action", "super-linter"),
    "docker": ("login-action", "build-push-action", "setup-buildx-action", "setup-qemu-action", "metadata-action"),
}  # fmt: skip


def taken_for(name: str) -> str:
    """Return the action that another one's name is taken for; "" for none, as for a fork under a name of its own.

    Args:
        name: of an action, with its owner.

    >>> [taken_for(name) for name in ("action/checkout", "actions-cache/cache", "actions/cache", "potters/cache", "action/pots")]
    ['actions/checkout', 'actions/cache', '', '', '']
    """
    owner, _, rest = name.lower().partition("/")
    action = rest.partition("/")[0]
    meant = next((known for known, names in _OWNERS.items() if action in names and owner != known), "")
    is_like = meant and (owner.startswith((f"{meant}-", f"{meant}_")) or distance(owner, meant, 1) == 1)
    return f"{meant}/{action}" if is_like else ""
