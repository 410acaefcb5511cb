import pytest

from knownhands.harvest.content.changed import LINK
from readings import change, shown


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../../a", "~/.ssh/config", "../.git/config", "C:\\a", "..\\..\\a", "pots/../../../a"]
)
def test_a_link_out_of_the_repository_or_into_gits_folder_is_seen(target: str) -> None:
    assert shown(change("pots/a", target, mode=LINK)) == {"link_outside"}


@pytest.mark.parametrize("target", ["b", "../b", "../.github/b", "../pots/./b", "..b"])
def test_a_link_inside_is_none(target: str) -> None:
    assert not shown(change("pots/a", target, mode=LINK))


def test_a_link_that_stays_as_it_was_is_not_new() -> None:
    assert not shown(change("a", "/etc/passwd", "/etc/passwd", mode=LINK))


def test_only_data_that_becomes_executable_is_seen() -> None:
    assert shown(change("a.json", "{}", "{}", mode=0o100755)) == {"newly_executable"}
    assert not shown(change("a.json", "#!/usr/bin/env node\n", mode=0o100755))
    assert not shown(change("bin/pots", "make", mode=0o100755))
