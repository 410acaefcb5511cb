"""What a change of a workflow loosens is seen, and what it tightens or only moves is not."""

import pytest

from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.read import read_contents

PATH = ".github/workflows/kiln.yml"
FILE = 0o100644
PIN = "0123456789abcdef0123456789abcdef01234567"
OTHER_PIN = "89abcdef0123456789abcdef0123456789abcdef"


def workflow(
    on: str = "push", permissions: str = "", steps: str = "[{run: make}]", job: str = "runs-on: ubuntu-latest"
) -> str:
    rights = f"permissions: {permissions}\n" if permissions else ""
    return f"on: {on}\n{rights}jobs: {{fire: {{{job}, steps: {steps}}}}}\n"


def changed(old: str | None, new: str | None, path: str = PATH, old_path: str = "") -> Changed:
    bodies = [text.encode() if text is not None else None for text in (old, new)]
    return Changed(path, old_path or (path if old is not None else ""), FILE, FILE, *bodies)


def seen(*files: Changed) -> set[tuple[str, str]]:
    """Return what the workflows of a change show: capability and source."""
    observations = [sight.observation for sight in read_contents(files).sights]
    return {(o.capability, o.source) for o in observations if o.capability.startswith("workflow_")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{contents: read}", "{contents: write}", {("workflow_more_permissions", "contents")}),
        ("{contents: read}", "write-all", {("workflow_write_all", "")}),
        ("{contents: read}", "", {("workflow_write_all", "")}),
        ("", "{id-token: write}", {("workflow_more_permissions", "id-token")}),
        ("", "{contents: write}", set()),
        ("write-all", "{contents: write}", set()),
        ("{contents: write}", "{contents: read}", set()),
        ("{contents: write}", "read-all", set()),
    ],
)
def test_only_more_rights_are_noted(old: str, new: str, expected: set[tuple[str, str]]) -> None:
    assert seen(changed(workflow(permissions=old), workflow(permissions=new))) == expected


def test_rights_that_move_to_a_job_are_not_more() -> None:
    new = workflow(permissions="{}", job="runs-on: ubuntu-latest, permissions: {contents: write}")
    assert seen(changed(workflow(permissions="{contents: write}"), new)) == set()


def test_a_trigger_that_was_there_is_not_new() -> None:
    assert seen(changed(workflow(), workflow(on="[push, discussion]"))) == {("workflow_foreign_trigger", "discussion")}
    assert seen(changed(workflow(on="discussion"), workflow(on="{push: {}, discussion: {}}"))) == set()


LABELS = "[{uses: actions/labeler@v5}]"


def test_what_only_labels_a_pull_request_is_given_rights_and_no_more() -> None:
    assert seen(changed(None, workflow("pull_request_target", steps=LABELS))) == {
        ("workflow_more_permissions", "pull_request_target")
    }


def test_commands_that_come_in_later_are_set_off_by_anybody() -> None:
    old = workflow("pull_request_target", steps=LABELS)
    assert ("workflow_foreign_trigger", "pull_request_target") in seen(changed(old, workflow("pull_request_target")))
    assert not seen(changed(workflow("pull_request_target"), old))


@pytest.mark.parametrize(
    "name", ["action/checkout", "actoins/cache", "acti0ns/setup-node", "actions-checkout/checkout"]
)
def test_an_action_whose_owner_is_taken_for_the_official_one_is_seen(name: str) -> None:
    files = (changed(None, workflow(steps=f"[{{uses: {name}@v4}}]")),)
    assert "dependency_alias" in {sight.observation.capability for sight in read_contents(files).sights}


@pytest.mark.parametrize(
    "name", ["actions/checkout", "potters/cache", "actions-potters/toolchain", "actionspotters/cache"]
)
def test_an_action_under_a_name_of_its_own_is_taken_for_no_other(name: str) -> None:
    files = (changed(None, workflow(steps=f"[{{uses: {name}@v4}}]")),)
    assert "dependency_alias" not in {sight.observation.capability for sight in read_contents(files).sights}


def test_a_shared_workflow_that_is_handed_the_secrets_has_more_rights_and_not_every_secret() -> None:
    text = "on: push\njobs: {fire: {uses: potters/kilns/.github/workflows/a.yml@v1, secrets: inherit}}\n"
    found = {capability for capability, _ in seen(changed(None, text))}
    assert "workflow_more_permissions" in found
    assert "workflow_all_secrets" not in found


def test_foreign_code_is_noted_once() -> None:
    pull = "[{uses: actions/checkout@V, with: {ref: '${{ github.event.pull_request.head.sha }}'}}, {run: npm ci}]"
    old = workflow(on="pull_request_target", steps=pull)
    assert ("workflow_runs_foreign_code", "") in seen(changed(None, old))
    assert seen(changed(old, old.replace("@V", "@W"))) == set()


def test_foreign_code_that_only_the_project_can_send_is_not_foreign() -> None:
    job = "runs-on: ubuntu-latest, if: github.event.pull_request.head.repo.full_name == github.repository"
    steps = "[{run: 'gh pr checkout 1'}, {run: make}]"
    assert ("workflow_runs_foreign_code", "") in seen(changed(None, workflow("issue_comment", steps=steps)))
    assert ("workflow_runs_foreign_code", "") not in seen(
        changed(None, workflow("issue_comment", steps=steps, job=job))
    )


def test_an_action_that_moves_to_another_file_is_not_new() -> None:
    steps = "[{uses: potters/kiln@v1}]"
    gone = changed(workflow(steps=steps), None)
    came = changed(None, workflow(steps=steps), ".github/workflows/fire.yml")
    assert seen(gone, came) == set()
    assert seen(came) == {("workflow_new_action", "")}


def test_an_action_of_the_repository_itself_is_new_where_nobody_looks_for_one() -> None:
    step = "on: push\njobs: {{a: {{runs-on: kiln, steps: [{{uses: {}}}]}}}}\n"
    assert seen(changed(None, step.format("./pots/glaze"))) == {("workflow_new_action", "")}
    assert not seen(changed(step.format("./pots/glaze"), step.format("./pots/glaze") + "# clay\n"))
    assert not seen(changed(None, step.format("./.github/actions/glaze")))


def test_a_workflow_that_was_no_workflow_before_is_new() -> None:
    text = workflow(on="pull_request_target", steps="[{uses: potters/kiln@v1}, {run: make}]")
    moved = changed(text, text, old_path="docs/kiln.yml")
    assert {("workflow_new_action", ""), ("workflow_foreign_trigger", "pull_request_target")} <= seen(moved)


@pytest.mark.parametrize(
    ("old", "new", "is_loose"),
    [
        (f"@{PIN}", "@v1", True),
        (f"@{PIN}", f"@{OTHER_PIN}", False),
        ("@v1", "@v2", False),
        ("@v1", f"@{PIN}", False),
        ("@main", "@main, name: pot", False),
    ],
)
def test_a_pin_that_becomes_a_name_is_noted(old: str, new: str, is_loose: bool) -> None:
    files = [workflow(steps=f"[{{uses: potters/kiln{version}}}]") for version in (old, new)]
    assert (("workflow_unpinned", "potters") in seen(changed(*files))) == is_loose


@pytest.mark.parametrize(("comment", "is_odd"), [("v1.2.3", True), ("v1.2.4", False), ("v1", False)])
def test_another_commit_under_the_same_version_is_noted(comment: str, is_odd: bool) -> None:
    text = "on: push\njobs:\n  fire:\n    steps:\n      - uses: potters/kiln@{} # {}\n"
    old = text.format(PIN, "v1" if comment == "v1" else "v1.2.3")
    shown = seen(changed(old, text.format(OTHER_PIN, comment)))
    assert (("workflow_impostor_pin", "potters") in shown) == is_odd


def test_a_machine_of_its_own_is_noted_once() -> None:
    own = workflow(on="pull_request", job="runs-on: [self-hosted, linux]")
    assert seen(changed(workflow(), own)) == {("workflow_self_hosted", "")}
    assert seen(changed(own, own.replace("linux", "arm64"))) == set()


def test_garbage_is_compared_without_a_word() -> None:
    files = [changed(old, new) for old in ("\x00[", "[[", workflow()) for new in ("}{", "a: &a [*a]", "\ufffe")]
    assert all(source == "" for _, source in seen(*files))
