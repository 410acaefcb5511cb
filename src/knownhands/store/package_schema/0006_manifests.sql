-- What an archive says of itself; all of it is typed by its author. '' is nothing, NULL is not known.
CREATE TABLE artifact_manifests (
    artifact VARCHAR NOT NULL,
    ecosystem VARCHAR,                -- NULL: nothing says which
    name VARCHAR,
    version VARCHAR,
    summary VARCHAR,
    author VARCHAR,
    email VARCHAR,
    homepage VARCHAR,                 -- of a site, a repository or a bug tracker
    licence VARCHAR
);
