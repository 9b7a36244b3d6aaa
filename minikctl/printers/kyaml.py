"""`-o kyaml`: YAML in flow style that no YAML reader can misunderstand. Every string is quoted, keys only where they
must be.
"""

from __future__ import annotations

from minikctl.core.yaml_scalars import RESERVED, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ESCAPES = {
    "\0": "0", "\a": "a", "\b": "b", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"', "\\": "\\",
    "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip
_RESERVED = {word.lower() for word in RESERVED} | {"t", "f", "inf", "infinity", "nan"}


def print_kyaml(obj: Any, *, sort_keys: bool = True) -> str:
    """One document, with its `---`. `sort_keys=False` keeps the order of the keys, as in print_json."""
    return f"---\n{_render(obj, '', sort_keys)}\n"


def _render(value: Any, pad: str, sort_keys: bool) -> str:
    """`pad` is the indentation of the line on which the value begins; its own lines go two deeper."""
    inner = pad + "  "
    if isinstance(value, dict):
        if not value:
            return "{}"
        keys = sorted(value) if sort_keys else value
        lines = [f"{inner}{_key(key)}: {_render(value[key], inner, sort_keys)},\n" for key in keys]
        return "{\n" + "".join(lines) + pad + "}"
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(item, (dict, list, tuple)) for item in value):
            return "[" + ", ".join([_render(item, pad, sort_keys) for item in value]) + "]"
        lines = [f"{inner}{_render(item, inner, sort_keys)},\n" for item in value]
        return "[\n" + "".join(lines) + pad + "]" if value else "[]"
    if isinstance(value, str):
        return _string(value, pad)
    from minikctl.core.go_marshal import compact

    return compact(value)


def _key(key: str) -> str:
    """Plain when it is a word of letters and digits, with `-./` inside, that looks like nothing else."""
    if key.isalpha() and key.lower() not in _RESERVED:
        return key
    plain = key.replace("_", "a").replace("-", "").replace(".", "").replace("/", "")
    if plain and _numbers_and_letters(plain) and _numbers_and_letters(key[0] + key[-1]) and not _lookalike(key):
        return key
    return '"' + _escaped(key).replace("\n", "\\n").replace("\t", "\\t") + '"'


def _numbers_and_letters(text: str) -> bool:
    return all(c == "_" or c.isalpha() or c.isnumeric() for c in text)


def _lookalike(key: str) -> bool:
    """Whether some reader would take it for a number, a boolean, null or a time."""
    word = key.replace("_", "")
    if key.lower() in _RESERVED or word.lower() in ("inf", "infinity", "nan"):
        return True
    if not word or not "0" <= word[0] <= "9":
        return False
    from minikctl.core.yaml_scalars import quoted

    if word[:2].lower() == "0x":
        return _hexadecimal(word)
    return quoted(key) or not isinstance(resolve(word), str)


def _hexadecimal(word: str) -> bool:
    try:
        if "p" in word.lower():
            float.fromhex(word)
            return True
        return int(word, 16) < 1 << 63
    except (ValueError, OverflowError):
        return False


def _string(text: str, pad: str) -> str:
    """One line, or one for each line of the text: a blank is kept by a backslash where it would get lost."""
    if "\x85" in text:
        from minikctl.core.yaml_emit import fold_next_lines

        text = fold_next_lines(text)
    if "\n" not in text:
        return f'"{_escaped(text)}"'
    lines = text.split("\n")
    out = ['"\\\n']
    for number, line in enumerate(lines):
        if number == len(lines) - 1 and not line:
            break
        mark = "\\" if line and line[0].isspace() and line[0] not in "\x1c\x1d\x1e\x1f" else " "
        end = "\\\n" if number == len(lines) - 1 else "\\n\\\n"
        out.append(f"{pad}  {mark}{_escaped(line)}{end}")
    return "".join(out) + f'{pad}  "'


def _escaped(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(map(_escape, text))


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return "\\" + _ESCAPES[char]
    if char.isprintable() or char in "\t\n":
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
