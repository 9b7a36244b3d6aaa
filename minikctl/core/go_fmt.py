"""Go's fmt.Sprintf and fmt.Sprint over decoded JSON values.

Types are those of Go: JSON integers are int64, constants and lengths `Int` (int), bytes of strings `Byte` (uint8).
What does not fit its verb is printed the way Go complains: `%!d(string=x)`, `%!d(MISSING)`, `%!(EXTRA int=1)`.
"""

from __future__ import annotations

from minikctl.core.go_text import MAX_INT64, MIN_INT64, float_g, quote_go, sharp, sprint
from minikctl.core.typed import Any, NamedTuple


class Int(int):
    """Go's int."""


class Byte(int):
    """Go's uint8."""


def type_name(value: Any) -> str:
    """The Go type of a value; `<nil>` for None."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, Int):
        return "int"
    if isinstance(value, Byte):
        return "uint8"
    if isinstance(value, int):
        return "int64" if MIN_INT64 <= value <= MAX_INT64 else "float64"
    names = {float: "float64", str: "string", dict: "map[string]interface {}", list: "[]interface {}"}
    return names.get(type(value), type(value).__name__)


def sprint_all(values: list[Any]) -> str:
    """fmt.Sprint: a blank between two values of which none is a string."""
    out: list[str] = []
    for i, value in enumerate(values):
        if i and not isinstance(value, str) and not isinstance(values[i - 1], str):
            out.append(" ")
        out.append(sprint(value))
    return "".join(out)


class Spec(NamedTuple):
    """The flags, width and precision of one verb."""

    flags: str = ""
    width: int | None = None
    precision: int | None = None


def sprintf(text: str, args: list[Any]) -> str:
    return _Formatter(text, args).run()


class _Formatter:
    def __init__(self, text: str, args: list[Any]) -> None:
        self.text = text
        self.args = args
        self.at = 0
        self.arg = 0
        self.reordered = False
        self.good_index = True

    def run(self) -> str:
        out = []
        while self.at < len(self.text):
            percent = self.text.find("%", self.at)
            if percent < 0:
                out.append(self.text[self.at :])
                break
            out.append(self.text[self.at : percent])
            self.at = percent + 1
            out.append(self.verb())
        if not self.reordered and self.arg < len(self.args):
            extra = ", ".join(_extra(value) for value in self.args[self.arg :])
            out.append(f"%!(EXTRA {extra})")
        return "".join(out)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def verb(self) -> str:
        self.good_index = True
        start = self.at
        while self.peek() and self.peek() in "+-# 0":
            self.at += 1
        flags = self.text[start : self.at]
        after_index = self.index()
        width, flags, bad = self.width(flags, after_index)
        after_index = after_index and width is None
        precision = None
        if self.peek() == ".":
            self.at += 1
            if after_index:
                self.good_index = False
            after_index = self.index()
            precision, bad_precision = self.precision()
            bad += bad_precision
        if not after_index:
            self.index()
        verb = self.peek()
        self.at += 1
        return bad + self.one(verb, Spec(flags, width, precision))

    def one(self, verb: str, spec: Spec) -> str:
        if not verb:
            return "%!(NOVERB)"
        if verb == "%":
            return "%"
        if not self.good_index:
            return f"%!{verb}(BADINDEX)"
        if self.arg >= len(self.args):
            return f"%!{verb}(MISSING)"
        value = self.args[self.arg]
        self.arg += 1
        return format_value(value, verb, spec)

    def index(self) -> bool:
        """`[2]`: the argument that comes next."""
        if self.peek() != "[":
            return False
        self.reordered = True
        end = self.text.find("]", self.at)
        if end < 0:
            self.good_index = False
            self.at += 1
            return False
        number = self.text[self.at + 1 : end]
        self.at = end + 1
        if number.isdecimal() and 1 <= int(number) <= len(self.args):
            self.arg = int(number) - 1
            return True
        self.good_index = False
        return True

    def star(self) -> int | None:
        """The next argument as a number, None when it is none."""
        value = self.args[self.arg] if self.arg < len(self.args) else None
        self.arg += 1
        good = isinstance(value, int) and not isinstance(value, bool) and -1_000_000 <= value <= 1_000_000
        return int(value) if good else None  # type: ignore[arg-type]

    def digits(self) -> int | None:
        start = self.at
        while self.peek().isdecimal() and self.peek().isascii():
            self.at += 1
        number = self.text[start : self.at]
        return int(number) if number and int(number) <= 1_000_000 else None

    def width(self, flags: str, after_index: bool) -> tuple[int | None, str, str]:
        if self.peek() != "*":
            width = self.digits()
            if after_index and width is not None:
                self.good_index = False
            return width, flags, ""
        self.at += 1
        width = self.star()
        if width is None:
            return None, flags, "%!(BADWIDTH)"
        if width < 0:
            return -width, flags + "-", ""
        return width, flags, ""

    def precision(self) -> tuple[int | None, str]:
        if self.peek() != "*":
            return self.digits() or 0, ""
        self.at += 1
        precision = self.star()
        if precision is None:
            return None, "%!(BADPREC)"
        return (precision if precision >= 0 else None), ""


def _extra(value: Any) -> str:
    return "<nil>" if value is None else f"{type_name(value)}={sprint(value)}"


def _bad(value: Any, verb: str) -> str:
    if value is None:
        return f"%!{verb}(<nil>)"
    return f"%!{verb}({type_name(value)}={sprint(value)})"


def format_value(value: Any, verb: str, spec: Spec) -> str:
    """One value by one verb."""
    if verb == "T":
        return _padded(type_name(value), spec)
    if value is None:
        return _padded("<nil>", spec) if verb == "v" else _bad(value, verb)
    if verb == "v" and "#" in spec.flags:
        return _padded(sharp(value), spec)
    if verb == "v" and "+" in spec.flags:
        spec = spec._replace(flags=spec.flags.replace("+", ""))
    if isinstance(value, dict):
        return "map[" + " ".join(f"{_item(k, verb, spec)}:{_item(value[k], verb, spec)}" for k in sorted(value)) + "]"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(_item(item, verb, spec) for item in value) + "]"
    if isinstance(value, bool):
        return _padded("true" if value else "false", spec) if verb in "tv" else _bad(value, verb)
    if isinstance(value, int) and MIN_INT64 <= value <= MAX_INT64:
        return _integer(value, verb, spec)
    if isinstance(value, (int, float)):
        return _float(float(value), verb, spec)
    return _string(str(value), verb, spec)


def _item(value: Any, verb: str, spec: Spec) -> str:
    if value is None:
        return _padded("<nil>", spec)
    return format_value(value, verb, spec)


def _padded(text: str, spec: Spec, zeros: bool = False) -> str:
    if spec.width is None or len(text) >= spec.width:
        return text
    if "-" in spec.flags:
        return text.ljust(spec.width)
    return text.rjust(spec.width, "0" if zeros and "0" in spec.flags else " ")


_BASES = {"d": "d", "v": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}
_PREFIXES = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}


def _integer(value: int, verb: str, spec: Spec) -> str:
    if verb == "c":
        return _padded(_rune(value), spec)
    if verb == "q":
        return _padded(_quoted_rune(value), spec)
    if verb == "U":
        text = f"U+{value:04X}"
        return _padded(f"{text} '{_rune(value)}'" if "#" in spec.flags and _rune(value).isprintable() else text, spec)
    if verb not in _BASES:
        return _bad(value, verb)
    digits = format(abs(value), _BASES[verb])
    if spec.precision is not None:
        digits = "" if spec.precision == 0 and value == 0 else digits.rjust(spec.precision, "0")
    prefix = "0o" if verb == "O" else _PREFIXES.get(verb, "") if "#" in spec.flags else ""
    return _signed(prefix + digits, value < 0, spec, zeros=spec.precision is None)


def _signed(text: str, negative: bool, spec: Spec, zeros: bool) -> str:
    sign = "-" if negative else "+" if "+" in spec.flags else " " if " " in spec.flags else ""
    if zeros and "0" in spec.flags and "-" not in spec.flags and spec.width is not None:
        text = text.rjust(spec.width - len(sign), "0")
    return _padded(sign + text, spec)


def _float(value: float, verb: str, spec: Spec) -> str:
    if verb in "vgG" and spec.precision is None:
        text = float_g(abs(value))
        text = text.upper() if verb == "G" else text
    elif verb in "eEfFgGv":
        precision = 6 if spec.precision is None else spec.precision
        text = format(abs(value), f".{precision}{'g' if verb == 'v' else verb.replace('F', 'f')}")
    else:
        return _bad(value, verb)
    return _signed(text, str(value).startswith("-"), spec, zeros=True)


def _string(value: str, verb: str, spec: Spec) -> str:
    if verb in "xX":
        data = value.encode("utf-8", "surrogateescape")
        data = data if spec.precision is None else data[: spec.precision]
        text = data.hex(" ") if " " in spec.flags else data.hex()
        if "#" in spec.flags and text:
            text = "0x" + (text.replace(" ", " 0x"))
        return _padded(text.upper() if verb == "X" else text, spec)
    if verb not in "svq":
        return _bad(value, verb)
    text = value if spec.precision is None else value[: spec.precision]
    if verb == "q":
        text = _quoted(text, spec)
    return _padded(text, spec, zeros=True)


def _quoted(text: str, spec: Spec) -> str:
    if "#" in spec.flags and "`" not in text and text.replace("\t", "").isprintable():
        return f"`{text}`"
    quoted = quote_go(text)
    if "+" not in spec.flags or quoted.isascii():
        return quoted
    return "".join(c if c < "\x7f" else f"\\u{ord(c):04x}" if c <= "\uffff" else f"\\U{ord(c):08x}" for c in quoted)


def _rune(value: int) -> str:
    return chr(value) if 0 <= value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else "\ufffd"


def _quoted_rune(value: int) -> str:
    char = _rune(value)
    if char == "'":
        return "'\\''"
    if char == '"':
        return "'\"'"
    return "'" + quote_go(char)[1:-1] + "'"
