"""The one-line text of a pod template that its hash is taken over: go-spew's `%#v` with sorted keys.

Every field of every struct is named, with its Go type, in the order of declaration; what is not set prints as Go's zero
value. A Spew is told the types; it knows no behaviour of pods.
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Dumper = Callable[[Any], str]


class Spew:
    """Writes values of the types of one table; what it works out about a type is kept."""

    def __init__(
        self,
        fields: Callable[[str], Sequence[schema.Field]],
        resolve: Callable[[str], str],
        special: dict[str, tuple[Dumper, str]],
    ) -> None:
        """`special`: types that keep something else inside than JSON shows, with their text when unset."""
        self._fields = fields
        self._resolve = resolve
        self._special = special
        self._dumpers: dict[str, Dumper] = {}
        self._zeros: dict[str, str] = {}

    def dump(self, value: Any, type_name: str) -> str:
        """The value with its type in front: `(v1.PodTemplateSpec){ObjectMeta:(v1.ObjectMeta){...} ...}`."""
        return f"({schema.go_name(type_name)}){self._dumper(type_name)(value)}"

    def _dumper(self, type_name: str) -> Dumper:
        """The function that writes a value without its type; it is not given None."""
        found = self._dumpers.get(type_name)
        if found is None:
            found = self._dumpers[type_name] = self._make(type_name.removeprefix("*"))
        return found

    def _make(self, type_name: str) -> Dumper:
        if type_name in self._special:
            return self._special[type_name][0]
        under = self._resolve(type_name)
        if under[0] == "[":
            return self._list(under[2:])
        if under.startswith("map["):
            return self._map(schema.elem(under))
        if under == "bool":
            return _bool
        return str if "." not in under else self._struct(under)

    def _zero(self, type_name: str) -> str:
        """What prints for a field that is not set."""
        found = self._zeros.get(type_name)
        if found is None:
            found = self._zeros[type_name] = self._make_zero(type_name)
        return found

    def _make_zero(self, type_name: str) -> str:
        if type_name in self._special:
            return self._special[type_name][1]
        under = "*" if type_name[0] == "*" else self._resolve(type_name)
        if under[0] in "*[" or under.startswith("map["):
            return "<nil>"
        if "." in under:
            return self._dumper(type_name)({})
        return {"string": "", "bool": "false"}.get(under, "0")

    def _list(self, inner: str) -> Dumper:
        def dump_list(value: Any) -> str:
            if not value:
                return "<nil>"
            item = self._dumper(inner)
            return "[" + " ".join([self._zero(inner) if each is None else item(each) for each in value]) + "]"

        return dump_list

    def _map(self, inner: str) -> Dumper:
        def dump_map(value: Any) -> str:
            if not value:
                return "<nil>"
            item = self._dumper(inner)
            return "map[" + " ".join([f"{key}:{item(value[key])}" for key in sorted(value)]) + "]"

        return dump_map

    def _struct(self, name: str) -> Dumper:
        rows: list[tuple[str, str, str, str]] = []  # JSON name, "" for an embedded struct; head; whole when unset; type

        def prepare() -> None:
            for field in self._fields(name):
                head = f"{field.go}:({schema.go_name(field.type)})"
                rows.append(("" if field.inline else field.json, head, head + self._zero(field.type), field.type))

        def dump_struct(value: Any) -> str:
            if not rows:
                prepare()
            out = []
            for json, head, unset, type_name in rows:
                if json:
                    each = value.get(json)
                    out.append(unset if each is None else head + self._dumper(type_name)(each))
                else:
                    out.append(head + self._dumper(type_name)(value))
            return "{" + " ".join(out) + "}"

        return dump_struct


def _bool(value: Any) -> str:
    return "true" if value else "false"


def _quantity(value: Any) -> str:
    from minikctl.core import quantity

    parsed = quantity.from_json(value)
    number, scale = (0, 0) if parsed.big else (parsed.unscaled, parsed.scale)
    big = decimal(parsed.unscaled, -parsed.scale) if parsed.big else "<nil>"
    return (
        f"{{i:(resource.int64Amount){{value:(int64){number} scale:(resource.Scale){scale}}} "
        f"d:(resource.infDecAmount){{Dec:(*inf.Dec){big}}} "
        f"s:(string){parsed.text} Format:(resource.Format){parsed.format}}}"
    )


def decimal(unscaled: int, scale: int) -> str:
    """An inf.Dec: unscaled / 10**scale, in words of 64 bits, the lowest first."""
    words = []
    rest = abs(unscaled)
    while rest:
        words.append(str(rest & 0xFFFFFFFFFFFFFFFF))
        rest >>= 64
    absolute = f"[{' '.join(words)}]" if words else "<nil>"
    return f"{{unscaled:(big.Int){{neg:(bool){_bool(unscaled < 0)} abs:(big.nat){absolute}}} scale:(inf.Scale){scale}}}"


def _int_or_string(value: Any) -> str:
    kind, number, text = (1, 0, value) if isinstance(value, str) else (0, value, "")
    return f"{{Type:(intstr.Type){kind} IntVal:(int32){number} StrVal:(string){text}}}"


_UTC = (  # time.Local of a process in a container without time zone data
    "{name:(string)UTC zone:([]time.zone)<nil> tx:([]time.zoneTrans)<nil> extend:(string) "
    "cacheStart:(int64)0 cacheEnd:(int64)0 cacheZone:(*time.zone)<nil>}"
)
_YEAR_1_TO_EPOCH = 62135596800  # seconds: Go counts from the year 1


def _time(value: Any) -> str:
    from minikctl.core.times import SECOND, parse_rfc3339

    return _time_text(parse_rfc3339(value) // SECOND + _YEAR_1_TO_EPOCH, _UTC)


def _time_text(seconds: int, location: str) -> str:
    return f"{{Time:(time.Time){{wall:(uint64)0 ext:(int64){seconds} loc:(*time.Location){location}}}}}"


def _fields_v1(value: Any) -> str:
    import json

    raw = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return f"{{Raw:([]uint8)[{' '.join(map(str, raw))}]}}"


INT_OR_STRING = (_int_or_string, _int_or_string(0))
_NO_QUANTITY = (
    "{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} "
    "d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string) Format:(resource.Format)}"
)

CURRENT = Spew(
    schema.fields,
    schema.resolve,
    {
        "api/resource.Quantity": (_quantity, _NO_QUANTITY),
        "util/intstr.IntOrString": INT_OR_STRING,
        "meta/v1.Time": (_time, _time_text(0, "<nil>")),
        "meta/v1.FieldsV1": (_fields_v1, "{Raw:([]uint8)<nil>}"),
    },
)
