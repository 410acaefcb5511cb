from knownhands.records import Answer

TASKS = """\
{"version": "2.0.0",
 "tasks": [{"label": "glaze", "type": "shell", "command": "node pots/glaze.js"%s}]}
"""


def test_a_task_that_runs_when_the_folder_is_opened_is_told(ask):
    finding = ask("runs_when_it_is_opened", ".vscode/tasks.json", TASKS % ', "runOptions": {"runOn": "folderOpen"}')
    assert finding.answer is Answer.YES
    assert finding.evidence[0].ref == ".vscode/tasks.json"


def test_a_task_that_somebody_starts_is_not(ask):
    assert ask("runs_when_it_is_opened", ".vscode/tasks.json", TASKS % "").answer is Answer.NO
