-- What advisory databases say of packages, read from the OSV format (https://ossf.github.io/osv-schema). Only records
-- about ecosystems that are read here are kept; where an id came twice, the one that was modified last.
CREATE TABLE advisories (
    id VARCHAR NOT NULL,              -- such as GHSA-…, PYSEC-… or MAL-…; one row each
    aliases VARCHAR[] NOT NULL,       -- the same thing in other databases
    modified_at BIGINT,
    published_at BIGINT,
    withdrawn_at BIGINT,              -- NULL: it still holds
    is_malicious BOOLEAN NOT NULL,    -- the package was made to do harm; else it has a weakness
    severity VARCHAR,                 -- as the source writes it: a word or a CVSS vector
    summary VARCHAR,
    source VARCHAR NOT NULL           -- the file, folder or address that it was read from
);

-- Which versions an advisory is about: all rows of an advisory and a package together.
CREATE TABLE advisory_ranges (
    id VARCHAR NOT NULL,
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,            -- 'versions', or 'SEMVER' or 'ECOSYSTEM', from `introduced` to one of the two ends
    introduced VARCHAR,               -- the first version; '0' is before all versions
    fixed VARCHAR,                    -- the first version that is not affected
    last_affected VARCHAR,            -- the last version that is; NULL and no `fixed`: all later ones are
    versions VARCHAR[]                -- kind 'versions' only; NULL: the source does not say which, or makes no sense
);

-- Which databases were read, so that what is in none of them differs from what was never looked for.
CREATE TABLE advisory_sources (
    source VARCHAR NOT NULL,
    ecosystem VARCHAR NOT NULL,
    is_database BOOLEAN NOT NULL,     -- a folder or zip that was read to its end; a single file tells of nothing else
    malicious BIGINT NOT NULL,        -- records about malicious packages; a source with few does not collect them
    vulnerabilities BIGINT NOT NULL,  -- records about weaknesses, likewise
    unreadable BIGINT NOT NULL,       -- records of the source, about whatever package, that made no sense
    harvested_at BIGINT NOT NULL
);
