"""Resource quantities ("250m", "1.5Gi", "12e6"): exact values, their order and sums, and the canonical text of each.

A Quantity remembers what Go's own struct would hold after parsing (`unscaled`, `scale`, `big`, `text`, `format`): the
pod template hash is taken over those fields. Knows nothing of resources or objects.
"""

from __future__ import annotations

from minikctl.core.typed import NamedTuple

DECIMAL_SI = "DecimalSI"
BINARY_SI = "BinarySI"
DECIMAL_EXPONENT = "DecimalExponent"

FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
SUFFIX_WRONG = "unable to parse quantity's suffix"

_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {exponent: suffix for suffix, exponent in _DECIMAL.items()}
_BINARY_SUFFIX = ["", *_BINARY]
_MAX_BINARY = 2**63 - 1
_MAX_EXPONENT = 1000  # Go stops at 2^31: nobody means that, and powers of ten are kept as whole numbers here


class QuantityError(ValueError):
    """Text that is no quantity; the message is apimachinery's."""


class Quantity(NamedTuple):
    """The value is unscaled * 10**scale. `text` is what Go keeps of the input, "" where it computes the text anew.

    It keeps what looks canonical and sometimes is not: "+5k", "1.500".
    """

    unscaled: int
    scale: int = 0
    format: str = DECIMAL_SI
    text: str = ""
    big: bool = False  # held by Go as an arbitrary-precision decimal

    def __str__(self) -> str:
        return self.text or canonical_text(self)

    def is_zero(self) -> bool:
        return self.unscaled == 0

    def sign(self) -> int:
        return (self.unscaled > 0) - (self.unscaled < 0)

    def cmp(self, other: Quantity) -> int:
        """-1, 0 or 1. The operators compare the representation, as tuples do: use this for order."""
        scale = min(self.scale, other.scale)
        mine, theirs = self._at(scale), other._at(scale)
        return (mine > theirs) - (mine < theirs)

    def add(self, other: Quantity) -> Quantity:
        """The sum, in this one's format (the other's when this one is zero)."""
        scale = min(self.scale, other.scale)
        return Quantity(self._at(scale) + other._at(scale), scale, other.format if self.is_zero() else self.format)

    def sub(self, other: Quantity) -> Quantity:
        return self.add(other.neg())

    def neg(self) -> Quantity:
        return Quantity(-self.unscaled, self.scale, self.format)

    def value(self) -> int:
        """The whole number, rounded away from zero."""
        return self.scaled(0)

    def milli(self) -> int:
        """Thousandths, rounded away from zero."""
        return self.scaled(-3)

    def scaled(self, scale: int) -> int:
        """How many 10**scale, rounded away from zero."""
        if self.scale >= scale:
            return self._at(scale)
        divisor: int = 10 ** (scale - self.scale)
        return -(-self.unscaled // divisor) if self.unscaled > 0 else self.unscaled // divisor

    def _at(self, scale: int) -> int:
        factor: int = 10 ** (self.scale - scale)
        return self.unscaled * factor


ZERO = Quantity(0, 0, DECIMAL_SI, "0")


def parse(text: str) -> Quantity:
    """Raises QuantityError with apimachinery's text."""
    if text == "0":
        return ZERO
    if not text:
        raise QuantityError(FORMAT_WRONG)
    negative, number, fraction, suffix = _split(text)
    exponent, format_ = _interpret(suffix)
    digits = number + fraction
    if format_ == BINARY_SI:
        fits = not fraction and 15 - len(number) - exponent * 3 // 10 - 1 >= 0
        scale, factor = 0, 2**exponent
        canonical = exponent % 10 == 0 and int(digits) & 7 != 0
    else:
        scale, factor = exponent - len(fraction), 1
        fits = 18 - len(digits) >= 0 and scale >= -9
        canonical = scale % 3 == 0 and not digits.endswith("000") and digits[0] != "0"
    if not fits:
        return _parse_big(negative, int(digits) * factor, exponent if factor == 1 else 0, len(fraction), format_)
    unscaled = int(digits) * factor
    return Quantity(-unscaled if negative else unscaled, scale, format_, text if canonical else "")


def from_json(value: object) -> Quantity:
    """A quantity as JSON holds it: a string, or a bare number."""
    if isinstance(value, str):
        return parse(value.strip())
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise QuantityError(FORMAT_WRONG)
    return parse(str(value))


def canonical(value: object) -> str:
    """The text that a server gives back for a quantity of JSON: "1000m" -> "1", 0.5 -> "500m"."""
    known = _canonical.get(value) if type(value) is str else None
    if known is None:
        known = str(from_json(value))
        if type(value) is str:
            _canonical[value] = known
    return known


_canonical: dict[object, str] = {}  # few different texts occur in one process, each of them often


def canonical_text(quantity: Quantity) -> str:
    """Nothing lost, no fraction, the largest suffix that fits."""
    value, exponent, format_ = quantity.unscaled, quantity.scale, quantity.format
    if value == 0:
        return "0"
    if format_ == BINARY_SI:
        whole = _whole(value, exponent)
        if whole is not None and abs(whole) >= 1024:
            power = 0
            while whole % 1024 == 0 and power < len(_BINARY_SUFFIX) - 1:
                whole //= 1024
                power += 1
            return f"{whole}{_BINARY_SUFFIX[power]}"
        format_ = DECIMAL_SI
    while value % 10 == 0:
        value //= 10
        exponent += 1
    value *= 10 ** (exponent % 3)
    exponent -= exponent % 3
    if format_ == DECIMAL_SI:
        return f"{value}{_DECIMAL_SUFFIX.get(exponent, '')}"  # beyond E the exponent is lost; so in Kubernetes v1.37
    return f"{value}e{exponent}" if exponent else str(value)


def compare(left: str, right: str) -> int:
    """-1, 0 or 1 for two quantities given as text."""
    return 0 if left == right else parse(left).cmp(parse(right))


def total(quantities: list[Quantity]) -> Quantity:
    out = Quantity(0)
    for quantity in quantities:
        out = out.add(quantity)
    return out


def _split(text: str) -> tuple[bool, str, str, str]:
    """Sign, digits before and after the point ("0" for none before), suffix."""
    position = 1 if text[0] in "+-" else 0
    negative = text[0] == "-"
    rest = text[position:].lstrip("0")
    after = rest.lstrip("0123456789")
    number = rest[: len(rest) - len(after)] or "0"
    fraction = ""
    if after[:1] == ".":
        suffix = after[1:].lstrip("0123456789")
        fraction = after[1 : len(after) - len(suffix)]
    else:
        suffix = after
    tail = suffix.lstrip("eEinumkKMGTP")
    if tail[:1] in ("+", "-"):
        tail = tail[1:]
    if tail.lstrip("0123456789"):
        raise QuantityError(FORMAT_WRONG)
    return negative, number, fraction, suffix


def _interpret(suffix: str) -> tuple[int, str]:
    """The exponent (of 2 for BinarySI, else of 10) and the format that a suffix stands for."""
    if suffix in _DECIMAL:
        return _DECIMAL[suffix], DECIMAL_SI
    if suffix in _BINARY:
        return _BINARY[suffix], BINARY_SI
    digits = suffix[2:] if suffix[1:2] in ("+", "-") else suffix[1:]
    if suffix[0] in "eE" and digits.isdigit() and int(digits) <= _MAX_EXPONENT:
        return int(suffix[1:]), DECIMAL_EXPONENT
    raise QuantityError(SUFFIX_WRONG)


def _parse_big(negative: bool, unscaled: int, exponent: int, places: int, format_: str) -> Quantity:
    """What does not fit the quick form: rounded away from zero to 10**-9, binary ones capped at 2**63-1."""
    scale = exponent - places
    if unscaled:
        unscaled = unscaled * 10 ** (scale + 9) if scale >= -9 else -(-unscaled // 10 ** (-9 - scale))
        scale = -9
    if format_ == BINARY_SI:
        if unscaled > _MAX_BINARY * 10**9:
            unscaled, scale = _MAX_BINARY, 0
        elif 0 < unscaled < 10**9:
            format_ = DECIMAL_SI
    return Quantity(-unscaled if negative else unscaled, scale, format_, "", True)


def _whole(value: int, exponent: int) -> int | None:
    if exponent >= 0:
        return int(value * 10**exponent)
    whole, rest = divmod(value, 10**-exponent)
    return None if rest else whole


def milli(value: object) -> int:
    """Thousandths of a quantity given as JSON, rounded away from zero."""
    return from_json(value).milli()


def value(value: object) -> int:
    """The whole number of a quantity given as JSON, rounded away from zero."""
    return from_json(value).value()
