"""What every kind of subject must keep to, present and future."""

import importlib

import pytest

from knownhands.declarations import Kind
from knownhands.features.assemble import families_of
from knownhands.kinds._find import kinds
from knownhands.learn.task import tasks
from knownhands.store import subjects
from knownhands.store.connection import memory_store

EVERY = pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)


@EVERY
def test_a_kind_is_called_like_its_file_and_says_what_it_is(kind: Kind) -> None:
    module = importlib.import_module(f"knownhands.kinds.{kind.id}")
    assert module.KIND is kind
    assert module.__doc__
    assert all((kind.plural, kind.policy))


@EVERY
def test_each_concern_has_a_question_and_is_answered_by_a_task_of_what_describes_it(kind: Kind) -> None:
    ids = [question.id for question in kind.questions]
    assert len(ids) == len(set(ids)) > 0
    assert all(question.question.endswith("?") for question in kind.questions)
    task_questions = [question for question in kind.questions if question.task]
    assert all(question.outcome and tasks()[question.task].kind == kind.evidence for question in task_questions)


@EVERY
def test_its_tables_can_be_made_and_what_describes_it_can_be_measured(kind: Kind) -> None:
    with memory_store(kind.schema) as connection:
        subjects.prepare(connection, kind.evidence)
        for family in families_of(kind.evidence):
            assert family.subject == kind.evidence
            assert connection.execute(family.sql).fetchall() == []
