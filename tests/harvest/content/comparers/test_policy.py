from readings import change, shown

OWNERS, SECURITY, UPDATES = "owners_loosened", "security_policy_loosened", "updates_unreviewed"
POLICY = "# Security\nPlease write to ada@pottery.example, not in public. We answer soon.\n"


def test_owners_that_are_gone_are_seen_and_more_of_them_are_not() -> None:
    assert OWNERS in shown(change("CODEOWNERS", None, "* @ada\n"))
    assert OWNERS in shown(change("CODEOWNERS", "*\n", "* @ada\n"))
    assert OWNERS not in shown(change("CODEOWNERS", "* @ada @bo # pots\n/a @bo\n", "*   @ada\n"))


def test_a_list_of_owners_that_moves_loses_nothing() -> None:
    assert not shown(change("CODEOWNERS", None, "* @ada\n"), change(".github/CODEOWNERS", "* @ada\n"))


def test_owners_of_a_wider_path_lose_nothing_and_others_of_one_do():
    old = "* @bo\n/.github/workflows/ @ada @cy\n"
    for wider in ("/.github/ @ada\n", ".github/** @cy @ada\n", "/.github @ada @cy\n"):
        assert not shown(change("CODEOWNERS", f"* @bo\n{wider}", old))
    assert OWNERS in shown(change("CODEOWNERS", "* @bo\n/.github/ @mallory\n", old))
    assert OWNERS in shown(change("CODEOWNERS", "* @bo\n/.git @ada\n", old))


def test_a_part_that_falls_back_to_its_owners_loses_nothing() -> None:
    assert not shown(change("CODEOWNERS", "* @ada\n", "* @ada\n/docs/ @ada\n"))


def test_a_policy_that_is_gone_or_sends_reports_elsewhere_is_seen() -> None:
    assert SECURITY in shown(change("SECURITY.md", None, POLICY))
    assert SECURITY in shown(change("SECURITY.md", POLICY.replace("ada@", "mallory@"), POLICY))
    assert SECURITY not in shown(change("SECURITY.md", POLICY.replace("soon", "in a week"), POLICY))
    assert SECURITY not in shown(change("SECURITY.md", POLICY))


def test_rules_of_branches_that_are_loosened_are_seen() -> None:
    rules = "branches:\n- name: main\n  protection:\n    required_pull_request_reviews:\n      required_approving_review_count: {}\n"
    assert OWNERS in shown(change(".github/settings.yml", rules.format(1), rules.format(2)))
    assert OWNERS not in shown(change(".github/settings.yml", rules.format(2), rules.format(1)))


def test_who_vouches_for_himself_is_seen_and_a_list_that_grows_alone_is_not() -> None:
    vouched = change(".github/VOUCHED.td", "ada\nmallory\n", "ada\n")
    assert OWNERS in shown(vouched, change("a.py", "a = 1\n"))
    assert not shown(vouched)


def test_updates_without_a_look_or_a_wait_are_seen() -> None:
    assert UPDATES in shown(change("renovate.json", '{"automerge": true}', "{}"))
    assert UPDATES in shown(change("renovate.json", "{}", '{"minimumReleaseAge": "7 days"}'))
    assert not shown(change("renovate.json", '{"minimumReleaseAge": "9 days"}', '{"minimumReleaseAge": "7 days"}'))
    assert not shown(change("renovate.json", None, '{"extends": []}'))


def test_garbage_is_survived() -> None:
    for path in ("CODEOWNERS", "SECURITY.md", ".github/settings.yml", "renovate.json", ".github/VOUCHED.td"):
        shown(change(path, b"\xff[" * 10_000, b"{" * 10_000), change("a", b"\xff" * 10))
