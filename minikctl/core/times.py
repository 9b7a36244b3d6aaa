"""Points in time as text and back: int microseconds since the epoch, UTC, by whole-number arithmetic.

`datetime` is left out on purpose: its import costs more than a command has. Knows nothing of clocks.
"""

from __future__ import annotations

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LAYOUT = "2006-01-02T15:04:05Z07:00"
LAYOUT_MICRO = "2006-01-02T15:04:05.000000Z07:00"

_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")  # day 0 of the epoch was a Thursday
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class TimeError(ValueError):
    """Text that is no RFC 3339 time; the message is that of Go's time.Parse."""


class Civil(tuple[int, int, int, int, int, int, int]):
    """(year, month, day, hour, minute, second, microsecond)"""


def civil(at: int) -> Civil:
    """The calendar date and time of day of a moment, in UTC."""
    days, rest = divmod(at, DAY)
    era, day_of_era = divmod(days + 719468, 146097)  # eras of 400 years that begin on 1 March
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = year_of_era + era * 400 + (month <= 2)
    hour, rest = divmod(rest, HOUR)
    minute, rest = divmod(rest, MINUTE)
    second, micro = divmod(rest, SECOND)
    return Civil((year, month, day, hour, minute, second, micro))


def from_civil(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """The moment of a UTC date and time; the parts have to be in range."""
    shifted_year = year - (month <= 2)
    era, year_of_era = divmod(shifted_year, 400)
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    days = era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468
    return ((days * 24 + hour) * 60 + minute) * MINUTE + second * SECOND


def days_in(month: int, year: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def weekday(at: int) -> int:
    """0 is Sunday, as in cron."""
    return (at // DAY + 4) % 7


_written: dict[int, str] = {}  # many objects are written in one second
_REMEMBERED = 1024


def rfc3339(at: int) -> str:
    """`2026-11-22T08:12:26Z`; fractions of a second are cut off, as metav1.Time does."""
    whole = at // SECOND
    text = _written.get(whole)
    if text is None:
        year, month, day, hour, minute, second, _ = civil(at)
        text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        if len(_written) >= _REMEMBERED:
            _written.clear()
        _written[whole] = text
    return text


def rfc3339_micro(at: int) -> str:
    """`2026-11-22T08:12:26.000001Z`, the form of metav1.MicroTime."""
    return f"{rfc3339(at)[:-1]}.{at % SECOND:06}Z"


def rfc1123z(at: int) -> str:
    """`Sun, 22 Nov 2026 08:12:26 +0000`, as describe shows times."""
    year, month, day, hour, minute, second, _ = civil(at)
    name = _WEEKDAYS[at // DAY % 7]
    return f"{name}, {day:02} {_MONTHS[month - 1]} {year:04} {hour:02}:{minute:02}:{second:02} +0000"


_read: dict[str, int] = {}


def parse_rfc3339(text: str, layout: str = LAYOUT) -> int:
    """Raises TimeError; finer than a microsecond is cut off. `layout` is only named in the message."""
    at = _read.get(text)
    if at is None:
        at = _parse(text, layout)
        if len(_read) >= _REMEMBERED:
            _read.clear()
        _read[text] = at
    return at


def _parse(text: str, layout: str) -> int:
    if len(text) == 20 and text[4] + text[7] + text[10] + text[13] + text[16] + text[19] == "--T::Z":
        parts = text[:4], text[5:7], text[8:10], text[11:13], text[14:16], text[17:19]
        if all(map(_is_digits, parts)):
            year, month, day, hour, minute, second = map(int, parts)
            if 0 < month < 13 and 0 < day <= days_in(month, year) and hour < 24 and minute < 60 and second < 60:
                return from_civil(year, month, day, hour, minute, second)
    return _Scanner(text, layout).parse()


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


class _Scanner:
    """The careful way: names the first part that does not fit, as Go does."""

    def __init__(self, text: str, layout: str) -> None:
        self.text = text
        self.rest = text
        self.layout = layout

    def parse(self) -> int:
        year = self.number("2006", 4)
        self.literal("-")
        month = self.number("01", 2, 1, 12, "month")
        self.literal("-")
        day = self.number("02", 2)
        self.literal("T")
        hour = self.number("15", 2, 0, 23, "hour", loose=True)
        self.literal(":")
        minute = self.number("04", 2, 0, 59, "minute")
        self.literal(":")
        second = self.number("05", 2, 0, 59, "second")
        micro = self.fraction()
        offset = self.offset()
        if self.rest:
            raise TimeError(f"parsing time {quote(self.text)}: extra text: {quote(self.rest)}")
        if not 1 <= day <= days_in(month, year):
            raise self.out_of_range("day")
        return from_civil(year, month, day, hour, minute, second) + micro - offset * MINUTE

    def number(
        self, part: str, width: int, least: int = 0, most: int = 9999, name: str = "", loose: bool = False
    ) -> int:
        digits = self.rest[:width]
        if loose and len(digits) == 2 and not _is_digits(digits):
            digits = digits[:1]
        if len(digits) < (1 if loose else width) or not _is_digits(digits):
            raise self.unfit(part)
        if not least <= int(digits) <= most:
            raise self.out_of_range(name)
        self.rest = self.rest[len(digits) :]
        return int(digits)

    def literal(self, expected: str) -> None:
        if not self.rest.startswith(expected):
            raise self.unfit(expected)
        self.rest = self.rest[len(expected) :]

    def fraction(self) -> int:
        if self.rest[:1] not in (".", ",") or not _is_digits(self.rest[1:2]):
            if "." in self.layout:
                raise self.unfit(".000000")
            return 0
        size = 1
        while _is_digits(self.rest[size : size + 1]):
            size += 1
        digits = self.rest[1:size]
        self.rest = self.rest[size:]
        return int(digits[:6].ljust(6, "0"))

    def offset(self) -> int:
        """Minutes east of UTC."""
        rest = self.rest
        if rest[:1] == "Z":
            self.rest = rest[1:]
            return 0
        fits = rest[:1] in ("+", "-") and rest[3:4] == ":" and _is_digits(rest[1:3]) and _is_digits(rest[4:6])
        if not fits or len(rest) < 6:
            raise self.unfit("Z07:00")
        hours, minutes = int(rest[1:3]), int(rest[4:6])
        if hours > 24:
            raise self.out_of_range("time zone offset hour")
        if minutes > 60:
            raise self.out_of_range("time zone offset minute")
        self.rest = rest[6:]
        return (hours * 60 + minutes) * (-1 if rest[0] == "-" else 1)

    def unfit(self, part: str) -> TimeError:
        whole = f"parsing time {quote(self.text)} as {quote(self.layout)}"
        return TimeError(f"{whole}: cannot parse {quote(self.rest)} as {quote(part)}")

    def out_of_range(self, name: str) -> TimeError:
        return TimeError(f"parsing time {quote(self.text)}: {name} out of range")


def quote(text: str) -> str:
    """Double quotes as Go's time package puts them: bytes that are no plain ASCII are escaped one by one."""
    out = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif " " <= char < "\x7f":
            out.append(char)
        else:
            out += [f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogatepass")]
    return '"' + "".join(out) + '"'
