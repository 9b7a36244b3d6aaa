"""Image references: how they are written, what they are called in full, whether they can be pulled, and what it takes.

There is no registry: known images have the versions of the catalogue, unknown ones exist, and the state's setting
`images` (pattern -> rule) has the last word. Pure; knows nothing of pods.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minikctl.core.image_catalogue import Known

_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_TAG = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
INVALID = "invalid reference format"


class InvalidReference(ValueError):
    """Text that is no image reference; the message is that of the distribution library."""


class Reference(NamedTuple):
    """A parsed image: `nginx` is docker.io, library/nginx, latest."""

    domain: str
    path: str
    tag: str
    digest: str = ""

    @property
    def name(self) -> str:
        return f"{self.domain}/{self.path}"

    def __str__(self) -> str:
        return f"{self.name}@{self.digest}" if self.digest else f"{self.name}:{self.tag}"


class Image(NamedTuple):
    """What a node finds when it asks for an image. Times in microseconds, None: whatever is usual."""

    full: str  # docker.io/library/nginx:1.25
    id: str  # docker.io/library/nginx@sha256:...
    size: int  # bytes
    missing: bool
    known: bool  # whether the catalogue has it
    exits: int | None  # the exit code of what runs without a command; None: it serves until it is told to stop
    rule: Mapping[str, Any]  # the user's rule for it, empty where there is none


def parse(text: str) -> Reference:
    """Raises InvalidReference with the words that kubectl and the kubelet show."""
    rest, _, digest = text.partition("@")
    domain, rest = _split_domain(rest)
    path, colon, tag = rest.partition(":")
    if not path or (colon and not tag):
        raise InvalidReference(INVALID)
    if path.lower() != path:
        raise InvalidReference(f"{INVALID}: repository name ({path}) must be lowercase")
    if not all(_is_component(part) for part in path.split("/")) or not _is_domain(domain):
        raise InvalidReference(INVALID)
    if colon and (len(tag) > 128 or tag[0] in ".-" or not set(tag) <= _TAG):
        raise InvalidReference(INVALID)
    if "@" in text and not _is_digest(digest):
        raise InvalidReference(INVALID)
    if len(domain) + 1 + len(path) > 255:
        raise InvalidReference("repository name must not be more than 255 characters")
    return Reference(domain, path, tag or "latest", digest)


def resolve(text: str, rules: Mapping[str, Mapping[str, Any]]) -> Image:
    """The image that a text means under the user's rules. Raises InvalidReference."""
    if _cache.rules != rules:
        _cache.rules = rules
        _cache.images.clear()
    found = _cache.images.get(text)
    if found is None:
        found = _cache.images[text] = _resolve(text, rules)
    return found


class _Cache:
    """Few different images occur in one process, each of them often."""

    def __init__(self) -> None:
        self.rules: Mapping[str, Mapping[str, Any]] = {}
        self.images: dict[str, Image] = {}


_cache = _Cache()


def _resolve(text: str, rules: Mapping[str, Mapping[str, Any]]) -> Image:
    from minikctl.core.randomness import digest

    ref = parse(text)
    full = str(ref)
    rule = next((r for pattern, r in rules.items() if _fits(pattern, text, ref)), {})
    known = _known(ref)
    missing = rule.get("missing")
    if missing is None:
        missing = _is_missing(ref, known)
    exits = rule.get("exit")
    if exits is None and "exit" not in rule:
        exits = 1 if "crash" in ref.path else 0 if known is not None and known.exits else None
    hexes = digest("image", full, "a").hex() + digest("image", full, "b").hex()
    image_id = f"{ref.name}@{ref.digest or 'sha256:' + hexes}"
    size = 2_000_000 + int(hexes[:8], 16) % 118_000_000
    return Image(full, image_id, size, bool(missing), known is not None, exits, rule)


def _known(ref: Reference) -> Known | None:
    if ref.domain != "docker.io" or not ref.path.startswith("library/"):
        return None
    from minikctl.core.image_catalogue import KNOWN

    return KNOWN.get(ref.path[len("library/") :])


def _is_missing(ref: Reference, known: Known | None) -> bool:
    """Whether the name says so, or the tag does, or the tag is a number that a known image is far from having."""
    if ref.domain.endswith(".invalid") or _denies(ref.path):
        return True
    if ref.digest:
        return False
    if _denies(ref.tag) or ref.tag.startswith("bad"):
        return True
    return known is not None and not _has_tag(known, ref.tag)


def _denies(text: str) -> bool:
    from minikctl.core.image_catalogue import DENIALS

    plain = text.lower().replace("-", "").replace("_", "").replace(".", "")
    return any(words in plain for words in DENIALS)


def _has_tag(known: Known, tag: str) -> bool:
    """`1.25`, `1.25.3-alpine3.18`, `alpine`, `canary`: any word may be a tag, so only slips are refused."""
    from minikctl.core.image_catalogue import SLIPS

    words = tag.lower().replace("_", "-").split("-")
    if any(word.startswith(SLIPS) for word in words):
        return False
    version = words[0].removeprefix("v").split(".")
    if not version[0].isdigit():
        return True
    numbers = [_number(part) for part in version]
    if -1 in numbers or (len(numbers) > 2 and numbers[2] > 99 and numbers[0] < 2000):
        return False
    return not known.versions or known.near(tuple(numbers[:2]))


def _number(part: str) -> int:
    """The number that a part of a version begins with (`0rc1` -> 0), -1 where it begins with none."""
    digits = part[: len(part) - len(part.lstrip("0123456789"))]
    return int(digits) if digits else -1


def _fits(pattern: str, text: str, ref: Reference) -> bool:
    """Patterns are compared with the image as written and as called in full; `*` stands for anything."""
    return any(glob(pattern, name) for name in (text, str(ref), ref.name, ref.path.removeprefix("library/")))


def glob(pattern: str, text: str) -> bool:
    """Whether text fits a pattern whose `*` stand for any characters."""
    head, *middle = pattern.split("*")
    if not middle:
        return text == pattern
    tail = middle.pop()
    if not text.startswith(head) or not text.endswith(tail) or len(text) < len(head) + len(tail):
        return False
    at, end = len(head), len(text) - len(tail)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _split_domain(text: str) -> tuple[str, str]:
    """(registry, the rest in full): what has no dot, colon or `localhost` before its first slash is docker.io's."""
    first, slash, rest = text.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost" or first.lower() != first):
        domain = "docker.io" if first == "index.docker.io" else first
    else:
        domain, rest = "docker.io", text
    if domain == "docker.io" and "/" not in rest:
        rest = f"library/{rest}"
    if rest == "library/":
        rest = ""
    return domain, rest


def _is_component(part: str) -> bool:
    """Lower-case words joined by one dot, one or two underscores, or any number of dashes."""
    if not part or part[0] not in _WORD or part[-1] not in _WORD:
        return False
    separator = ""
    for char in part:
        if char in _WORD:
            if separator and separator not in (".", "_", "__") and separator.strip("-"):
                return False
            separator = ""
        elif char in "._-":
            separator += char
        else:
            return False
    return True


def _is_domain(domain: str) -> bool:
    host, colon, port = domain.partition(":")
    if colon and not port.isdigit():
        return False
    return all(p and p[0] != "-" and p[-1] != "-" and p.replace("-", "").isalnum() for p in host.split("."))


def _is_digest(text: str) -> bool:
    algorithm, colon, value = text.partition(":")
    return bool(colon) and algorithm[:1].isalpha() and len(value) >= 32 and not value.strip("0123456789abcdefABCDEF")
