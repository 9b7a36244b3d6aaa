"""Lengths of time: kubectl's ages and Go's duration text. Int microseconds; points in time are in `times`."""

from __future__ import annotations

from minikctl.core.times import DAY, HOUR, MINUTE, SECOND, quote

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 6 * 10**10, "h": 36 * 10**11}
_MAX = 2**63 - 1  # Go counts nanoseconds in an int64


class DurationError(ValueError):
    """Text that is no Go duration; the message is that of time.ParseDuration."""


def human(span: int) -> str:
    """kubectl's AGE: two units while young (`4m3s`, `5h12m`, `3d4h`), one when older."""
    if span < 2 * MINUTE:
        return _seconds(span)
    if span < 10 * MINUTE:
        return _two(span // MINUTE, "m", span // SECOND % 60, "s")
    if span < 3 * HOUR:
        return f"{span // MINUTE}m"
    if span < 8 * HOUR:
        return _two(span // HOUR, "h", span // MINUTE % 60, "m")
    if span < 2 * DAY:
        return f"{span // HOUR}h"
    if span < 8 * DAY:
        return _two(span // DAY, "d", span // HOUR % 24, "h")
    days = span // DAY
    if days < 2 * 365:
        return f"{days}d"
    if days < 8 * 365:
        return _two(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def short_human(span: int) -> str:
    """One unit only: `59s`, `12m`, `5h`, `3d`, `2y`."""
    if span < MINUTE:
        return _seconds(span)
    if span < HOUR:
        return f"{span // MINUTE}m"
    if span < DAY:
        return f"{span // HOUR}h"
    days = span // DAY
    return f"{days}d" if days < 365 else f"{days // 365}y"


def _seconds(span: int) -> str:
    if span <= -2 * SECOND:  # clocks may differ by less than two seconds
        return "<invalid>"
    return f"{max(span, 0) // SECOND}s"


def _two(large: int, unit: str, small: int, small_unit: str) -> str:
    return f"{large}{unit}{small}{small_unit}" if small else f"{large}{unit}"


def go_format(span: int) -> str:
    """time.Duration's text: `1h2m3.5s`, `1.5ms`, `0s`."""
    sign = "-" if span < 0 else ""
    span = abs(span)
    if span == 0:
        return "0s"
    if span < 1000:
        return f"{sign}{span}µs"
    if span < SECOND:
        return f"{sign}{_decimal(span, 1000)}ms"
    minutes, rest = divmod(span, MINUTE)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{sign}{head}{_decimal(rest, SECOND)}s"


def _decimal(value: int, unit: int) -> str:
    whole, rest = divmod(value, unit)
    digits = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def go_parse(text: str) -> int:
    """time.ParseDuration in microseconds (finer is cut off): `1h30m`, `-1.5s`, `300ms`, `0`. Raises DurationError."""
    rest = text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return 0
    if not rest:
        raise DurationError(f"time: invalid duration {quote(text)}")
    nanoseconds = 0
    while rest:
        part, rest = _next_part(rest, text)
        nanoseconds += part
        if nanoseconds > _MAX:
            raise DurationError(f"time: invalid duration {quote(text)}")
    return -(nanoseconds // 1000) if text[0] == "-" else nanoseconds // 1000


def _next_part(rest: str, text: str) -> tuple[int, str]:
    """The nanoseconds of the first number with its unit, and what follows."""
    after = rest.lstrip("0123456789")
    whole = rest[: len(rest) - len(after)]
    fraction = ""
    if after[:1] == ".":
        tail = after[1:].lstrip("0123456789")
        fraction = after[1 : len(after) - len(tail)]
        after = tail
    if not whole and not fraction:
        raise DurationError(f"time: invalid duration {quote(text)}")
    size = 0
    while size < len(after) and after[size] != "." and not "0" <= after[size] <= "9":
        size += 1
    unit = after[:size]
    if not unit:
        raise DurationError(f"time: missing unit in duration {quote(text)}")
    if unit not in _UNITS:
        raise DurationError(f"time: unknown unit {quote(unit)} in duration {quote(text)}")
    scale = _UNITS[unit]
    return int(whole or "0") * scale + int((fraction[:18] or "0").ljust(18, "0")) * scale // 10**18, after[size:]


def age(since: str | None, now: int) -> str:
    """The AGE of something that carries an RFC 3339 time; `<unknown>` without one."""
    if not since:
        return "<unknown>"
    from minikctl.core.times import parse_rfc3339

    return human(now - parse_rfc3339(since))
