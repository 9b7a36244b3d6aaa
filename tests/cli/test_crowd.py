"""Processes that run commands on one state at the same time: the short form of `python -m tests.torture.crowd`."""

from __future__ import annotations

import pytest

from tests.torture import crowd


@pytest.mark.parametrize("clock", ["real", "manual"])
def test_commands_of_many_processes_are_one_history(clock: str) -> None:
    verdict = crowd.run(clock, processes=8, seconds=3)
    assert verdict.writes > 2
    assert verdict.reads > 2


def test_the_judge_sees_what_is_wrong() -> None:
    writes = [[1.0, 2.0, "d0", 5, "a"], [3.0, 4.0, "d0", 9, "b"]]
    empty = {f"d{n}": "" for n in range(crowd.DEPLOYMENTS)}
    last = [5.0, 6.0, 9, {**empty, "d0": "b"}]
    crowd.judge(writes, [[2.5, 2.6, 7, {**empty, "d0": "a"}], last])
    for wrong in ([2.5, 2.6, 7, empty], [4.5, 4.6, 7, {**empty, "d0": "a"}], [0.1, 0.2, 9, {**empty, "d0": "b"}]):
        with pytest.raises(AssertionError):
            crowd.judge(writes, [wrong, last])
    with pytest.raises(AssertionError):
        crowd.judge(writes, [[5.0, 6.0, 8, {**empty, "d0": "a"}]])
    begin = [(f"d{n}", n + 1, "") for n in range(crowd.DEPLOYMENTS)]
    crowd.judge_watch([*begin, ("d0", 5, "a"), ("d1", 7, ""), ("d0", 9, "b")], writes)
    for events in ([("d0", 9, "b")], [("d0", 9, "b"), ("d0", 5, "a")], [("d0", 5, "a"), ("d0", 9, "a")]):
        with pytest.raises(AssertionError):
            crowd.judge_watch([*begin, *events], writes)
