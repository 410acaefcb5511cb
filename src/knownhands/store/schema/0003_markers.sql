-- A commit that is reverted or blamed is no longer called regretted.
ALTER TABLE markers RENAME COLUMN regretted TO blamed;
