"""`diff`: two directories, what is there and what an apply would make of it, given to a diff program. source: kubectl
Differ, Masker, DiffProgram"""

from __future__ import annotations

import os
import shutil
import subprocess

from minikctl.cli.applying import client_side, last_applied
from minikctl.client._base import APPLY_PATCH, WriteOptions
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

TRIES = 4
_MASK = "***"
_BEFORE, _AFTER = f"{_MASK} (before)", f"{_MASK} (after)"


class Sides:
    """The directories LIVE-n and MERGED-n, gone at the end."""

    def __init__(self, env: Env) -> None:
        self.env = env
        self.paths: dict[str, str] = {}

    def __enter__(self) -> Sides:
        for side in ("LIVE", "MERGED"):
            self.paths[side] = _directory(side, self.env)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path in self.paths.values():
            shutil.rmtree(path, ignore_errors=True)

    def write(self, side: str, info: Info, obj: Obj | None) -> None:
        """One object as YAML; an empty file where there is none."""
        from minikctl.core.yaml_codec import dump

        res = info.resource
        group = f"{res.group}." if res.group else ""
        name = f"{group}{res.version}.{res.kind}.{info.namespace}.{info.name}"
        with open(os.path.join(self.paths[side], name), "w", encoding="utf-8", errors="surrogateescape") as f:
            f.write("" if obj is None else dump(obj))

    def compare(self) -> int:
        """Run the diff program; 0: no difference, 1: some. CliError for what else it says."""
        program, *words = _program(self.env, self.paths["LIVE"], self.paths["MERGED"])
        self.env.stdout.flush()
        out, err = _target(self.env.stdout), _target(self.env.stderr)
        environ = dict(self.env.environ)
        try:
            done = subprocess.run(
                [program, *words], stdout=out, stderr=err, cwd=self.env.cwd, env=environ, check=False, text=True
            )
        except OSError as e:
            raise CliError(f'failed to run "{program}": {_why(e, program)}') from None
        self.env.stdout.write(done.stdout or "")
        self.env.stderr.write(done.stderr or "")
        if done.returncode not in (0, 1):
            raise CliError(f'failed to run "{program}": exit status {done.returncode}')
        return done.returncode


def _directory(side: str, env: Env) -> str:
    base = env.environ.get("TMPDIR") or "/tmp"
    while True:
        path = os.path.join(base, f"{side}-{int.from_bytes(os.urandom(4), 'big')}")
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        except OSError as e:
            raise CliError(f"mkdir {path}: {(e.strerror or str(e)).lower()}") from None
        return path


def _program(env: Env, live: str, merged: str) -> list[str]:
    """$KUBECTL_EXTERNAL_DIFF with those of its arguments that are plain words, else `diff -u -N`."""
    words = (env.environ.get("KUBECTL_EXTERNAL_DIFF") or "").split(" ")
    if not words[0]:
        return ["diff", "-u", "-N", live, merged]
    plain = [w for w in words[1:] if w and all(c.isascii() and (c.isalnum() or c in "-=") for c in w)]
    return [words[0], live, merged, *plain]


def _why(error: OSError, program: str) -> str:
    if isinstance(error, FileNotFoundError) and "/" not in program:
        return "executable file not found in $PATH"
    return f"fork/exec {program}: {(error.strerror or str(error)).lower()}"


def _target(stream: TextIO) -> int:
    try:
        return stream.fileno()
    except (OSError, ValueError):
        return subprocess.PIPE


class Comparison:
    """Puts objects to both sides."""

    def __init__(self, opts: Opts, client: Client, env: Env, sides: Sides) -> None:
        self.opts, self.client, self.env, self.sides = opts, client, env, sides
        manager = opts.field_manager
        if opts.server_side and not opts.changed("field-manager"):
            manager = "kubectl"
        self.options = WriteOptions(True, manager, force=opts.force_conflicts)

    def add(self, info: Info) -> Obj | None:
        """Write one object as it is and as it would be; the former."""
        live, merged = self._both(info)
        shown: list[Obj | None] = [live, merged]
        if not self.opts.show_managed_fields:
            shown = [obj and _without_managed_fields(obj) for obj in shown]
        if info.resource.kind == "Secret" and info.resource.api_version == "v1" and not self.opts.show_secrets:
            shown = list(masked(shown[0], shown[1]))
        for side, obj in zip(("LIVE", "MERGED"), shown):
            self.sides.write(side, info, obj)
        return live

    def _both(self, info: Info) -> tuple[Obj | None, Obj]:
        """Again when the object changes in between; the last time without caring."""
        for attempt in range(1, TRIES + 1):
            live = self._live(info)
            forced = attempt == TRIES
            if forced:
                self.env.klog(
                    f"Object ({info.resource.group}/{info.resource.version}, Kind={info.resource.kind}: {info.name}) "
                    "keeps changing, diffing without lock",
                    "diff.go:723",
                )
            try:
                return live, self._merged(info, live, forced)
            except ApiError as e:
                if e.reason != "Conflict" or forced:
                    raise
        raise AssertionError("unreachable")

    def _live(self, info: Info) -> Obj | None:
        try:
            return self.client.get(info.resource, info.namespace, info.name)
        except ApiError as e:
            if e.reason != "NotFound":
                raise
            return None

    def _merged(self, info: Info, live: Obj | None, forced: bool) -> Obj:
        res, obj = info.resource, info.obj or {}
        if self.opts.server_side:
            return self.client.patch(res, info.namespace, info.name, obj, APPLY_PATCH, self.options)
        if live is None:
            from minikctl.cli.writing import new

            return self.client.create(res, info.namespace, new(obj), self.options)
        locked = "" if forced else live["metadata"]["resourceVersion"]
        modified = last_applied.configuration(obj)
        sent = client_side.send(self.client, info, live, modified, self.options, True, locked)
        if sent.error is not None:
            raise sent.error
        return sent.obj


def masked(live: Obj | None, merged: Obj | None) -> tuple[Obj | None, Obj | None]:
    """Both versions of a secret without its values: only whether they differ can be seen."""
    before: Obj = (live or {}).get("data") or {}
    after: Obj = (merged or {}).get("data") or {}
    changed = {key for key in before if key in after and before[key] != after[key]}

    def hidden(obj: Obj | None, data: Obj, mark: str) -> Obj | None:
        if obj is None or not data:
            return obj
        return {**obj, "data": {key: mark if key in changed else _MASK for key in data}}

    return hidden(live, before, _BEFORE), hidden(merged, after, _AFTER)


def _without_managed_fields(obj: Obj) -> Obj:
    return {**obj, "metadata": {key: value for key, value in obj["metadata"].items() if key != "managedFields"}}
