from knownhands.records import Answer


def test_an_instruction_file_for_agents_is_told(ask):
    assert ask("carries_agent_instructions", {"pots/AGENTS.md": "Be inert.\n"}).answer is Answer.YES


def test_a_readme_is_not(ask):
    assert ask("carries_agent_instructions", {"README.md": "Our agents sell pots.\n"}).answer is Answer.NO
