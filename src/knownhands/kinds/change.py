"""A change: a commit, a range or a pull request of a git repository."""

from knownhands.declarations import Kind, Question

KIND = Kind(
    id="change",
    plural="changes",
    evidence="change",
    schema="schema",
    policy="change",
    name="head",
    questions=(
        Question(
            id="attack",
            question="Does it do what attacks do, and how rare is that here?",
            outcome="an attack",
            task="change_attack",
            caveat="whether it is an attack could not be answered",
            alike=("does as much of what attacks do", "do as much of what attacks do"),
            weighs_checks=True,
        ),
        Question(
            id="defect",
            question="Will it be reverted, or later blamed for a defect?",
            outcome="reverted or later blamed",
            task="change_defect",
        ),
    ),
)
