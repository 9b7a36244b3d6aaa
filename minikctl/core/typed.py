"""What modules need of `typing` when they run, without importing it: that costs 10 ms of every command.

Type checkers see the real names. `TYPE_CHECKING` is false, `Any` and `Protocol` stand for themselves, and `NamedTuple`
makes the same classes as typing's, without compiling each annotation; a constructor is compiled when it has been
called often.
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

    OFTEN = 100  # calls
    _new = tuple.__new__
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
                space["__new__"] = _constructor(fields, defaults)
            return super().__new__(mcls, name, bases, space)

    def _constructor(fields, defaults):
        """A constructor that replaces itself by a compiled one when it is called often: compiling takes as long as 200
        calls of this one, and in one command most classes make a handful.
        """
        size, calls = len(fields), 0

        def make(cls, *args, **kwargs):
            nonlocal calls
            calls += 1
            if calls < OFTEN:
                values = args
                if kwargs or len(args) < size:
                    rest = fields[len(args) :]
                    named = {**dict(zip(fields[size - len(defaults) :], defaults)), **kwargs}
                    values = () if kwargs.keys() - rest else (*args, *[named[f] for f in rest if f in named])
                if len(values) == size:
                    return _new(cls, values)
            owner = next(c for c in cls.__mro__ if c.__dict__.get("_fields") is fields)
            owner.__new__ = made = _compiled(fields, defaults)
            return made(cls, *args, **kwargs)  # says what is wrong with them

        return make

    def _compiled(fields, defaults):
        names = ", ".join(fields)
        made = eval(f"lambda _cls, {names}: _new(_cls, ({names},))", {"_new": _new})
        made.__defaults__ = defaults
        return made

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
