"""Where things lie in a state directory, and how the names of objects become names of files that cannot lead out of it.

cluster.json  objects/<group or core>/<plural>/<namespace or _cluster>/<name>.json
objects/core/events/<namespace>.jsonl
index/index.db  log/NNNNNN.jsonl  lock/*  tmp/*
"""

from __future__ import annotations

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.storage import fs

if TYPE_CHECKING:
    from minikctl.storage._base import Key

CLUSTER_SCOPED = "_cluster"
EVENTS = "events"
_LONGEST = 240  # bytes of a file's name before its suffix; file systems allow 255
_DIGEST = "%~"  # what stands before the digest of a name that was too long
_OURS = ("cluster.json", "objects", "index", "log", "lock", "tmp")
# what others keep in a state directory: contexts, preferences, the certificate of `serve`
_BESIDE = ("kubeconfig.json", "kuberc", "tls")


_MOST = 1000
_directories: dict[tuple[str, str, str], str] = {}  # of objects, by (root, resource, namespace)


class Layout(NamedTuple):
    """Paths in one state directory."""

    root: str

    @property
    def cluster(self) -> str:
        return f"{self.root}/cluster.json"

    @property
    def objects(self) -> str:
        return f"{self.root}/objects"

    @property
    def index_db(self) -> str:
        return f"{self.root}/index/index.db"

    @property
    def log(self) -> str:
        return f"{self.root}/log"

    @property
    def tmp(self) -> str:
        return f"{self.root}/tmp"

    def lock(self, name: str) -> str:
        return f"{self.root}/lock/{name}"

    def resource(self, resource: str) -> str:
        """The directory of all objects of a resource."""
        plural, _, group = resource.partition(".")
        return f"{self.root}/objects/{file_name(group) if group else 'core'}/{file_name(plural)}"

    def namespace(self, resource: str, namespace: str) -> str:
        return f"{self.resource(resource)}/{file_name(namespace) if namespace else CLUSTER_SCOPED}"

    def object(self, key: Key) -> str:
        where = (self.root, key.resource, key.namespace)
        directory = _directories.get(where)
        if directory is None:
            if len(_directories) >= _MOST:
                _directories.clear()
            directory = _directories[where] = self.namespace(key.resource, key.namespace)
        return f"{directory}/{file_name(key.name)}.json"

    def events(self, namespace: str) -> str:
        return f"{self.resource(EVENTS)}/{file_name(namespace)}.jsonl"


def keepable(name: str) -> bool:
    """Whether there can be a file for it; under any other name there is nothing."""
    if name.isascii():
        return "\0" not in name
    try:
        return b"\0" not in name.encode()
    except UnicodeEncodeError:
        return False


def file_name(name: str) -> str:
    """The name of a file for the name of an object: escapes what leads elsewhere or hides, shortens what is too
    long.
    """
    if not name or "\0" in name:
        raise StateError(f"an object cannot be kept under the name {name!r}")
    if "%" in name or "/" in name:
        name = name.replace("%", "%25").replace("/", "%2F")
    if name[0] in "._":  # hidden files, and `_cluster`
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if len(name) > _LONGEST or not name.isascii():
        return _shortened(name)
    return name


def _shortened(name: str) -> str:
    try:
        data = name.encode()
    except UnicodeEncodeError:
        raise StateError(f"an object cannot be kept under the name {name!r}") from None
    if len(data) <= _LONGEST:
        return name
    from hashlib import sha256

    return data[:150].decode("ascii", "replace").replace("\ufffd", "_") + _DIGEST + sha256(data).hexdigest()


def object_name(file: str) -> str | None:
    """The name of the object in a file called so (without suffix); None where only the file's content can tell."""
    if "%" not in file:
        return file
    if _DIGEST in file:
        return None
    return file.replace("%2F", "/").replace("%2E", ".").replace("%5F", "_").replace("%25", "%")


class Directories:
    """Makes and checks the directories on the way to a file, each once: a symbolic link among them is refused."""

    def __init__(self, layout: Layout) -> None:
        self._root = layout.root
        self._sound: set[str] = set()

    def check(self, path: str) -> bool:
        """Whether this directory below the root is there."""
        if path in self._sound or path == self._root:
            return True
        parent = path[: path.rindex("/")]
        if not self.check(parent):
            return False
        stat = fs.stat(path)
        if stat is None:
            return False
        if stat.st_mode & 0o170000 != 0o040000:
            kind = "a symbolic link" if stat.st_mode & 0o170000 == 0o120000 else "not a directory"
            raise StateError(f"{path}: {kind}, where a state has a directory: remove it, or use another --state")
        self._sound.add(path)
        return True

    def make(self, path: str) -> None:
        if not self.check(path):
            if path.rindex("/") > len(self._root):
                self.make(path[: path.rindex("/")])
            fs.make_dir(path)
            self._sound.add(path)

    def forget(self) -> None:
        """Others may have removed directories since."""
        self._sound.clear()


def foreign(root: str) -> str | None:
    """Something in a directory that no state has, which is a sign that it is somebody's own; None: it can become a
    state.
    """
    for name in sorted(fs.names(root)):
        if name not in (*_OURS, *_BESIDE) and not name.upper().startswith("README") and not name.startswith("."):
            return name
    return None
