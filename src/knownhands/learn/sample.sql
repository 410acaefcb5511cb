-- Choose examples: every change that was reverted or blamed, and at most $most others on each side of the day that parts training from
-- testing, by their names, which are hashes already. `weight` is how many changes of the project a row stands for.
-- What is too young to be called good is left out, whatever is known of it.
CREATE OR REPLACE TEMP TABLE sample AS
WITH mature AS (
    SELECT *, day >= $since AS is_late, coalesce(least(reverted, blamed) - day <= $mature, false) AS is_defect,
        (SELECT max(day) FROM examples) AS last
    FROM examples
    WHERE day + $mature <= (SELECT max(day) FROM examples)
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY is_late, is_defect ORDER BY sha) AS place,
        count(*) OVER (PARTITION BY is_late, is_defect) AS alike
    FROM mature
)
SELECT *, CASE WHEN is_defect THEN 1 ELSE greatest(1, alike / $most) END AS weight
FROM placed
WHERE is_defect OR place <= $most;
