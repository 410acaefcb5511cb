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
            gap="what its lines do is not read yet, so no change comes out better than ordinary",
            caveat="whether it is an attack is not asked yet",
        ),
        Question(
            id="defect",
            question="Will it be reverted, or later blamed for a defect?",
            outcome="reverted or later blamed",
            task="change_defect",
        ),
    ),
)
