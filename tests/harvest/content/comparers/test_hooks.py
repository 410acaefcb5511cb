from readings import change, shown

BEFORE = "repos:\n- repo: https://pottery.example/ada/hooks\n  rev: {}\n"
HOOKS = ("hook_from_elsewhere", "hook_unpinned")
PATH = ".pre-commit-config.yaml"


def test_another_repository_of_the_same_owner_is_nothing_new() -> None:
    more = BEFORE + "- repo: git@pottery.example:ada/others.git\n  rev: v1\n"
    assert not shown(change(PATH, more.format("v1"), BEFORE.format("v1")), only=HOOKS)


def test_an_owner_is_new_by_another_host_too() -> None:
    more = BEFORE + "- repo: https://kiln.example/ada/hooks\n  rev: v1\n"
    assert shown(change(PATH, more.format("v1"), BEFORE.format("v1")), only=HOOKS) == {"hook_from_elsewhere"}


def test_a_package_from_an_address_counts_as_taken_from_there() -> None:
    more = BEFORE + "  hooks:\n  - id: a\n    additional_dependencies: ['a @ git+https://kiln.example/bo/a']\n"
    assert "hook_from_elsewhere" in shown(change(PATH, more.format("v1"), BEFORE.format("v1")))


def test_a_commit_that_gives_way_to_a_branch_is_seen_and_a_release_is_not() -> None:
    pinned = BEFORE.format("0123456789012345678901234567890123456789")
    assert "hook_unpinned" in shown(change(PATH, BEFORE.format("pots"), pinned))
    assert not shown(change(PATH, BEFORE.format("v2"), pinned), only=HOOKS)


def test_what_very_many_use_is_no_stranger() -> None:
    text = "repos:\n- repo: https://github.com/pre-commit/pre-commit-hooks\n  rev: v1\n"
    assert not shown(change(PATH, text), only=HOOKS)
