"""What kind of place a file of a repository is in, and what runs it there, by its path alone.

A file that a tool runs by itself matters more than one that somebody has to call, and the same line is ordinary in a
workflow and odd in a picture folder. The first place that fits is the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

BY_ITSELF = ("open", "commit", "checkout", "ci", "install", "start", "build")
"""Triggers that nobody has to pull: a folder is opened by an editor or agent, git commits or checks out, CI runs, a package is
installed, an interpreter starts, the project is built."""


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of place.

    Attributes:
        id: what the tables call it.
        trigger: what runs a file there; "" where nothing does but code that calls it.
        title: what a sentence calls it, after "in".
        paths: of the files there, searched in the whole path.
    """

    id: str
    trigger: str
    title: str
    paths: re.Pattern[str]

    @property
    def runs_by_itself(self) -> bool:
        """Whether something runs it that nobody has to ask."""
        return self.trigger in BY_ITSELF

    @property
    def group(self) -> str:
        """Return `by_itself`, `program` or `elsewhere`: how near a line there is to being run."""
        return "by_itself" if self.runs_by_itself else "program" if self.id in _PROGRAMS else "elsewhere"


_PROGRAMS = frozenset({"program", "manifest", "lock", "policy"})


_NO_SOURCE = r"(?![^/]*\.(?:pyi?|[cm]?[jt]s|rb|go|rs|c|h|java|cs|php)$)"
"""A program about makefiles or Dockerfiles is none."""


def _place(id_: str, trigger: str, title: str, *paths: str) -> Place:
    return Place(id_, trigger, title, re.compile("|".join(paths), re.IGNORECASE))


PLACES = (
    _place(
        "editor",
        "open",
        "what an editor or coding agent runs or obeys when the folder is opened",
        r"(?:^|/)\.(?:claude|cursor|gemini|codex|windsurf|kiro|roo|continue|aider[^/]*|clinerules|devcontainer|vscode|idea|zed|fleet|amazonq|opencode|qwen|codesandbox|idx)(?:/|$)",
        r"(?:^|/)(?:agents|claude|gemini|copilot-instructions|skill|qwen|warp|crush)\.md$",
        r"(?:^|/)\.(?:cursorrules|windsurfrules|clinerules|roomodes|mcp\.json|envrc|autoenv|dir-locals\.el|exrc|nvimrc|lvimrc|vimrc|editorconfig-run)$",
        r"(?:^|/)(?:devcontainer\.json|\.gitpod\.(?:yml|dockerfile)|\.?devfile\.ya?ml|\.stackblitzrc|\.replit|mise\.toml|\.mise\.toml|\.nvim\.lua)$",
        r"(?:^|/)\.github/(?:instructions|prompts|agents|chatmodes)/",
    ),
    _place(
        "hook",
        "commit",
        "what runs when somebody commits",
        r"(?:^|/)\.(?:husky|githooks|git-hooks|hooks)/",
        r"(?:^|/)(?:\.pre-commit-(?:config|hooks)\.ya?ml|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)|\.overcommit\.yml|\.lintstagedrc[^/]*|lint-staged\.config\.[^/]+)$",
        r"(?:^|/)(?:git-?hooks|hooks)/(?:pre-|post-|commit-msg|prepare-)[^/]*$",
    ),
    _place(
        "ci",
        "ci",
        "what CI runs",
        r"(?:^|/)\.github/(?:workflows|actions)/",
        r"(?:^|/)action\.ya?ml$",
        r"(?:^|/)\.?gitlab-ci[^/]*\.ya?ml$|(?:^|/)\.gitlab/(?:ci|.*\.ya?ml$)",
        r"(?:^|/)\.(?:circleci|buildkite|woodpecker|semaphore|forgejo|gitea|teamcity|ci)/",
        r"(?:^|/)\.?(?:travis|appveyor|cirrus|drone|codebuild|wercker|bitrise)\.ya?ml$|(?:^|/)\.(?:cirrus\.star|travis\.sh)$",
        r"(?:^|/)(?:azure-pipelines[^/]*|bitbucket-pipelines|cloudbuild[^/]*|buildspec[^/]*)\.ya?ml$",
        r"(?:^|/)jenkinsfile[^/]*$|(?:^|/)ci/[^/]+\.(?:sh|py|js|ps1|ya?ml|bash)$",
        r"(?:^|/)(?:netlify\.toml|vercel\.json|\.readthedocs\.ya?ml|(?:render|amplify|apprunner|heroku)\.ya?ml|railway\.(?:json|toml)|fly\.toml|wrangler\.(?:toml|jsonc?)|nixpacks\.(?:toml|json)|firebase\.json)$|(?:^|/)\.do/[^/]+\.ya?ml$",
    ),
    _place(
        "install",
        "install",
        "what runs when it is installed",
        r"(?:^|/)setup\.py$|(?:^|/)hatch_build\.py$|(?:^|/)_?(?:pre|post)?install\.(?:[cm]?js|sh|py|ps1|bat|cmd)$|(?:^|/)install-?scripts?/",
        r"\.(?:postinst|preinst|prerm|postrm|install)$|(?:^|/)debian/(?:rules|[^/]*\.?(?:postinst|preinst|prerm|postrm))$|(?:^|/)binding\.gyp$|\.spec$",
        r"(?:^|/)extconf\.rb$|(?:^|/)\.npmrc$|(?:^|/)pip\.conf$|(?:^|/)\.yarnrc(?:\.yml)?$|(?:^|/)\.pnpmfile\.cjs$|(?:^|/)bunfig\.toml$",
    ),
    _place(
        "start",
        "start",
        "what runs whenever an interpreter starts",
        r"(?:^|/)(?:site|user)customize\.py$|\.pth$|(?:^|/)\.Rprofile$|(?:^|/)\.pythonrc$",
        r"(?:^|/)\.(?:gdbinit|lldbinit|inputrc)$",
    ),
    _place(
        "git",
        "checkout",
        "what git obeys when it checks out",
        r"(?:^|/)\.git(?:attributes|modules|config)$|(?:^|/)\.lfsconfig$",
    ),
    _place(
        "policy",
        "",
        "what says who may change what",
        r"(?:^|/)(?:codeowners|owners)$|(?:^|/)security\.(?:md|txt|rst)$|(?:^|/)\.github/(?:settings|dependabot|renovate)[^/]*$|(?:^|/)vouched\.[^/]*$|(?:^|/)renovate\.json5?$",
    ),
    _place(
        "build",
        "build",
        "what builds it",
        rf"(?:^|/)(?:gnu)?makefile{_NO_SOURCE}(?:[._-](?!md|rst|txt)[^/]*)?$|\.(?:mk|mak|am|m4|ac|cmake|gradle|kts|sbt|gyp|gypi|bzl|bazel|ninja|nix|proj|targets|props|csproj|vcxproj|podspec)$",
        r"(?:^|/)(?:cmakelists\.txt|meson\.build|meson_options\.txt|build|workspace|build\.(?:rs|zig|sh|py|js|mjs|cjs|ts|xml|sbt|boot|ps1|bat|cmd)|configure|configure\.in|bootstrap|autogen\.sh|wscript|sconstruct|sconscript|rakefile|\.?justfile|taskfile(?:\.dist)?\.ya?ml|tox\.(?:ini|toml)|hatch\.toml|pixi\.toml|\.goreleaser\.ya?ml|noxfile\.py|tasks\.py|dodo\.py|pavement\.py|fabfile\.py|conf\.py|pom\.xml|gradlew(?:\.bat)?|mvnw(?:\.cmd)?|\.cargo/config(?:\.toml)?|\.mvn/[^/]+\.(?:config|xml)|gradle\.properties|vagrantfile|tiltfile|default\.nix|shell\.nix|flake\.nix|package\.swift|mix\.exs|project\.clj)$",
        rf"(?:^|/)(?:dockerfile|containerfile|earthfile){_NO_SOURCE}[^/]*$|\.dockerfile$|(?:^|/)(?:docker-)?compose[^/]*\.ya?ml$",
        r"(?:^|/)(?:gulpfile|gruntfile|webpack|rollup|vite|vitest|jest|karma|babel|esbuild|tsup|next|nuxt|astro|svelte|postcss|tailwind|eslint|prettier|metro|craco)(?:\.config)?(?:\.[a-z0-9_-]+)*\.(?:[cm]?js|[cm]?ts)$",
        r"(?:^|/)\.(?:eslintrc|babelrc|prettierrc|mocharc|postcssrc)(?:\.[cm]?js)$",
        r"\.(?:vb|fs|sql|shf|wix|wap|nj|py|es|dc|cc|js|vdp|native)proj$|\.projitems$|\.(?:pbxproj|xcscheme)$|\.(?:cs|vb|fs|vcx)proj\.user$",
    ),
    _place(
        "lock",
        "",
        "a lock file",
        r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|uv\.lock|poetry\.lock|pdm\.lock|pipfile\.lock|pylock[^/]*\.toml|cargo\.lock|gemfile\.lock|composer\.lock|go\.sum|flake\.lock|mix\.lock|podfile\.lock|pubspec\.lock|gradle\.lockfile|package\.resolved)$",
    ),
    _place(
        "manifest",
        "",
        "a list of dependencies",
        r"(?:^|/)(?:package\.json|pyproject\.toml|setup\.cfg|pipfile|cargo\.toml|gemfile|composer\.json|go\.mod|bower\.json|environment\.ya?ml|deno\.jsonc?|pubspec\.yaml|podfile|vcpkg\.json|conanfile\.(?:txt|py))$",
        r"(?:^|/)(?:requirements|constraints)[^/]*\.(?:txt|in)$|(?:^|/)requirements/[^/]+\.(?:txt|in)$|\.gemspec$|\.nuspec$",
    ),
    _place(
        "test",
        "",
        "a test",
        # `test` is a word of the folder's name: `test cases`, `reg-tests`, `_tests`. `x-test` alone is no sign: libraries are
        # called so. Repeats are bounded, so that a very long name takes time in proportion.
        r"(?:^|/)(?:[^/]{0,60}[ _.])?(?:tests?|testing)(?:[ _.-][^/]{0,60})?/|(?:^|/)[^/]{0,60}-tests(?:-[^/]{0,60})?/",
        r"(?:^|/)(?:unit|integration|functional|system|acceptance|smoke|conformance|regression|stress|self)[ _.-]?(?:tests?|specs?)/",
        r"(?:^|/)tests?(?:suites?|data|cases?|files?|utils?|helpers?|support|bed)/",
        r"(?:^|/)(?:specs?|__tests__|t|tst|fixtures?|__fixtures__|e2e|__mocks__|__snapshots__|benchmarks?|fuzz(?:ing)?|regress(?:ion)?s?)/",
        r"(?:^|/)tests?[_-][^/]*$|[._-](?:tests?|spec)\.[^/]+$|(?:^|/)conftest\.py$|tests?\.(?:java|kt|cs|swift|scala|php|groovy)$|\.t$",
    ),
    _place(
        "docs",
        "",
        "documentation",
        r"(?:^|/)(?:docs?|documentation|man|guides?|examples?|samples?|demos?|website)/",
        r"\.(?:md|mdx|rst|adoc|asciidoc|txt|pod|tex|po|pot)$|(?:^|/)(?:readme|changelog|changes|news|authors|contributing|copying|license)[^/]*$",
    ),
    _place(
        "program",
        "import",
        "a program",
        r"\.(?:pyw?|pyx|pyi|[cm]?jsx?|[cm]?tsx?|vue|svelte|c|h|cc|cpp|cxx|hpp|hh|inl|m|mm|go|rs|java|kt|scala|clj|rb|php|pl|pm|lua|sh|bash|zsh|fish|ps1|psm1|bat|cmd|vbs|cs|fs|swift|dart|zig|nim|ex|exs|erl|hs|ml|r|jl|sol|tcl|awk|asm|s|ipynb|cr|d|el|vim|groovy|html?)$",
        r"(?:^|/)(?:bin|scripts?|tools?|sbin|libexec)/[^/.]+$",
    ),
    _place("data", "", "data", r""),
)


@lru_cache(maxsize=50_000)
def place_of(path: str) -> Place:
    """Return the kind of place that a file is in.

    >>> [place_of(path).id for path in (".github/workflows/a.yml", "docs/a.py", "src/a.py", "a.png", ".claude/settings.json")]
    ['ci', 'docs', 'program', 'data', 'editor']
    """
    return next(place for place in PLACES if place.paths.search(path))


def place_named(id_: str) -> Place:
    """Return a kind of place by its id."""
    return next(place for place in PLACES if place.id == id_)
