"""What the `config` verbs share: which files they work on, and the usage that kubectl shows after a mistake."""

from __future__ import annotations

from minikctl.client.kubeconfig import files, state
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client.kubeconfig.config import Config
    from minikctl.client.kubeconfig.files import Places


def places(opts: Opts, env: Env) -> Places:
    """The files that kubectl would take; the state's own one where nothing but the home directory's is left.

    A kubeconfig in the home directory is for real clusters: without being asked, it is neither read nor changed.
    """
    found = files.chosen(opts.kubeconfig, env)
    if found.from_environ or opts.kubeconfig or not embedded(opts, env):
        return found
    return state.places(opts, env)


def embedded(opts: Opts, env: Env) -> bool:
    """Whether other commands, called the same way, work on a state directory."""
    from minikctl.client import is_remote

    return not is_remote(opts, env)


def read(opts: Opts, env: Env) -> tuple[Places, Config]:
    where = places(opts, env)
    return where, files.read(where)


def usage(opts: Opts, env: Env, word: str = "Unexpected") -> CliError:
    """The help page on stdout, and the failure to raise."""
    show_page(opts, env)
    return CliError(f"{word} args: [{' '.join(opts.args)}]")


def show_page(opts: Opts, env: Env) -> None:
    from minikctl.cli import help as pages

    env.stdout.write(pages.page(opts.path, env.called))


def one_name(opts: Opts, env: Env, word: str = "Unexpected") -> str:
    """The one argument. CliError after the usage."""
    if len(opts.args) != 1:
        raise usage(opts, env, word)
    return str(opts.args[0])


def note(opts: Opts, env: Env) -> None:
    """Say that what was set in a kubeconfig of the environment is not what commands use; as kubectl says nothing where
    the program is called kubectl and nobody looks on."""
    if env.called == "kubectl" and not env.stderr.isatty():
        return
    if not opts.kubeconfig and embedded(opts, env) and files.chosen("", env).from_environ:
        env.stderr.write(
            f"note: {env.called} works on the state directory {state.directory(opts, env)}; "
            "--context, --kubeconfig or MINIKCTL_KUBECONFIG make it work on the kubeconfig's clusters\n"
        )


def stat(env: Env, flag: str, path: str) -> None:
    """CliError for a file of the command line that is not there."""
    import os

    try:
        os.stat(env.path(path))
    except OSError as e:
        why = (e.strerror or str(e)).lower()
        raise CliError(f"could not stat {flag} file {path}: stat {path}: {why}") from None


def set_file(env: Env, value: dict[str, object], field: str, path: str, embed: bool) -> None:
    """Name a file in an entry by its whole path, or take its content in."""
    from os.path import normpath

    from minikctl.client.kubeconfig import paths

    if embed:
        value.update({field: "", f"{field}-data": paths.content(env.path(path))})
    else:
        value.update({field: normpath(env.path(path)), f"{field}-data": ""})
