-- What subjects do that attacks do, and how often the changes before them did the same; made anew with them.
-- The source of an event is part of what it is: a project that has long downloaded from one host has no habit of another.
CREATE OR REPLACE TEMP TABLE shown AS
SELECT DISTINCT change AS reading, place_group, capability AS event, source FROM change_observations;

DELETE FROM subject_events;
INSERT INTO subject_events
SELECT own.change_no, 'history', own.event, count(c.ordinal)
FROM forged AS own
JOIN windows AS w ON w.subject_id = own.change_no
LEFT JOIN forged AS past ON past.event = own.event AND past.change_no >= 0
LEFT JOIN changes AS c ON c.change_no = past.change_no AND c.ordinal BETWEEN w.last - 999 AND w.last
GROUP BY own.change_no, own.event;

INSERT INTO subject_events
WITH own AS (SELECT w.subject_id, w.last, e.place_group, e.event, e.source FROM windows AS w JOIN shown AS e USING (reading)),
past AS (
    SELECT c.ordinal, e.place_group, e.event, e.source
    FROM changes AS c
    JOIN shown AS e USING (reading)
    WHERE c.ordinal > (SELECT min(last) - 1000 FROM own) AND c.ordinal <= (SELECT max(last) FROM own)
        AND (e.place_group, e.event, e.source) IN (SELECT (place_group, event, source) FROM own)
),
counted AS (
    SELECT own.subject_id, own.place_group, own.event, own.source, count(past.ordinal) AS earlier
    FROM own
    LEFT JOIN past ON past.place_group = own.place_group AND past.event = own.event AND past.source = own.source
        AND past.ordinal BETWEEN own.last - 999 AND own.last
    GROUP BY ALL
),
-- Whether all that came before was read: the readings up to a change, less those up to the beginning of its window.
progress AS (
    SELECT c.ordinal, count(r.change) OVER (ORDER BY c.ordinal) AS read
    FROM changes AS c
    LEFT JOIN readings AS r ON r.change = c.reading
),
whole AS (
    SELECT w.subject_id, coalesce(upto.read, 0) - coalesce(before.read, 0) = least(w.last, 1000) AS is_whole
    FROM windows AS w
    LEFT JOIN progress AS upto ON upto.ordinal = w.last
    LEFT JOIN progress AS before ON before.ordinal = w.last - 1000
)
SELECT subject_id, place_group, event, CASE WHEN is_whole THEN min(earlier) END
FROM counted
JOIN whole USING (subject_id)
GROUP BY subject_id, place_group, event, is_whole;
