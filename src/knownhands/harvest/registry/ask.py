"""Put an ecosystem's questions to the registries that may have a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.registry import Body, Validators

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from knownhands.documents.registry import Question, Target
    from knownhands.ecosystems._ecosystem import Ecosystem
    from knownhands.harvest.registry.http import Http, Reply

_OK, _AS_BEFORE, _NO_SUCH_INTERFACE = 200, 304, 406


async def ask(ecosystem: Ecosystem, target: Target, since: Mapping[str, Validators], http: Http) -> AsyncIterator[Body]:
    """Yield every answer of the first registry that has the package, and of those asked before it.

    Args:
        ecosystem: whose questions.
        target: a package and the registries that may have it.
        since: address → what came with its last answer.
        http: asks for it.

    Raises:
        SourceError: see `Http.get`.
    """
    for registry in target.registries:
        is_there = False
        for question in ecosystem.registry.questions(registry.address, target.name):
            known = since.get(question.url, Validators())
            reply = await http.get(registry, question.url, known, question.accept)
            status = _status(question, reply)
            content = reply.content if status == _OK else None
            is_there = is_there or status in (_OK, _AS_BEFORE)
            yield Body(ecosystem.id, target.name, question.kind, question.url, status, content, reply.validators)
        if is_there:
            return


def _status(question: Question, reply: Reply) -> int:
    is_page = question.is_optional and "html" in reply.content_type
    return _NO_SUCH_INTERFACE if is_page else reply.status
