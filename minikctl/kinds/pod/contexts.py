"""Validation of the security contexts of pods and containers. Pure; field errors in the server's order and words.

source: Kubernetes' core validation (validatePodSpecSecurityContext, ValidateSecurityContext), v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, duplicate, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks, _internal

Obj = dict[str, Any]

PROFILES = ["Localhost", "RuntimeDefault", "Unconfined"]
_SYSCTL = r"([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_NO_SYSCTL = rf"must have at most 253 characters and match regex ^{_SYSCTL}$"


def validate_pod(spec: Obj, path: str) -> list[FieldError]:
    """spec.securityContext, and sharing of process ids, which the server keeps there."""
    context, where = spec.get("securityContext") or {}, f"{path}.securityContext"
    out: list[FieldError] = []
    for field in ("fsGroup", "runAsUser", "runAsGroup"):
        out += id_range(f"{where}.{field}", context.get(field))
    for i, group in enumerate(context.get("supplementalGroups") or ()):
        out += id_range(f"{where}.supplementalGroups[{i}]", group)
    if spec.get("hostPID") and spec.get("shareProcessNamespace"):
        why = "ShareProcessNamespace and HostPID cannot both be enabled"
        out.append(invalid_value(f"{where}.shareProcessNamespace", True, why))
    out += _sysctls(context.get("sysctls") or [], f"{where}.sysctls")
    out += _word(context, "fsGroupChangePolicy", ["Always", "OnRootMismatch"], where)
    out += _profiles(context, where)
    out += _word(context, "supplementalGroupsPolicy", ["Merge", "Strict"], where)
    return out + _word(context, "seLinuxChangePolicy", ["MountOption", "Recursive"], where)


def validate_container(context: Obj, path: str, host_users: bool) -> list[FieldError]:
    """User and group ids, and what contradicts privilege."""
    out: list[FieldError] = []
    for field in ("runAsUser", "runAsGroup"):
        out += id_range(f"{path}.{field}", context.get(field))
    mount = context.get("procMount")
    if mount is not None:
        out += _checks.one_of(f"{path}.procMount", mount, ["Default", "Unmasked"])
        if host_users and mount == "Unmasked":
            out.append(invalid_value(f"{path}.procMount", mount, "`hostUsers` must be false to use `Unmasked`"))
    out += _seccomp(context.get("seccompProfile"), f"{path}.seccompProfile")
    if context.get("allowPrivilegeEscalation") is False:
        shown = _internal.shown(context, "SecurityContext")
        if context.get("privileged"):
            why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
            out.append(invalid_value(path, shown, why))
        if "CAP_SYS_ADMIN" in ((context.get("capabilities") or {}).get("add") or ()):
            why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            out.append(invalid_value(path, shown, why))
    return out + _app_armor(context.get("appArmorProfile"), f"{path}.appArmorProfile")


def id_range(path: str, value: int | None) -> list[FieldError]:
    if value is None or 0 <= value <= 2147483647:
        return []
    return [invalid_value(path, value, "must be between 0 and 2147483647, inclusive")]


def _word(context: Obj, field: str, allowed: list[str], path: str) -> list[FieldError]:
    value = context.get(field)
    return [] if value is None or value in allowed else [not_supported(f"{path}.{field}", value, allowed)]


def _sysctls(sysctls: list[Obj], path: str) -> list[FieldError]:
    out: list[FieldError] = []
    if not sysctls:
        return out
    import re

    seen: set[str] = set()
    for i, sysctl in enumerate(sysctls):
        where, name = f"{path}[{i}].name", sysctl.get("name") or ""
        if not name:
            out.append(required(where))
        elif len(name) > 253 or not re.fullmatch(_SYSCTL, name):
            out.append(invalid_value(where, name, _NO_SYSCTL))
        elif name in seen:
            out.append(duplicate(where, name))
        seen.add(name)
    return out


def _profiles(context: Obj, path: str) -> list[FieldError]:
    out = _seccomp(context.get("seccompProfile"), f"{path}.seccompProfile")
    return out + _app_armor(context.get("appArmorProfile"), f"{path}.appArmorProfile")


def _profile_type(profile: Obj, path: str, field: str) -> list[FieldError]:
    kind = profile.get("type") or ""
    if not kind:
        return [required(f"{path}.type", f"type is required when {field} is set")]
    return [] if kind in PROFILES else [not_supported(f"{path}.type", kind, PROFILES)]


def _seccomp(profile: Obj | None, path: str) -> list[FieldError]:
    if profile is None:
        return []
    out = _profile_type(profile, path, "seccompProfile")
    where, local = f"{path}.localhostProfile", profile.get("localhostProfile")
    if profile.get("type") == "Localhost":
        if local is None:
            out.append(required(where, "must be set when seccomp type is Localhost"))
        else:
            out += _checks.descending(where, local)
    elif local is not None:
        shown = _internal.shown(profile, "SeccompProfile")
        out.append(invalid_value(where, shown, "can only be set when seccomp type is Localhost"))
    return out


def _app_armor(profile: Obj | None, path: str) -> list[FieldError]:
    if profile is None:
        return []
    where, local = f"{path}.localhostProfile", profile.get("localhostProfile")
    if profile.get("type") == "Localhost":
        if local is not None and local.strip() != local:
            return [invalid_value(where, local, "must not be padded with whitespace")]
        return [] if local else [required(where, "must be set when AppArmor type is Localhost")]
    out = _profile_type(profile, path, "appArmorProfile")
    if not out and local is not None:
        out.append(invalid_value(where, local, "can only be set when AppArmor type is Localhost"))
    return out
