-- How risky a model found commits, so that a change can be compared with those before it without asking again.
CREATE TABLE risks (
    model VARCHAR NOT NULL,           -- which model, and how the history was read that it saw
    sha VARCHAR NOT NULL,
    log_odds DOUBLE NOT NULL
);
