"""Several protocols in one benchmark: names by which they and their tasks are told apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from facegap.base.numbered_names import numbered
from facegap.benchmark.protocol import Protocol, Task


class NamedProtocol(NamedTuple):
    """A protocol among several.

    Attributes:
        protocol: The protocol.
        name: What it is called here, as no other is.
        tasks: Its tasks; no task of any of the protocols has the name of another.
    """

    protocol: Protocol
    name: str
    tasks: tuple[Task, ...]


def name_protocols(protocols: Sequence[Protocol]) -> list[NamedProtocol]:
    """Give protocols that are there twice, and tasks of one name, names that differ in more than upper case.

    The second ``lfw`` is called ``lfw-2``. Tasks keep their names unless another has the same: the task ``lfw`` of the
    protocol ``bin`` is then called ``bin-lfw``, and that of ``lfw-2`` ``lfw-2``.

    Args:
        protocols: The protocols, in the order in which they are asked for.

    Raises:
        BenchmarkError: a list is damaged.
    """
    tasks = [tuple(protocol.tasks()) for protocol in protocols]
    called = numbered(protocol.name for protocol in protocols)
    times = Counter(task.name.casefold() for of_one in tasks for task in of_one)
    names = iter(
        numbered(
            task.name if times[task.name.casefold()] == 1 else _in_full(task.name, protocol.name, called=its)
            for protocol, its, of_one in zip(protocols, called, tasks, strict=True)
            for task in of_one
        )
    )
    return [
        NamedProtocol(protocol, its, tuple(replace(task, name=next(names)) for task in of_one))
        for protocol, its, of_one in zip(protocols, called, tasks, strict=True)
    ]


def _in_full(task: str, protocol: str, *, called: str) -> str:
    """A task's name behind what its protocol is called, which takes the place of the protocol's name in it."""
    if task == protocol or task.startswith(f"{protocol}-"):
        return called + task.removeprefix(protocol)
    return f"{called}-{task}"
