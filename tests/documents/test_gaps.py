import pytest

from knownhands.documents.gaps import gap, origin


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("git+https://forge.example/x", "vcs"),
        ("git@forge.example:x/y.git", "vcs"),
        ("https://forge.example/x.git#main", "vcs"),
        ("https://host.example/x.tgz", "url"),
        ("file:../x", "local path"),
        ("1.0.0", ""),
        ("^2 || 3", ""),
    ],
)
def test_addresses_are_told_apart(address: str, kind: str) -> None:
    assert origin(address).partition(":")[0] == kind


def test_a_password_is_never_repeated_and_a_long_address_is_cut() -> None:
    assert gap("url", "https://me:secret@host.example/x") == "url: https://host.example/x"
    assert "secret" not in gap("url", "https://[me:secret@host.example/x")
    assert len(gap("url", "https://host.example/" + "x" * 5_000)) < 300
