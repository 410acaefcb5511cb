from knownhands.harvest.content.changed import SUBMODULE, Changed
from readings import change, shown

NONE, OLD, NEW = "0" * 40, "1" * 40, "2" * 40
LISTED = '[submodule "pots"]\n\tpath = pots\n\turl = {}\n'


def link(old: str, new: str) -> Changed:
    before, after = (0 if name == NONE else SUBMODULE for name in (old, new))
    return Changed("pots", "pots" if before else "", after, before, None, None, names=(old, new))


def test_a_submodule_is_new_moved_or_gone() -> None:
    assert shown(link(NONE, NEW)) == {"new_submodule"}
    assert shown(link(OLD, NEW)) == {"moved_submodule"}
    assert shown(link(OLD, NONE)) == set()


def test_a_new_submodule_is_noted_where_its_address_stands() -> None:
    files = [change(".gitmodules", LISTED.format("https://kiln.example/pots")), link(NONE, NEW)]
    assert shown(*files) == {"new_submodule"}


def test_only_another_address_is_another_one() -> None:
    before = LISTED.format("https://kiln.example/ada/pots.git")
    assert shown(change(".gitmodules", LISTED.format("https://kiln.example/bo/pots"), before)) == {"submodule_url"}
    assert not shown(change(".gitmodules", LISTED.format("git@kiln.example:ada/pots"), before))


def test_another_place_for_large_files_is_seen() -> None:
    assert "submodule_url" in shown(change(".lfsconfig", "[lfs]\n\turl = https://kiln.example\n", "[lfs]\n"))
