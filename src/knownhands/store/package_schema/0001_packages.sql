-- What registries say of packages. One store holds many packages (docs/adr/0006).
--
-- Rules for every table: *_at is in seconds since 1970-01-01 UTC; a NULL is something the registry did not say, or
-- said in a way that makes no sense, never a zero. Sizes are bytes. Texts are what people typed into the registry,
-- with U+FFFD for what is no Unicode. Addresses carry no credentials. `ecosystem` is the
-- name of a folder in ecosystems/; `name` is the name that the registry looks packages up by. *_published_at and *uploaded_at
-- are the registry's own clock: observations. All that a package's author typed is a claim. No kind of registry tells
-- everything: a column of which it never speaks is NULL in all its rows.

-- The newest answer to each question that was asked of a registry, as it came. Everything below is read from these.
CREATE TABLE bodies (
    ecosystem VARCHAR NOT NULL,
    item VARCHAR NOT NULL,            -- the package's name
    kind VARCHAR NOT NULL,            -- which of the registry's interfaces
    source VARCHAR NOT NULL,          -- the address that was asked
    harvester INTEGER NOT NULL,       -- version of the harvester that asked
    parsed_by INTEGER,                -- version of the parser whose rows stand below; NULL: not parsed yet
    fetched_at BIGINT NOT NULL,       -- when the body came
    checked_at BIGINT NOT NULL,       -- when the registry last said that this is how things are
    updated_at BIGINT,                -- when the registry says that the body last changed
    etag VARCHAR,
    last_modified VARCHAR,            -- as the registry wrote it
    status SMALLINT NOT NULL,         -- 200; 404: not there, the body is what was there before, if anything;
                                      -- 406: the registry has no such interface
    body BLOB                         -- compressed by zlib; NULL: there never was one
);

-- A package as a whole.
CREATE TABLE packages (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    shown_name VARCHAR,               -- as its author spells it
    latest_version VARCHAR,           -- what an installer takes unless told otherwise
    created_at BIGINT,
    modified_at BIGINT,
    summary VARCHAR,
    description VARCHAR,              -- its README
    licence VARCHAR,
    homepage VARCHAR,
    repository VARCHAR,               -- address of the source code that it claims to be built from
    organisation VARCHAR,             -- the organisation that owns it
    lifecycle VARCHAR                 -- 'active', 'archived', 'quarantined' or 'deprecated'
);

-- One version.
CREATE TABLE releases (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    version VARCHAR NOT NULL,         -- as the registry spells it
    published_at BIGINT,              -- of itself, else when its first file was uploaded
    is_removed BOOLEAN,               -- it was there once and has no files now
    is_yanked BOOLEAN,                -- all of its files are
    yanked_reason VARCHAR,
    deprecated VARCHAR,               -- why; '' is not deprecated; NULL also where the registry says
                                      -- so of no version at all
    has_install_script BOOLEAN,       -- installing it runs a command of its author's
    requires_runtime VARCHAR,         -- which Python or node it asks for
    trusted_publisher VARCHAR         -- the build service that published it without a password
);

-- One file of a release.
CREATE TABLE release_files (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    filename VARCHAR NOT NULL,
    version VARCHAR,                  -- NULL: the file's name does not say
    kind VARCHAR,                     -- 'sdist', 'bdist_wheel', 'tgz' and older ones
    url VARCHAR,                      -- absolute; ask may_follow() first
    size_bytes BIGINT,
    unpacked_bytes BIGINT,
    file_count BIGINT,
    sha256 VARCHAR,                   -- hexadecimal
    sha1 VARCHAR,                     -- hexadecimal
    integrity VARCHAR,                -- 'sha512-' and Base64, or several hashes like that
    uploaded_at BIGINT,
    is_yanked BOOLEAN,
    yanked_reason VARCHAR,
    provenance VARCHAR,               -- address of the attestations; not fetched, not verified
    provenance_type VARCHAR,          -- which kind of statement they make
    signatures BIGINT                 -- how many of the registry's own; not verified
);

-- Who has which part in a package or release.
CREATE TABLE people (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    version VARCHAR NOT NULL,         -- '' is the package as it is now
    role VARCHAR NOT NULL,            -- 'owner', 'maintainer' (may publish), 'publisher' (did): the registry's word;
                                      -- 'author', 'author-maintainer': typed by the package's author
    person VARCHAR,                   -- account name where the registry speaks, else a name
    email VARCHAR
);

-- The commands that a release defines; preinstall, install and postinstall run on whoever installs it.
CREATE TABLE scripts (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    script VARCHAR NOT NULL,
    command VARCHAR
);

-- What a release asks for. Some registries tell it of the newest release only.
CREATE TABLE requirements (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,            -- 'runtime', 'optional' or 'peer'
    requirement VARCHAR NOT NULL      -- as its ecosystem writes it: by PEP 508, or name, '@' and range or address
);

-- Names for versions, such as 'latest'.
CREATE TABLE tags (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    tag VARCHAR NOT NULL,
    version VARCHAR NOT NULL
);

-- Addresses that the author gives, by the author's own labels.
CREATE TABLE links (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    url VARCHAR NOT NULL
);
