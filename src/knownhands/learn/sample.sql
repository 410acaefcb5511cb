-- Choose examples by a hash of their name, at most $most on each side of the day that parts training from testing.
-- What is too young to be called good is left out, whatever is known of it.
CREATE OR REPLACE TEMP TABLE sample AS
WITH mature AS (
    SELECT *, row_number() OVER (PARTITION BY day >= $since ORDER BY hash(sha), sha) AS place,
        (SELECT max(day) FROM examples) AS last
    FROM examples
    WHERE day + $mature <= (SELECT max(day) FROM examples)
)
SELECT *
FROM mature
WHERE place <= $most;
