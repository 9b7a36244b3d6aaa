"""What modules need of `typing` when they run, without importing it: that costs 10 ms of every command.

Type checkers see the real names. `TYPE_CHECKING` is false, `Any` and `Protocol` stand for themselves, and `NamedTuple`
makes the same classes as typing's, without compiling each annotation; a constructor is compiled when it is first
called.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
    from typing import cast as cast
else:
    from _collections import _tuplegetter

    Any = object

    def cast(kind, value):
        return value

    class Protocol:
        """Says what a class must have; nothing at run time."""

    class _Fields(type):
        """Makes a tuple class of a class body with annotations."""

        def __new__(mcls, name, bases, space):
            fields = tuple(space.get("__annotations__", ()))
            defaults = tuple([space[field] for field in fields if field in space])
            for position, field in enumerate(fields):
                space[field] = _tuplegetter(position, "")
            space.update(__slots__=(), _fields=fields, __match_args__=fields)
            if fields:
                space["__new__"] = _first_call(fields, defaults)
            return super().__new__(mcls, name, bases, space)

    def _first_call(fields, defaults):
        """A constructor that replaces itself by the real one: most classes that are imported are not made in one
        command.
        """

        def make(cls, *args, **kwargs):
            owner = next(c for c in cls.__mro__ if c.__dict__.get("_fields") is fields)
            names = ", ".join(fields)
            made = eval(f"lambda _cls, {names}: _new(_cls, ({names},))", {"_new": tuple.__new__})
            made.__defaults__ = defaults
            owner.__new__ = made
            return made(cls, *args, **kwargs)

        return make

    class NamedTuple(tuple, metaclass=_Fields):
        """Fields of a class body, in order, those with defaults last."""

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, /, **changed):
            made = type(self)(*map(changed.pop, self._fields, self))
            if changed:
                raise TypeError(f"Got unexpected field names: {list(changed)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self))

        def __repr__(self):
            shown = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self)])
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self):
            return tuple(self)
