"""Every file-system call that a state directory's keeper makes, in one place, so that each can be made to fail.

MINIKCTL_FAULT=WHAT@N (for the torture tests only; read here and nowhere else) acts at the Nth call of this process:
`kill` dies as by kill -9, `torn` writes half and dies, an errno name (ENOSPC, EACCES, EROFS, EIO) fails; `ENOSPC@N+`
also fails every later call that writes. No call follows a symbolic link at the last component of its path.
"""

from __future__ import annotations

import os

PRIVATE_FILE, PRIVATE_DIR = 0o600, 0o700
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_OVER = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
_LOCK = os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


class _Fault:
    """Counts calls and strikes at one of them."""

    def __init__(self, text: str) -> None:
        what, _, at = text.partition("@")
        self.what, self.lasting = what, at.endswith("+")
        self.at = int(at.rstrip("+"))
        self.calls = 0

    def strike(self, path: str, fd: int | None, data: bytes, writes: bool) -> None:
        import errno

        self.calls += 1
        if not (self.calls == self.at or (self.lasting and writes and self.calls > self.at)):
            return
        if self.what not in ("kill", "torn"):
            number = int(getattr(errno, self.what))
            raise OSError(number, os.strerror(number), path or None)
        if self.what == "torn" and fd is not None:
            os.write(fd, data[: len(data) // 2])
        os.kill(os.getpid(), 9)


_fault: _Fault | None = None


def strike_at(text: str) -> None:
    """From here on count calls and strike as MINIKCTL_FAULT says; "": no more."""
    global _fault
    _fault = _Fault(text) if text else None


if "MINIKCTL_FAULT" in os.environ:
    strike_at(os.environ["MINIKCTL_FAULT"])


def point(path: str = "", fd: int | None = None, data: bytes = b"", writes: bool = False) -> None:
    """A place where a fault can strike; called by everything here, and by those who have files written by others."""
    if _fault is not None:
        _fault.strike(path, fd, data, writes)


def calls() -> int:
    """How many calls there have been, where faults are asked for."""
    return _fault.calls if _fault is not None else 0


def _named(e: OSError, fd: int) -> OSError:
    """The failure of a call that is given a descriptor only, with the file's name where the system tells it."""
    if e.filename is None:
        try:
            e.filename = os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            pass
    return e


def read(path: str) -> tuple[bytes, os.stat_result]:
    """The whole file and its stat."""
    point(path)
    fd = os.open(path, _READ)
    try:
        stat = os.fstat(fd)
        data = os.read(fd, (stat.st_size or 4095) + 1)  # files of /proc have no size and are read at one go
        if len(data) != stat.st_size:  # a file above the limit of one read, or one that grows
            parts = [data]
            while part := os.read(fd, 1 << 20):
                parts.append(part)
            data = b"".join(parts)
        return data, stat
    except OSError as e:
        raise _named(e, fd) from None
    finally:
        os.close(fd)


def open_read(path: str) -> int:
    point(path)
    return os.open(path, _READ)


def read_at(fd: int, size: int, offset: int) -> bytes:
    try:
        point()
        return os.pread(fd, size, offset)
    except OSError as e:
        raise _named(e, fd) from None


def write_new(path: str, data: bytes) -> os.stat_result:
    """Make a private file that was not there; its stat. Not synced."""
    point(path, writes=True)
    fd = os.open(path, _NEW, PRIVATE_FILE)
    try:
        write(fd, data)
        return os.fstat(fd)
    finally:
        os.close(fd)


def reserve(path: str, size: int) -> None:
    """Fail as writing that much would, and leave nothing."""
    point(path, writes=True)
    fd = os.open(path, _NEW, PRIVATE_FILE)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(fd, 0, size)
    finally:
        os.close(fd)
        os.unlink(path)


def overwrite(path: str, data: bytes, stamp: int) -> None:
    """Write a file in place, as of an instant (ns). One that is there keeps its blocks: a full disk seldom matters."""
    point(path, writes=True)
    fd = os.open(path, _OVER, PRIVATE_FILE)
    try:
        write(fd, data)
        os.ftruncate(fd, len(data))
        os.utime(fd, ns=(stamp, stamp))
    except OSError as e:
        raise _named(e, fd) from None
    finally:
        os.close(fd)


def open_append(path: str, create: bool = False) -> int:
    point(path, writes=create)
    return os.open(path, _APPEND | os.O_CREAT if create else _APPEND, PRIVATE_FILE)


def write(fd: int, data: bytes) -> None:
    try:
        point("", fd, data, writes=True)
        done = os.write(fd, data)
        while done < len(data):
            done += os.write(fd, data[done:])
    except OSError as e:
        raise _named(e, fd) from None


def sync(fd: int) -> None:
    """The data and the size are on the disk when this returns."""
    try:
        point()
        getattr(os, "fdatasync", os.fsync)(fd)
    except OSError as e:
        raise _named(e, fd) from None


def sync_dir(path: str) -> None:
    point(path)
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_all(path: str) -> None:
    """Everything written so far to the file system of path is on the disk: one call, where syncing file by file costs
    seconds.
    """
    point(path)
    import ctypes

    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        syncfs = getattr(ctypes.CDLL(None), "syncfs", None)
        if syncfs is None or syncfs(fd) != 0:
            os.sync()
    finally:
        os.close(fd)


def truncate(fd: int, size: int) -> None:
    try:
        point()
        os.ftruncate(fd, size)
    except OSError as e:
        raise _named(e, fd) from None


def replace(source: str, target: str) -> None:
    point(target)
    os.replace(source, target)


def unlink(path: str) -> None:
    """Remove a file; one that is not there is well removed."""
    point(path)
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def remove_tree(path: str) -> None:
    """Remove a directory and what is in it; one that is not there is fine, a link is not followed."""
    from shutil import rmtree

    point(path)
    try:
        rmtree(path)
    except FileNotFoundError:
        return


def make_dir(path: str) -> None:
    """Make a private directory, and its parents with the user's own umask; one that is there stays."""
    point(path, writes=True)
    try:
        os.mkdir(path, PRIVATE_DIR)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        make_dir(path)


def names(path: str) -> list[str]:
    """The names in a directory, none where there is no directory."""
    point(path)
    try:
        return os.listdir(path)
    except FileNotFoundError:
        return []


def is_empty(path: str) -> bool:
    """Whether a directory has nothing in it, or is not there."""
    point(path)
    try:
        with os.scandir(path) as entries:
            return next(entries, None) is None
    except FileNotFoundError:
        return True


def stat(path: str) -> os.stat_result | None:
    """The stat of the file itself (of the link, where it is one); None where there is nothing."""
    point(path)
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def open_lock(path: str) -> int | None:
    """A file to flock; None where it is not there and cannot be made."""
    point(path)
    try:
        return os.open(path, _LOCK, PRIVATE_FILE)
    except OSError:
        try:
            return os.open(path, _READ)
        except OSError:
            return None
