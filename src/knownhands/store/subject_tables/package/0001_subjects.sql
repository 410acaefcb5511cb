-- What is to be measured and checked; every package family and check reads it beside the store's own tables.
CREATE OR REPLACE TEMP TABLE subjects (
    subject_id INTEGER NOT NULL,
    ecosystem VARCHAR,                -- 'pypi' or 'npm'; NULL: the archive does not say
    name VARCHAR,                     -- as its registry looks it up
    version VARCHAR,
    artifact VARCHAR,                 -- whose contents to look at; NULL: none could be had
    previous VARCHAR,                 -- the artifact of the release before; NULL: none, or it could not be had
    sibling VARCHAR,                  -- the artifact of the release's sdist, for a wheel; NULL likewise
    tree VARCHAR,                     -- the artifact of the repository's files at the release's tag; NULL likewise
    as_of BIGINT                      -- seconds since 1970: nothing later may be looked at; NULL: no moment is known
);

-- The answer that every check about facts gives: yes where there is such a fact, no where everything could be read, else
-- unknown; and where the facts are.
CREATE OR REPLACE TEMP MACRO answer_from_facts(kinds, moments) AS TABLE
    SELECT
        subject_id,
        CASE WHEN count(path) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
        list(DISTINCT path || ':' || line ORDER BY path || ':' || line) FILTER (WHERE path IS NOT NULL) AS refs
    FROM subjects
    LEFT JOIN artifacts USING (artifact)
    LEFT JOIN artifact_facts AS f
        ON f.artifact = artifacts.artifact AND list_contains(kinds, f.kind) AND list_contains(moments, f.moment)
    GROUP BY subject_id;

-- The same about the outermost archive; those inside it are nobody's to unpack, and often test data.
CREATE OR REPLACE TEMP MACRO answer_from_problems(problems) AS TABLE
    SELECT
        subject_id,
        CASE WHEN count(path) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
        list(DISTINCT path ORDER BY path) FILTER (WHERE path IS NOT NULL) AS refs
    FROM subjects
    LEFT JOIN artifacts USING (artifact)
    LEFT JOIN artifact_problems AS p
        ON p.artifact = artifacts.artifact AND list_contains(problems, p.problem) AND NOT contains(p.path, '!/')
    GROUP BY subject_id;

-- Where a file stands: tests, examples and tools of the project itself are not what a user of the package runs.
CREATE OR REPLACE TEMP MACRO is_aside(path) AS regexp_matches(path,
    '(^|/)(tests?|testing|examples?|docs?|benchmarks?|scripts|tools|demos?|spec|__tests__)(/|$)'
    '|(^|/)(test_[^/]*|[^/]*_test|conftest|[^/]*\.(test|spec))\.\w+$');

-- How much two names are alike without their separators, 0 to 1; NULL where either is missing.
CREATE OR REPLACE TEMP MACRO squashed(name) AS nullif(regexp_replace(lower(name), '[^a-z0-9]|[.]git$', '', 'g'), '');
CREATE OR REPLACE TEMP MACRO likeness(name_a, name_b) AS CASE
    WHEN contains(squashed(name_a), squashed(name_b)) OR contains(squashed(name_b), squashed(name_a)) THEN 1.0
    ELSE jaro_winkler_similarity(squashed(name_a), squashed(name_b))
END;

CREATE OR REPLACE TEMP MACRO is_program(path) AS regexp_matches(path, '\.(pyw?|[cm]?jsx?|tsx?)$');

-- A fact of a subject's archive, as one of the abilities that the package families count, and where it works: at
-- 'install' (or whenever an interpreter starts), on 'import', or when something is 'called'. What is in setup.py works at
-- install, whichever function it is in. Reading a version out of one's own module is no running of a file, and what only an
-- older Python can parse is not disguised.
CREATE OR REPLACE TEMP VIEW abilities AS
    SELECT
        subject_id,
        path,
        line,
        CASE WHEN moment IN ('install', 'start') OR path = 'setup.py' THEN 'install' WHEN moment = 'import' THEN 'import' ELSE 'call' END AS place,
        CASE kind
            WHEN 'host' THEN CASE
                WHEN regexp_matches(what, '^(own address from|file at|program at) ') AND NOT is_program(path) THEN NULL
                WHEN starts_with(what, 'own address from ') THEN 'own_address'
                WHEN starts_with(what, 'file at ') THEN 'handed_out'
                WHEN starts_with(what, 'program at ') THEN 'names_program'
                WHEN regexp_matches(what, '^[0-9.:]+$') THEN 'bare_address'
                ELSE 'drop_host'
            END
            WHEN 'network' THEN CASE
                WHEN contains(what, '<-') THEN 'sends_collected'
                WHEN ends_with(what, ' of a file') THEN 'sends_file'
                WHEN regexp_matches(what, '\.(post|put|send|sendall|sendto|request)$') THEN 'posts'
                WHEN regexp_matches(what, 'urlretrieve|download') THEN 'fetches_file'
                ELSE 'network'
            END
            WHEN 'process' THEN CASE
                WHEN regexp_matches(what, 'PIPE|DEVNULL|STDOUT|CompletedProcess|TimeoutExpired|CalledProcess|pexpect\.EOF|^prepare:') THEN NULL
                WHEN regexp_matches(what, 'NO_WINDOW|STARTUPINFO|DETACHED|startfile|pty\.spawn') THEN 'hidden_process'
                WHEN regexp_matches(what, '(?i)powershell|curl |wget |bash -c|cmd /c|mshta|/dev/tcp') THEN 'shell_fetch'
                WHEN regexp_matches(what, 'node-gyp|prebuild|node-pre-gyp|cmake-js|husky|patch-package') THEN 'builds'
                ELSE 'process'
            END
            WHEN 'command' THEN CASE
                WHEN regexp_matches(what, '(?i)powershell|pwsh|\bcurl\b|\bwget\b|mshta|certutil|bitsadmin|/dev/tcp|\| *(sudo )?(ba)?sh\b') THEN 'shell_fetch'
                WHEN regexp_matches(what, '(?i)schtasks|\breg(\.exe)? +add\b|\bcrontab\b|systemctl.* enable|launchctl|\bsc +create\b') THEN 'persistence'
                WHEN regexp_matches(what, '(?i)taskkill|killall|pkill|MpPreference|netsh|attrib +\+|vssadmin|\bicacls\b') THEN 'disarms'
                WHEN regexp_matches(what, '(?i)\bwhoami\b|\bhostname\b|ipconfig|ifconfig|systeminfo|\bwmic\b|tasklist|nslookup|\buname\b|dscl|ioreg') THEN 'identity'
                WHEN regexp_matches(what, '(?i)\bpip3?\b.*\binstall\b|\bensurepip\b|\bnpm (i|install)\b') THEN 'installs_more'
                WHEN regexp_matches(what, '\bchmod\b') THEN 'makes_executable'
            END
            WHEN 'dynamic-code' THEN CASE
                WHEN what = 'setup(cmdclass=)' THEN 'setup_hook'
                WHEN regexp_matches(what, 'windll|WinDLL|wintypes|msvcrt') THEN 'windows_calls'
                WHEN regexp_matches(what, '^ctypes|pickle|FunctionType') THEN NULL
                ELSE 'runs_text'
            END
            WHEN 'decode' THEN CASE
                WHEN regexp_matches(what, 'AES|Fernet|Cipher|decrypt') THEN 'decrypts'
                WHEN regexp_matches(what, 'decode|decompress|unhexlify|fromhex|a2b|atob|loads|fromCharCode') THEN 'decodes'
                ELSE 'encodes'
            END
            WHEN 'credential' THEN CASE
                WHEN regexp_matches(what, 'netrc|getpass\.getpass|TOKEN|passwd|npmrc|pypirc') THEN 'credential'
                ELSE 'loot'
            END
            WHEN 'environment' THEN CASE
                WHEN regexp_matches(what, '(?i)gethost|getuser|getlogin|getnode|getfqdn|COMPUTERNAME|USERNAME|uname|platform\.node|hostname|userInfo|networkInterfaces') THEN 'identity'
                WHEN regexp_matches(what, '(?i)appdata|TEMP|USERPROFILE|PROGRAMDATA') THEN 'user_folders'
                WHEN regexp_matches(what, '^psutil|^platform|os\.(platform|arch|release|cpus|totalmem)') THEN 'machine'
                ELSE 'environment'
            END
            WHEN 'file-write' THEN CASE WHEN contains(what, 'chmod') THEN 'makes_executable' ELSE 'writes' END
            WHEN 'data-executed' THEN CASE
                WHEN contains(what, 'decoded') THEN 'runs_decoded'
                WHEN contains(what, 'download') THEN 'runs_download'
                WHEN regexp_matches(what, 'file:.*(version|about|release|metadata|info|__init__)[^/]*\.py$') THEN NULL
                WHEN regexp_matches(what, 'file:.+') AND NOT regexp_matches(what, '(?i)file:.*([.]py[wx]?|…)$') THEN 'runs_data'
                ELSE 'runs_file'
            END
            WHEN 'obfuscation' THEN CASE
                WHEN NOT is_program(path) THEN NULL
                WHEN what = 'encoded text' THEN 'encoded_text'
                WHEN what = 'long line' THEN 'long_line'
                WHEN what = 'very long line' THEN 'very_long_line'
                WHEN contains(what, 'far to the right') THEN 'far_right'
                WHEN what = 'escaped text' THEN 'escaped_text'
                WHEN contains(what, 'machine-made') THEN 'machine_names'
                WHEN regexp_matches(what, 'Missing parentheses|multiple exception types|inconsistent use of tabs|leading zeros') THEN NULL
                ELSE 'unparsable'
            END
            WHEN 'hidden-text' THEN CASE WHEN is_program(path) THEN 'hidden_text' END
            WHEN 'persistence' THEN 'persistence'
            WHEN 'chain' THEN 'chain'
            WHEN 'native' THEN 'native'
            WHEN 'serialised-code' THEN 'unpickles'
        END AS ability
    FROM subjects
    JOIN artifact_facts USING (artifact)
    WHERE NOT is_aside(path) OR (moment IN ('install', 'start') AND is_program(path) AND NOT ends_with(path, '/setup.py'));

-- The advisories about a subject's version; harvest/advisories/match.py fills this and the next table.
CREATE OR REPLACE TEMP TABLE subject_advisories (
    subject_id INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    affects BOOLEAN,                  -- NULL: it is about this package, and whether about this version cannot be said
    is_malicious BOOLEAN NOT NULL,
    severity VARCHAR,
    summary VARCHAR,
    is_withdrawn BOOLEAN NOT NULL     -- by `as_of`
);

-- Whether what is not in `subject_advisories` is known not to be there; a subject that is missing was not looked for.
CREATE OR REPLACE TEMP TABLE subject_coverage (
    subject_id INTEGER NOT NULL,
    knows_malware BOOLEAN NOT NULL,
    knows_vulnerabilities BOOLEAN NOT NULL
);

-- The answer that the checks about advisories give: yes where one is about the version, no where a database that collects
-- such advisories was read and none is, else unknown; and their ids.
CREATE OR REPLACE TEMP MACRO answer_from_advisories(malicious) AS TABLE
    SELECT
        s.subject_id,
        CASE
            WHEN count(a.id) FILTER (WHERE a.affects) > 0 THEN true
            WHEN count(a.id) = 0 AND bool_and(CASE WHEN malicious THEN c.knows_malware ELSE c.knows_vulnerabilities END)
                THEN false
        END AS answer,
        list(DISTINCT a.id ORDER BY a.id) FILTER (WHERE a.affects) AS refs
    FROM subjects AS s
    LEFT JOIN subject_coverage AS c USING (subject_id)
    LEFT JOIN subject_advisories AS a
        ON a.subject_id = s.subject_id AND a.is_malicious = malicious AND NOT a.is_withdrawn
    GROUP BY s.subject_id;

-- The releases in question that were out at as_of, by the registry's clock; one without a time of its own is none of them.
CREATE OR REPLACE TEMP MACRO subject_releases() AS TABLE
    SELECT subject_id, as_of, releases.*
    FROM subjects
    JOIN releases USING (ecosystem, name, version)
    WHERE published_at <= as_of;

-- The numbers that a version begins with; [NULL] where it begins with none. Marks of pre- and post-releases are left out.
CREATE OR REPLACE TEMP MACRO version_numbers(version) AS list_transform(
    string_split(regexp_extract(version, '^v?(?:[0-9]+!)?([0-9]+(?:\.[0-9]+)*)', 1), '.'),
    lambda digits: TRY_CAST(left(digits, 18) AS BIGINT)
);

-- All releases of the packages in question, with those numbers.
CREATE OR REPLACE TEMP MACRO numbered_releases() AS TABLE
    WITH numbered AS MATERIALIZED (
        SELECT *, version_numbers(version) AS numbers
        FROM releases
        SEMI JOIN subjects USING (ecosystem, name)
    )
    FROM numbered;

-- The releases in question whose package has times that tell the order of its releases. Some mirrors give the time at which
-- they fetched a release: there, neighbouring versions of one line (of the same first two numbers) are out of order in 37 to
-- 65 of 100 places, elsewhere in fewer than 3 (20 packages, November 2026); more than 20 is a mirror.
CREATE OR REPLACE TEMP MACRO dated_releases() AS TABLE
    WITH out_by_then AS (
        SELECT own.subject_id, r.numbers, r.published_at
        FROM subject_releases() AS own
        JOIN numbered_releases() AS r USING (ecosystem, name)
        WHERE r.published_at <= own.as_of
    ),
    neighbours AS (
        SELECT
            subject_id,
            CASE WHEN numbers <> lag(numbers) OVER line THEN published_at < lag(published_at) OVER line END AS is_misplaced
        FROM out_by_then
        WINDOW line AS (PARTITION BY subject_id, numbers[1:2] ORDER BY numbers, published_at)
    ),
    mirrored AS (
        SELECT subject_id
        FROM neighbours
        GROUP BY subject_id
        HAVING avg(is_misplaced::INTEGER) > 0.2
    )
    SELECT * FROM subject_releases() ANTI JOIN mirrored USING (subject_id);

-- Those of the same package that had been out for a week when it came, and whether each is below it. `steps` counts, from
-- 1, how far below. A week, because whoever takes a package over publishes several releases within hours, and each has to
-- be compared with what was before them all. Below in version, not in time, because older lines get releases too.
CREATE OR REPLACE TEMP MACRO releases_before() AS TABLE
    WITH compared AS (
        SELECT own.subject_id, version_numbers(own.version) AS own_numbers, r.*
        FROM dated_releases() AS own
        JOIN numbered_releases() AS r USING (ecosystem, name)
        WHERE r.published_at <= own.published_at - 7 * 86400
    )
    SELECT
        * EXCLUDE (own_numbers),
        numbers <= own_numbers AS is_below,
        CASE WHEN is_below THEN row_number() OVER (
            PARTITION BY subject_id, is_below ORDER BY numbers DESC, published_at DESC, version DESC
        ) END AS steps
    FROM compared;

-- What was last heard of each package as a whole: since when it is known to be as the tables say, and when the registry
-- that had it said that it has it no more.
CREATE OR REPLACE TEMP MACRO last_heard() AS TABLE
    SELECT
        ecosystem,
        item AS name,
        max(least(fetched_at, coalesce(updated_at, fetched_at)))
            FILTER (WHERE status = 200 AND parsed_by IS NOT NULL) AS known_since,
        CASE WHEN NOT bool_or(status = 200) THEN max(checked_at) FILTER (WHERE status = 404 AND body IS NOT NULL) END
            AS gone_since
    FROM bodies
    GROUP BY ecosystem, item;

CREATE OR REPLACE TEMP MACRO utc_date(seconds) AS strftime(make_timestamp(seconds * 1000000), '%Y-%m-%d');
