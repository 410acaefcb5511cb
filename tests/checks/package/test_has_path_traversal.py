from knownhands.records import Answer


def test_a_path_that_leads_outside_is_told(ask):
    assert ask("has_path_traversal", {"../../../home/ada/.bashrc": "echo inert\n"}).answer is Answer.YES


def test_two_dots_inside_a_name_lead_nowhere(ask):
    assert ask("has_path_traversal", {"pots/a..b.py": "x = 1\n"}).answer is Answer.NO
