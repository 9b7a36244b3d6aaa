"""The kuberc file: defaults of flags, aliases and the policy for credential plugins, as kubectl keeps them.

Here it is shown and edited; `kuberc.py` acts on it. Without --kuberc or $KUBERC it is one of the state's own, so that
the user's kubectl is not changed by accident.
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]

VERSIONS = ("kubectl.config.k8s.io/v1beta1", "kubectl.config.k8s.io/v1alpha1")
POLICIES = ("AllowAll", "DenyAll", "Allowlist")
_FIELDS = ("kind", "apiVersion", "defaults", "aliases", "credentialPluginPolicy", "credentialPluginAllowlist")
_INNER = ("name", "command", "prependArgs", "appendArgs", "options", "default")


def path_of(opts: Opts, env: Env) -> tuple[str, bool]:
    """(the file, whether it has been named)."""
    named = opts.kuberc or env.environ.get("KUBERC", "")
    if named and named != "off":
        return env.path(named), bool(opts.kuberc)
    from minikctl.client.state_dir import find

    return f"{find(opts, env)}/kuberc", False


def read(opts: Opts, env: Env) -> tuple[str, Obj | None]:
    """(its path, what it holds); None where there is none. CliError for one that is named and cannot be read."""
    path, named = path_of(opts, env)
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    except OSError as e:
        if named or e.errno != 2:
            raise _failed(f"kuberc: open {path}: {(e.strerror or str(e)).lower()}") from None
        return path, None
    return path, _decoded(text, path, path)


def load(path: str, env: Env, named: str = "") -> Obj | None:
    """To be obeyed. A file that nobody has named (as `named`) may be missing; what is wrong with it is told only."""
    shown = named or path
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    except (OSError, ValueError) as e:
        if named:
            raise _failed(f"kuberc: open {shown}: {(getattr(e, 'strerror', None) or str(e)).lower()}") from None
        return None
    try:
        found = _decoded(text, path, shown)
    except CliError as e:
        if named:
            raise
        why = e.message.partition("kuberc: ")[2]
        env.stderr.write(f"kuberc: no preferences loaded from {shown}: {why}" if why else e.message)
        return None
    unknown = [key for key in found if key not in _FIELDS]
    if unknown:
        why = ", ".join(f'unknown field "{key}"' for key in unknown)
        env.stderr.write(f"kuberc: ignoring strict decoding error in {shown}: strict decoding error: {why}")
    return found


def _decoded(text: str, path: str, shown: str) -> Obj:
    """CliError for a text that holds no preferences, or a policy that cannot be."""
    from minikctl.core.yaml_codec import load_all

    try:
        documents = [d for d in load_all(text, path) if isinstance(d, dict)]
    except CliError:
        documents = []
    found = [d for d in documents if d.get("kind") == "Preference" and d.get("apiVersion") in VERSIONS]
    if not found:
        raise _failed(f"kuberc: no valid preferences found in {shown}, use --v=5 to see details")
    policy = found[0].get("credentialPluginPolicy", "")
    if policy in ("AllowAll", "DenyAll") and found[0].get("credentialPluginAllowlist") is not None:
        why = f'plugin policy is "{policy}" but allowlist is non-nil'
        why = f"misconfigured credential plugin allowlist: {why}"
        raise CliError(f"error occurred while applying preferences {why}", bare=True)
    return {**found[0], "apiVersion": VERSIONS[0]}


def _failed(why: str) -> CliError:
    return CliError(f"error occurred while applying preferences kuberc error {why}", bare=True)


def new() -> Obj:
    return {"apiVersion": VERSIONS[0], "kind": "Preference"}


def ordered(value: Any, depth: int = 0) -> Any:
    """As Go's types have it."""
    if isinstance(value, list):
        return [ordered(one, depth) for one in value]
    if not isinstance(value, dict):
        return value
    known = _FIELDS if depth == 0 else _INNER
    keys = [k for k in known if k in value] + [k for k in value if k not in known]
    return {key: ordered(value[key], depth + 1) for key in keys}


def write(path: str, preferences: Obj) -> None:
    import os

    from minikctl.core.yaml_codec import dump

    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as f:
            whole = {"aliases": None, "defaults": None, **preferences}
            f.write(dump({key: whole[key] for key in sorted(whole)}))
        os.replace(temporary, path)
    except OSError as e:
        raise CliError(f"error writing kuberc file: open {path}: {(e.strerror or str(e)).lower()}") from None
