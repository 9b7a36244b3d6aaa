"""Times as `date` writes them, in UTC and English. Pure."""

from __future__ import annotations

from minikctl.core.times import SECOND, civil, weekday

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WHOLE = {
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "D": "%m/%d/%y",
    "R": "%H:%M",
    "c": "%a %b %e %H:%M:%S %Y",
    "r": "%I:%M:%S %p",
}


def shown(at: int, layout: str) -> str:
    """An instant (microseconds since the epoch) in a format of strftime."""
    for letter, meaning in _WHOLE.items():
        layout = layout.replace(f"%{letter}", meaning)
    year, month, day, hour, minute, second = civil(at)[:6]
    name, month_name = _DAYS[weekday(at)], _MONTHS[month - 1]
    values = {
        "Y": f"{year:04}",
        "y": f"{year % 100:02}",
        "m": f"{month:02}",
        "d": f"{day:02}",
        "e": f"{day:2}",
        "H": f"{hour:02}",
        "I": f"{(hour + 11) % 12 + 1:02}",
        "p": "AM" if hour < 12 else "PM",
        "M": f"{minute:02}",
        "S": f"{second:02}",
        "s": str(at // SECOND),
        "N": f"{at % SECOND * 1000:09}",
        "3N": f"{at % SECOND // 1000:03}",
        "a": name[:3],
        "A": name,
        "b": month_name[:3],
        "B": month_name,
        "Z": "UTC",
        "z": "+0000",
        ":z": "+00:00",
        "n": "\n",
        "t": "\t",
        "%": "%",
    }
    out = ""
    while layout:
        head, percent, layout = layout.partition("%")
        out += head
        if percent:
            key = next((k for k in (layout[:2], layout[:1]) if k in values), "")
            out += values[key] if key else "%"
            layout = layout[len(key) :]
    return out
