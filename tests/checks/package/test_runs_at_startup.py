from knownhands.records import Answer


def test_a_pth_line_that_runs_code_is_told(ask):
    line = "import os; os.system('id')\n"
    assert ask("runs_at_startup", {"pots.pth": line}).answer is Answer.YES


def test_a_pth_line_that_only_names_a_folder_is_not(ask):
    assert ask("runs_at_startup", {"pots.pth": "src\n"}).answer is Answer.NO
