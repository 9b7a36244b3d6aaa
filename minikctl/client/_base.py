"""The Client contract: what a verb may ask of an API server, embedded or real. Both give the same answers.

Errors: core.errors.ApiError as the server's Status says it; CliError for what the client finds itself.
Warnings of the server (deprecations, unknown fields) go to `warn`, which the CLI prints as `Warning: ...` on stderr.
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.apiserver.logs import LogOptions

Obj = dict[str, Any]


class Resource(NamedTuple):
    """One served resource, as discovery tells it."""

    group: str
    version: str
    plural: str
    kind: str
    namespaced: bool
    singular: str = ""
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    subresources: tuple[str, ...] = ()
    legacy: bool = False  # an old version that is served but not shown where versions are listed

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def qualified(self) -> str:
        """`deployments.apps`, `pods`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def printed(self) -> str:
        """What `created`, `-o name` and the like print before the slash: `deployment.apps`, `pod`."""
        return f"{self.singular}.{self.group}" if self.group else self.singular


class WriteOptions(NamedTuple):
    """Query options of a write."""

    dry_run: bool = False
    field_manager: str = "kubectl"
    field_validation: str = ""  # "", Strict, Warn, Ignore
    force: bool = False  # server-side apply: take conflicting fields


EMPTY_NAME = "resource name may not be empty"


def require_name(res: Resource, namespace: str, name: str) -> None:
    """CliError for "", before a request goes to the whole collection, and for what is no part of a path."""
    require_namespace(res, namespace)
    if not name:
        raise CliError(EMPTY_NAME)
    require_segment("resource name", name)


def require_namespace(res: Resource, namespace: str) -> None:
    """CliError for what is no part of a path."""
    if res.namespaced:
        require_segment("namespace", namespace)


def require_segment(what: str, text: str) -> None:
    """CliError for a namespace or name that would lead elsewhere. source: client-go rest.Request"""
    if text in (".", ".."):
        raise CliError(f"invalid {what} \"{text}\": [may not be '{text}']")
    problems = [f"may not contain '{char}'" for char in "/%" if char in text]
    if problems:
        from minikctl.core.go_text import quote_go

        raise CliError(f"invalid {what} {quote_go(text)}: [{' '.join(problems)}]")


def no_such_type(word: str) -> CliError:
    """What is said of `gadgets` or `deployment.v1.nonsense` where discovery knows none. # source: observed on v1.37"""
    name, _, group = word.partition(".")
    where = f' in group "{group}"' if group else ""
    return CliError(f'the server doesn\'t have a resource type "{name}"{where}')


JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"

DEFAULT_WRITE = WriteOptions()


class Client(Protocol):
    namespace: str  # the context's namespace (or --namespace)
    namespace_given: bool  # --namespace was on the command line
    warn: Callable[[str], None]
    embedded: bool  # this process is the API server
    address: str  # where the server is: its URL, or the state directory of the embedded one

    # discovery
    def resources(self) -> list[Resource]:
        """Every served resource, every version, in the server's order (preferred version of a group first)."""

    def resolve(self, word: str) -> Resource:
        """`deploy`, `Deployment`, `deployments.apps`, `deployments.v1.apps` -> Resource. CliError `the server
        doesn't have a resource type "x"`.
        """

    def category(self, word: str) -> list[Resource]:
        """The members of a category (`all`), [] if it is none."""

    def for_kind(self, api_version: str, kind: str) -> Resource | None: ...

    def version(self) -> Obj:
        """GET /version: major, minor, gitVersion, ..."""

    # reads
    def get(self, res: Resource, namespace: str, name: str, subresource: str = "") -> Obj: ...

    def list(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", limit: int = 0, token: str = ""
    ) -> Obj:
        """A List object with items; namespace "" means all namespaces."""

    def table(
        self,
        res: Resource,
        namespace: str,
        name: str = "",
        selector: str = "",
        fields: str = "",
        limit: int = 0,
        token: str = "",
        whole: bool = False,
        subresource: str = "",
    ) -> Obj:
        """The server's Table; rows carry PartialObjectMetadata, or whole objects."""

    def watch(
        self,
        res: Resource,
        namespace: str,
        name: str = "",
        selector: str = "",
        fields: str = "",
        revision: str = "",
        timeout: float | None = None,
        table: bool = False,
        whole: bool = False,
    ) -> Iterator[tuple[str, Obj]]:
        """(ADDED|MODIFIED|DELETED|BOOKMARK|ERROR, object or Table) after `revision`. Time goes on while it is
        iterated: by sleeping, or by jumping from
        event to event under the manual clock. Ends at the timeout (seconds of the client's clock), or when nothing
        is due any more."""

    # writes
    def create(
        self,
        res: Resource,
        namespace: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        name: str = "",
        subresource: str = "",
    ) -> Obj: ...

    def update(
        self,
        res: Resource,
        namespace: str,
        name: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj: ...

    def patch(
        self,
        res: Resource,
        namespace: str,
        name: str,
        patch: Any,
        patch_type: str,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj:
        """patch: the JSON value, or bytes/str that the server is to parse (its own error for malformed JSON)."""

    def delete(self, res: Resource, namespace: str, name: str, options: Obj | None = None) -> Obj:
        """options: a DeleteOptions body (gracePeriodSeconds, propagationPolicy, preconditions, dryRun). The object
        (still there) or a Status.
        """

    def delete_collection(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", options: Obj | None = None
    ) -> Obj: ...

    def logs(self, namespace: str, pod: str, options: LogOptions) -> Iterator[bytes]:
        """The log of a container, as it comes; errors before the first bytes. With options.follow time goes on while
        it is iterated, until the container ends."""

    def raw(self, method: str, path: str, body: bytes = b"") -> bytes:
        """`get --raw` and the like."""

    # schema (explain, apply, patches): by type, see core.schema
    def schema_type(self, api_version: str, kind: str) -> str | None: ...

    # time
    def now(self) -> int:
        """Microseconds since the epoch, on the clock that the server lives by (ages are counted from it)."""

    def sleep(self, seconds: float) -> None:
        """Let that much time pass: sleeps, or moves the manual clock."""

    # life
    @property
    def unsaved(self) -> bool:
        """Whether something was done that is not durable yet."""

    def commit(self) -> None:
        """Make everything done so far durable (embedded); verbs call it before they print and wait, main calls it at
        the end.
        """

    def close(self) -> None: ...
