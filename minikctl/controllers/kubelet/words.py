"""Shell text as words: quotes removed, operators apart. Also which hosts a command asks for. Pure."""

from __future__ import annotations

OPERATORS = ("&&", "||", ";", "|", "&", "(", ")", "{", "}")
ASKING = frozenset(
    (
        "nslookup",
        "wget",
        "curl",
        "nc",
        "ping",
        "dig",
        "host",
        "telnet",
        "mysqladmin",
        "pg_isready",
        "redis-cli",
        "mongosh",
    )
)
_FAR = frozenset(("com", "org", "net", "io", "dev", "cn", "de", "info"))


def host_of(name: str, args: list[str]) -> tuple[str, str] | None:
    """(Service, namespace or "") that a command asks for; None where it asks for none or for the world outside."""
    if name not in ASKING or "-l" in args or "-lp" in args:
        return None
    for flag in ("-h", "--host"):
        if flag in args[:-1]:
            return _service(args[args.index(flag) + 1])
    for arg in args:
        if not arg.startswith("-") and not arg.isdigit() and arg not in ("ping", "status"):
            return _service(arg)
    return None


def _service(text: str) -> tuple[str, str] | None:
    host = text.rpartition("://")[2].partition("/")[0].partition(":")[0]
    labels = host.split(".")
    if not labels[0] or "$" in labels[0] or labels[0] == "localhost" or labels[0].isdigit() or labels[-1] in _FAR:
        return None
    namespace = labels[1] if len(labels) > 1 and "$" not in labels[1] and labels[1] != "svc" else ""
    return labels[0], namespace


def count(word: str) -> int:
    """How many items a word of a for loop is: `$(seq 1 5)` and `{1..5}` are five."""
    text = word.strip("$()`{}")
    if text.startswith("seq "):
        numbers = [int(n) for n in text.split()[1:] if n.lstrip("-").isdigit()]
        return max(numbers[-1] - (numbers[0] if len(numbers) > 1 else 1) + 1, 0) if numbers else 1
    low, dots, high = text.partition("..")
    if dots and low.isdigit() and high.isdigit():
        return abs(int(high) - int(low)) + 1
    return 0 if word in (";", "\n") else 1


def split(text: str) -> list[str]:
    """Splits as a shell does, quotes removed; substitutions stay one word; operators and ends of lines are words."""
    out: list[str] = []
    word = ""
    begun = False
    at = 0
    while at < len(text):
        char = text[at]
        pair = text[at : at + 2]
        if char in "'\"":
            end = _closing(text, at)
            word, begun, at = word + text[at + 1 : end], True, end + 1
            continue
        if pair == "$(" or char == "`":
            end = _substitution(text, at)
            word, begun, at = word + text[at:end], True, end
            continue
        if char == "\\":
            word, begun, at = word + text[at + 1 : at + 2].replace("\n", ""), True, at + 2
            continue
        if char == "#" and not begun:
            at = text.find("\n", at)
            if at < 0:
                break
            continue
        operator = pair if pair in OPERATORS else char if char in ";|&()\n" else ""
        if operator == "&" and (word.endswith(">") or text[at + 1 : at + 2] == ">"):
            operator = ""
        if operator or char.isspace():
            if begun:
                out.append(word)
            word, begun = "", False
            if operator:
                out.append(operator)
            at += len(operator) or 1
            continue
        word, begun, at = word + char, True, at + 1
    if begun:
        out.append(word)
    return out


def _closing(text: str, at: int) -> int:
    """Where the quote that begins at `at` ends."""
    end = at + 1
    while end < len(text) and text[end] != text[at]:
        end += 2 if text[end] == "\\" and text[at] == '"' else 1
    return end


def _substitution(text: str, at: int) -> int:
    """Just after the `$(...)` or backquoted text that begins at `at`."""
    if text[at] == "`":
        end = text.find("`", at + 1)
        return end + 1 if end > 0 else len(text)
    depth = 0
    for end in range(at + 1, len(text)):
        depth += (text[end] == "(") - (text[end] == ")")
        if depth == 0:
            return end + 1
    return len(text)
