"""One module for each verb, one package for each group; this table names them and holds the flags that all take.

How to write a verb
- `scale.py` is `scale`; `create/deployment.py` is `create deployment`; `create/__init__.py` is `create` itself and
  lists
  its SUBCOMMANDS. A new top-level verb is one module and one word in GROUPS below.
- `command` declares: a Typer function whose docstring is the help page (a short first line, prose, `Examples:`) and
  whose parameters are the flags. It is never called, and its imports stand under TYPE_CHECKING: running needs no Typer.
  Shared options come from `cli/flags.py` (`all: All = False`), sets of them by name in `BUNDLES` ("printing", "files",
  "generator"), others are written out: `port: Annotated[int, Option("--port", "-p", help="..."), INT32] = 80`.
  A flag without a default is required. `Pflag(kind=..., bare=..., deprecated=...)` says what only pflag knows.
  Constants: USAGE (the synopsis after the command's name), ALIASES, HIDDEN.
- After a change of a declaration: `python -m minikctl.cli.compile`. A test compares.
- `run(opts, client, env) -> int` does it and gives the exit code. `opts.replicas` is a flag's value (durations in
  seconds, slices as lists, Python's keywords with a `_`: `opts.for_`), `opts.changed("replicas")` whether it was given,
  `opts.args` the positional arguments, `opts.before_dash` and `opts.after_dash` those around `--`.
  `client` connects when it is first used. Print with `env.stdout.write`, and `env.stdout.flush()` before waiting;
  files are at `env.path(name)`.
- Failures are raised, never printed: `opts.usage_error(text)` for wrong arguments, `CliError(text)` for what the client
  finds; ApiError passes through. `failure.with_source("creating", "STDIN", error)` adds where an object came from; a
  loop over objects collects its errors and ends in `failure.aggregate(errors)`.
- `write_options.dry_run(opts, env)`, `.validation(opts)` and `.write_options(opts, strategy)` read --dry-run,
  --validate and --field-manager.
"""

from __future__ import annotations

# In kubectl's order: suggestions for a mistyped verb come in it.
GROUPS = {
    "Basic Commands (Beginner)": ("create", "expose", "run", "set"),
    "Basic Commands (Intermediate)": ("explain", "get", "edit", "delete"),
    "Deploy Commands": ("rollout", "scale", "autoscale"),
    "Cluster Management Commands": ("certificate", "cluster-info", "top", "cordon", "uncordon", "drain", "taint"),
    "Troubleshooting and Debugging Commands": (
        "describe",
        "logs",
        "attach",
        "exec",
        "port-forward",
        "proxy",
        "cp",
        "auth",
        "debug",
        "events",
    ),
    "Advanced Commands": ("diff", "apply", "patch", "replace", "wait", "kustomize"),
    "Settings Commands": ("label", "annotate", "completion"),
    "Simulation Commands": ("serve", "shell", "sim"),
}
OTHERS = ("alpha", "config", "plugin", "version", "api-versions", "api-resources", "options", "kuberc", "help")
