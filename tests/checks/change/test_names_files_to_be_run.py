import pytest

from knownhands.records import Answer


@pytest.mark.parametrize("path", ["pots/$(fire).png", "docs/a;fire.md", "pots/`fire`.txt"])
def test_a_name_of_which_a_shell_runs_part_is_told(ask, path):
    finding = ask("names_files_to_be_run", path, "PNG\n")
    assert finding.answer is Answer.YES
    assert finding.evidence[0].ref == path


@pytest.mark.parametrize(
    "path", ["pots/$glaze.(wheel).[...clay].tsx", "pots/Ada's pot & kiln, glazed (2).png", "pots/-rf"]
)
def test_a_name_of_which_none_runs_is_not(ask, path):
    assert ask("names_files_to_be_run", path, "PNG\n").answer is Answer.NO
