"""What every task has to keep to, present and future."""

import importlib

import pytest

from knownhands.learn.task import Task, tasks

EVERY = pytest.mark.parametrize("task", tasks().values(), ids=lambda task: task.id)


@EVERY
def test_a_task_is_called_like_its_file_and_says_why(task: Task) -> None:
    module = importlib.import_module(f"knownhands.learn.tasks.{task.id}")
    assert module.TASK is task
    for heading in ("Why: ", "Unknown when: ", "Source: "):
        assert heading in (module.__doc__ or "")


@EVERY
def test_everything_that_the_card_names_has_a_name_of_its_own(task: Task) -> None:
    named = [*task.baselines, *task.parts, *task.slices, *task.attacks, *task.retrainings]
    ids = [each.id for each in named]
    assert len(ids) == len(set(ids))
    assert all(each.title for each in named)
    assert all("-" not in recipe.id and "." not in recipe.id for recipe in task.parts)


@EVERY
def test_what_is_left_out_and_the_rate_are_features(task: Task) -> None:
    declared = [feature for family in task.families() for feature in family.columns]
    ids = {feature.id for feature in declared}
    assert set(task.left_out) <= ids
    assert task.rate == "" or task.rate in ids
    assert not set(task.keys) & ids


@EVERY
def test_baselines_read_features_and_keys_alone(task: Task) -> None:
    ids = {feature.id for family in task.families() for feature in family.columns}
    for baseline in task.baselines:
        assert set(baseline.columns) <= ids | set(task.keys) | set(task.optional), baseline.id


@EVERY
def test_sections_of_retrainings_are_measured_at_all(task: Task) -> None:
    from knownhands.learn.evaluate import SECTIONS

    for retraining in task.retrainings:
        assert set(retraining.sections) <= {*SECTIONS, *task.sections}, retraining.id


def test_no_file_of_examples_fits_two_tasks() -> None:
    keys = [set(task.keys) for task in tasks().values()]
    assert not any(first <= second for first in keys for second in keys if first is not second)
