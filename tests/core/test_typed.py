"""core.typed makes the classes that typing makes."""

from __future__ import annotations

import pickle
import typing

import pytest

from minikctl.core import typed
from minikctl.core.typed import NamedTuple


class Pair(NamedTuple):
    """Two things."""

    first: int
    new: str = "two"

    @property
    def both(self) -> str:
        return f"{self.first}{self.new}"


class Pair2(typing.NamedTuple):
    """Two things."""

    first: int
    new: str = "two"


class Often(NamedTuple):
    """Two things, made so often that the constructor is compiled."""

    first: int
    new: str = "two"


for _number in range(2 * typed.OFTEN):  # type: ignore[attr-defined]
    assert Often(_number) == (_number, "two") and Often(new="x", first=_number) == (_number, "x")


def test_behaves_as_typings() -> None:
    for make in (Pair, Often, Pair2):
        one = make(1)
        assert one == (1, "two") and hash(one) == hash((1, "two"))
        assert one._replace(first=2) == make(2) == make(first=2) == make._make((2, "two"))
        assert (one.first, one.new, one[1]) == (1, "two", "two")
        assert one._asdict() == {"first": 1, "new": "two"} and make._fields == ("first", "new")
        assert repr(one) == f"{make.__name__}(first=1, new='two')"
        assert pickle.loads(pickle.dumps(one)) == one
        for wrong in ((), (1, 2, 3)):
            with pytest.raises(TypeError):
                make(*wrong)
        with pytest.raises(TypeError):
            make(firsts=1)  # type: ignore[call-arg]
        with pytest.raises((TypeError, ValueError)):
            one._replace(third=1)
        with pytest.raises(AttributeError):
            one.first = 2  # type: ignore[misc]
        with pytest.raises(AttributeError):
            one.third = 2
    assert Pair(3).both == "3two"


@pytest.mark.parametrize(
    "args, named",
    [((), {}), ((), {"new": "x"}), ((1, 2, 3), {}), ((1,), {"first": 1}), ((1,), {"third": 1}), ((1, 2), {"new": 3})],
)
def test_wrong_arguments_of_a_new_class(args: tuple[int, ...], named: dict[str, object]) -> None:
    class New(NamedTuple):
        first: int
        new: str = "two"

    for _ in range(2):
        with pytest.raises(TypeError):
            New(*args, **named)  # type: ignore[arg-type]
        assert New(1) == (1, "two")


def test_subclasses_share_the_constructor() -> None:
    class Child(Pair):
        """With nothing of its own."""

    assert Child(1, "x") == (1, "x") and type(Child(1)) is Child and Child(4).both == "4two"


def test_is_not_type_checking() -> None:
    assert not typed.TYPE_CHECKING and typed.cast("int", "x") == "x"
