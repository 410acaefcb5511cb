"""Which later commit says that which earlier one was a mistake."""

from hashlib import sha1

import pytest

from gitstory import Story

MARKERS = """
    SELECT c.message, bad.message, kind
    FROM markers AS m
    JOIN commits AS c ON c.commit_no = m.commit_no
    JOIN commits AS bad ON bad.commit_no = m.blamed
    ORDER BY c.position, bad.position, kind
"""
NOTES = {
    "This reverts commit": ("Undo\n\nThis reverts commit {sha}.\n", ["revert"]),
    "short name": ("Undo\n\nThis reverts commit {short}.\n", ["revert"]),
    "reverts, no commit": ("Undo\n\nReverts {short}\n", ["revert"]),
    "six digits are too few": ("Undo\n\nThis reverts commit {six}.\n", []),
    "Fixes": ('Repair\n\nFixes: {short} ("Glaze")\n', ["fixes"]),
    "Fixes commit": ("Repair\n\nfixes: commit {sha}\n", ["fixes"]),
    "Fixes inside a sentence": ("Repair\n\nThis fixes {short} for good.\n", []),
    "Fixes an issue": ("Repair\n\nFixes: #1234567\n", []),
    "regression": ("Repair\n\nA regression from {short}, seen on Mondays.\n", ["regression"]),
    "regression introduced": ("Repair\n\nThe crack was introduced by commit {sha}.\n", ["regression"]),
    "broken since": ("Repair\n\nBroken since {short}\n", ["regression"]),
    "both": ("Repair\n\nCaused by {short}.\n\nFixes: {short}\n", ["fixes", "regression"]),
    "follow-up": ("More\n\nFollow-up to {sha}\n", []),
    "mention": ("More\n\nSee {sha}.\n", []),
    "upper case": ("Undo\n\nThis reverts commit {upper}.\n", ["revert"]),
    "title": ('Revert "Glaze (blue) 100%"\n', ["revert"]),
    "title with pull request": ('Revert "Glaze (blue) 100%" (#123)\n', ["revert"]),
    "title, then text": ('Revert "Glaze (blue) 100%"\n\nIt ran.\n', ["revert"]),
    "title and name": ('Revert "Glaze (blue) 100%"\n\nThis reverts commit {sha}.\n', ["revert"]),
    "another title": ('Revert "Glaze (blue)"\n', []),
    "title in other words": ("Revert Glaze (blue) 100%\n", []),
}


@pytest.mark.parametrize(("note", "kinds"), NOTES.values(), ids=NOTES.keys())
def test_what_a_message_says_of_an_earlier_commit(note, kinds, story, read, ask):
    bad = story.commit({"bowl": "blue\n"}, "Glaze (blue) 100%\n\nTwice.\n")
    story.commit({"plate": "1\n"}, "Plate")
    said = note.format(sha=bad, short=bad[:7], six=bad[:6], upper=bad.upper()) if "{" in note else note
    story.commit({"bowl": "red\n"}, said)
    read(story)
    assert ask(MARKERS) == [(said, "Glaze (blue) 100%\n\nTwice.\n", kind) for kind in kinds]


def test_a_title_used_twice_means_the_newest_before_it(story, read, ask):
    for number in (1, 2):
        story.commit({"bowl": f"{number}\n"}, f"Glaze\n\n{number}\n")
    story.commit({"bowl": "0\n"}, 'Revert "Glaze"')
    story.commit({"bowl": "3\n"}, "Glaze\n\n3\n")
    read(story)
    assert ask(MARKERS) == [('Revert "Glaze"', "Glaze\n\n2\n", "revert")]


def test_a_revert_of_a_revert_regrets_the_revert(story, read, ask):
    first = story.commit({"bowl": "1\n"}, "Glaze")
    second = story.commit({"bowl": "0\n"}, f'Revert "Glaze"\n\nThis reverts commit {first}.\n')
    third = f'Revert "Revert "Glaze""\n\nThis reverts commit {second}.\n'
    story.commit({"bowl": "1\n"}, third)
    read(story)
    messages = [message for message, _, _ in ask(MARKERS)]
    assert [bad for _, bad, _ in ask(MARKERS)] == ["Glaze", messages[0]]
    assert messages[1] == third


def test_a_revert_of_a_revert_that_names_no_commit_says_nothing(story, read, ask):
    story.commit({"bowl": "1\n"}, "Glaze")
    story.commit({"bowl": "0\n"}, 'Revert "Glaze"')
    story.commit({"bowl": "1\n"}, 'Revert "Revert "Glaze""')
    read(story)
    assert [(who, bad) for who, bad, _ in ask(MARKERS)] == [('Revert "Glaze"', "Glaze")]


def test_a_commit_cannot_regret_itself_or_a_later_one(story, read, ask):
    later = story.commit({"bowl": "2\n"}, "Later, on a branch that is never merged")
    story.orphan("other")
    story.commit({"bowl": "1\n"}, f"Undo\n\nThis reverts commit {later}.\n")
    story.commit({"bowl": "2\n"}, 'Revert "Odd"\n\nOdd\n')
    read(story)
    assert ask(MARKERS) == []


def test_a_short_name_that_two_commits_share_means_neither(story, read, ask):
    """Seven digits are shared by some pair in any history of tens of thousands of commits."""
    start = story.commit({"bowl": "1\n"}, "Start")
    body, twin = twins(story)
    first = story.raw_commit(body)
    story.branch("side", start)
    second = story.raw_commit(twin)
    story.switch("main")
    story.merge("side")
    assert first[:7] == second[:7]
    story.commit({"bowl": "2\n"}, f"Undo\n\nThis reverts commit {second[:7]}.\n")
    read(story)
    assert ask(MARKERS) == []


def twins(story: Story) -> tuple[bytes, bytes]:
    """Find two commits on top of the head whose names begin alike."""
    tree, parent = story.git("rev-parse", "HEAD^{tree}", "HEAD").split()
    seen: dict[str, bytes] = {}
    for number in range(1_000_000):
        who = f"A <a@x> {number} +0000"
        body = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nTwin\n".encode()
        name = sha1(b"commit %d\0%s" % (len(body), body), usedforsecurity=False).hexdigest()[:7]
        if name in seen:
            return seen[name], body
        seen[name] = body
    raise AssertionError
