-- Which artifact a file of a release turned out to be; the bytes themselves are kept nowhere.
CREATE TABLE downloads (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    filename VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,            -- 'bdist_wheel', 'sdist' or 'tgz'
    artifact VARCHAR NOT NULL,        -- as in artifacts: the SHA-256 of what came
    fetched_at BIGINT NOT NULL,
    matched VARCHAR                   -- the registry's hash that it has: 'sha256-', 'sha512-' or 'sha1-' and
                                      -- hexadecimal; NULL: the registry gave none
);
