"""Whether the change touches places from which code runs or trust is granted.

Why: real attacks on repositories went through workflows, build scripts, install hooks, lock files, binary test
fixtures and, lately, instruction files that coding agents obey.
Unknown when: never.
Source: Gonzalez et al. 2021, "Anomalicious" (factor 2); the xz, tj-actions, event-stream and s1ngularity incidents.
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature


def _files(id_: str, singular: str, plural: str) -> Feature:
    sentence = f"it touches {{value:number}} {{value:{singular}/{plural}}} | it touches no {singular}"
    return Feature(id_, "files", 0, inf, Direction.RISES, Cost.FREE, sentence)


FAMILY = Family(
    id="sensitive_paths",
    subject="change",
    version=2,
    reads=(),
    columns=(
        _files("ci_files", "file that CI runs", "files that CI runs"),
        _files("build_files", "file that the build runs", "files that the build runs"),
        _files("install_hooks", "file that runs when the package is installed", "files that run when the package is installed"),
        _files("lock_files", "dependency lock file", "dependency lock files"),
        _files("manifest_files", "file that declares dependencies", "files that declare dependencies"),
        _files("submodules", "submodule with contents from elsewhere", "submodules with contents from elsewhere"),
        _files("test_binaries", "binary file among the tests, where malware was hidden before", "binary files among the tests, where malware was hidden before"),
        _files("security_files", "file about authentication, cryptography or permissions", "files about authentication, cryptography or permissions"),
        _files("agent_files", "file that coding agents or editors take as instructions", "files that coding agents or editors take as instructions"),
        _files("governance_files", "file that says who may approve what, or what is ignored or trusted", "files that say who may approve what, or what is ignored or trusted"),
        Feature("executables", "files", 0, inf, Direction.RISES, Cost.FREE, "{value:number} {value:file becomes executable or a symbolic link/files become executable or symbolic links} | no file becomes executable or a symbolic link"),
        Feature("is_lock_without_manifest", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "it changes a lock file but no file that declares dependencies | it does not change a lock file without a file that declares dependencies"),
        _files("sensitive_paths", "sensitive file", "sensitive files"),
    ),
    sql=r"""
        WITH marked AS (
            SELECT
                subject_id,
                is_ci(path) AS ci,
                regexp_matches(path, '(?i)(^|/)(makefile[^/]*|gnumakefile|cmakelists\.txt|configure(\.ac|\.in)?|meson\.build|meson_options\.txt|build\.gradle(\.kts)?|rakefile|gulpfile\.[cm]?js|webpack\.config\.[cm]?[jt]s|build\.rs|dockerfile[^/]*|sconstruct|build\.bazel|wscript)$|\.(m4|am|cmake|mk|bzl|gyp|gypi)$') AS build,
                regexp_matches(path, '(?i)(^|/)(setup\.py|setup\.cfg|pyproject\.toml|package\.json|binding\.gyp|extconf\.rb|postinst|preinst|install\.(sh|ps1|js)|post-?install[^/]*|pre-?install[^/]*|sitecustomize\.py)$|\.(pth|gemspec)$') AS hook,
                regexp_matches(path, '(?i)(^|/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|pipfile\.lock|cargo\.lock|gemfile\.lock|composer\.lock|go\.sum|flake\.lock|requirements[^/]*\.lock)$') AS lock,
                regexp_matches(path, '(?i)(^|/)(package\.json|pyproject\.toml|setup\.(py|cfg)|requirements[^/]*\.(txt|in)|pipfile|cargo\.toml|gemfile|[^/]*\.gemspec|composer\.json|go\.mod|flake\.nix|pom\.xml|build\.gradle(\.kts)?)$') AS manifest,
                new_mode = 57344 OR old_mode = 57344 OR path = '.gitmodules' AS submodule,
                is_test(path) AND (coalesce(is_binary, false) OR regexp_matches(path, '(?i)\.(xz|gz|bz2|zip|lzma|zst|bin|dat|o|so|exe|dll|class|jar|wasm)$')) AS test_binary,
                regexp_matches(path, '(?i)(^|[/_.-])(auth(n|z|enticat[a-z]*|ori[sz](e|er|ation))?|crypto[a-z]*|security|secrets?|credentials?|passwords?|sessions?|tokens?|permissions?|acl|oauth2?|saml|jwt|tls|ssl|x509|certs?|login|sandbox|csrf|cors|sanitiz[a-z]*)([/_.-]|$)') AND NOT is_docs(path) AS guard,
                regexp_matches(path, '(?i)(^|/)(agents?\.md|claude\.md|gemini\.md|copilot-instructions\.md|\.cursorrules|\.windsurfrules|\.clinerules|\.mcp\.json|mcp\.json|llms\.txt)$|(^|/)\.(cursor|claude|vscode|idea|windsurf|continue|devcontainer)/') AS agent,
                regexp_matches(path, '(?i)(^|/)(codeowners|\.gitattributes|\.gitignore|\.npmrc|\.yarnrc(\.yml)?|\.pypirc|\.mailmap|security\.md|dependabot\.ya?ml|renovate\.json5?)$') AS trust,
                (new_mode = 33261 AND old_mode <> 33261) OR (new_mode = 40960 AND old_mode <> 40960) AS executable
            FROM subjects
            LEFT JOIN subject_files USING (subject_id)
        )
        SELECT
            subject_id,
            count(*) FILTER (WHERE ci) AS ci_files,
            count(*) FILTER (WHERE build) AS build_files,
            count(*) FILTER (WHERE hook) AS install_hooks,
            count(*) FILTER (WHERE lock) AS lock_files,
            count(*) FILTER (WHERE manifest) AS manifest_files,
            count(*) FILTER (WHERE submodule) AS submodules,
            count(*) FILTER (WHERE test_binary) AS test_binaries,
            count(*) FILTER (WHERE guard) AS security_files,
            count(*) FILTER (WHERE agent) AS agent_files,
            count(*) FILTER (WHERE trust) AS governance_files,
            count(*) FILTER (WHERE executable) AS executables,
            coalesce(bool_or(lock) AND NOT bool_or(manifest), false)::INTEGER AS is_lock_without_manifest,
            count(*) FILTER (WHERE ci OR build OR hook OR lock OR submodule OR test_binary OR guard OR agent OR trust) AS sensitive_paths
        FROM marked
        GROUP BY subject_id
    """,
    evidence={
        "ci_files": "SELECT subject_id, 'file' AS kind, path AS ref, 1 AS weight FROM subject_files WHERE is_ci(path)",
        "test_binaries": r"SELECT subject_id, 'file' AS kind, path AS ref, 1 AS weight FROM subject_files WHERE is_test(path) AND (is_binary OR regexp_matches(path, '(?i)\.(xz|gz|bz2|zip|lzma|zst|bin|dat|o|so|exe|dll|class|jar|wasm)$'))",
        "submodules": "SELECT subject_id, 'file' AS kind, path AS ref, 1 AS weight FROM subject_files WHERE new_mode = 57344 OR old_mode = 57344 OR path = '.gitmodules'",
        "executables": "SELECT subject_id, 'file' AS kind, path AS ref, 1 AS weight FROM subject_files WHERE new_mode IN (33261, 40960) AND old_mode <> new_mode",
    },
)
