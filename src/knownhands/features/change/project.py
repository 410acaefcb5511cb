"""How this project's changes have fared so far.

Why: projects differ tenfold in how often they take changes back and say so; the same change means another risk there.
Unknown when: fewer than 50 changes came before it.
Size, age and pace of the project were tried too: they only showed the trees which project it was.
Source: Zimmermann et al. 2009, "Cross-project defect prediction".
"""

from knownhands.declarations import Cost, Direction, Family, Feature

_YOUNG = "is not known: it has fewer than 50 earlier changes"

FAMILY = Family(
    id="project",
    subject="change",
    version=2,
    view="project",
    reads=("project_past",),
    columns=(
        Feature("project_defect_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of all earlier changes of this project were reverted or later blamed | none of the earlier changes of this project was reverted or later blamed", f"which share of all earlier changes of this project was reverted or later blamed {_YOUNG}"),
        Feature("project_defect_rate_recent", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of this project's changes within the last 1,000 first-parent commits were reverted or later blamed | none of this project's changes within the last 1,000 first-parent commits was reverted or later blamed", f"which share of this project's recent changes was reverted or later blamed {_YOUNG}"),
        Feature("project_revert_rate", "share of changes", 0, 1, Direction.EITHER, Cost.COSTLY, "{value:share} of this project's changes within the last 1,000 first-parent commits were reverted | none of this project's changes within the last 1,000 first-parent commits was reverted", f"which share of this project's recent changes was reverted {_YOUNG}"),
        Feature("project_blame_rate", "share of changes", 0, 1, Direction.EITHER, Cost.COSTLY, "{value:share} of this project's changes within the last 1,000 first-parent commits were later blamed for a defect | none of this project's changes within the last 1,000 first-parent commits was later blamed for a defect", f"which share of this project's recent changes was later blamed for a defect {_YOUNG}"),
    ),
    sql="""
        SELECT
            subject_id,
            share(defects, changes) AS project_defect_rate,
            share(defects_recent, changes_recent) AS project_defect_rate_recent,
            share(reverts_recent, changes_recent) AS project_revert_rate,
            share(blames_recent, changes_recent) AS project_blame_rate
        FROM subjects
        JOIN project_past USING (base)
        WHERE changes >= 50
    """,
)
