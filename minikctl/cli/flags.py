"""The options that several commands share, as Typer declares them. Read by `declare` only: commands import this for
type checking alone.

`Pflag` beside an Option holds what pflag has and Typer lacks. BUNDLES of a command name functions here whose
parameters it takes over.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from typer import Argument, Option


class Pflag(NamedTuple):
    """`kind`: stringArray (no commas), duration, int32, stringToString, ...; `bare`: the value of the flag without
    one; `default`: as text."""

    kind: str = ""
    bare: str = ""
    default: str = ""
    deprecated: str = ""


Strings = list[str] | None
ARRAY = Pflag("stringArray")
INT32 = Pflag("int32")
DURATION = Pflag("duration")

Args = Annotated[Strings, Argument()]

All = Annotated[bool, Option("--all", help="Take all resources of the given types in the namespace.")]
AllNamespaces = Annotated[
    bool,
    Option(
        "--all-namespaces",
        "-A",
        help="Look in every namespace; --namespace and the context's namespace do not count then.",
    ),
]
AppendHash = Annotated[bool, Option("--append-hash", help="Add a hash of the content to the name.")]
AllowMissingTemplateKeys = Annotated[
    bool,
    Option(
        "--allow-missing-template-keys",
        help="Take a field or key that is not there for empty, in templates of the golang and jsonpath formats.",
    ),
]
Attach = Annotated[
    bool,
    Option("--attach", help="Wait for the container to start and attach to it. On by default when --stdin is given."),
]
Cascade = Annotated[
    str,
    Option(
        "--cascade",
        help="What becomes of dependents, such as the pods of a replica set: background, orphan or foreground.",
    ),
    Pflag(bare="background"),
]
ChunkSize = Annotated[
    int, Option("--chunk-size", help="Fetch long lists in parts of this many objects; 0 fetches them whole.")
]
ClusterRole = Annotated[str, Option("--clusterrole", help="The cluster role that is bound.")]
Container = Annotated[
    str, Option("--container", "-c", help="The container; the default one of the pod, or its first, otherwise.")
]
ContainersPattern = Annotated[
    str,
    Option("--containers", "-c", help="The containers of the pod template to change, by name; wildcards are allowed."),
]
DetachKeys = Annotated[
    str,
    Option(
        "--detach-keys", help="The keys that detach from a terminal: letters or ctrl- combinations, comma separated."
    ),
]
DryRun = Annotated[
    str,
    Option(
        "--dry-run",
        help='"client" prints what would be sent without sending it, "server" has the server check'
        ' it without keeping it, "none" does it.',
    ),
    Pflag(bare="unchanged"),
]
EmbedCerts = Annotated[
    bool, Option("--embed-certs", help="Copy the certificates into the kubeconfig instead of naming their files.")
]
FieldManager = Annotated[
    str, Option("--field-manager", help="The name under which the server records who owns the fields.")
]
FieldSelector = Annotated[
    str,
    Option(
        "--field-selector",
        help="Keep what fits a query on fields (=, ==, !=), e.g. status.phase=Running,spec.nodeName=n1.",
    ),
]
Filename = Annotated[
    Strings, Option("--filename", "-f", help="A file, directory or URL with the resources; - is the standard input.")
]
Force = Annotated[bool, Option("--force", help="Do it also where that needs a deletion without waiting.")]
ForceConflicts = Annotated[
    bool, Option("--force-conflicts", help="With --server-side: take over fields that others manage.")
]
FromEnvFile = Annotated[
    Strings, Option("--from-env-file", help="A file of key=value lines, each of which becomes an entry.")
]
FromFile = Annotated[
    Strings,
    Option(
        "--from-file",
        help="A file, or a directory of files, to keep under its own name or under the key given as key=path.",
    ),
]
FromLiteral = Annotated[Strings, Option("--from-literal", help="An entry as key=value."), ARRAY]
GracePeriod = Annotated[
    int,
    Option(
        "--grace-period",
        help="Seconds the resource has to end by itself; negative leaves it to the resource, 0 needs --force.",
    ),
]
GroupSubjects = Annotated[Strings, Option("--group", help="A group that gets the role; can be repeated."), ARRAY]
IgnoreNotFound = Annotated[
    bool, Option("--ignore-not-found", help="A named resource that does not exist is no failure.")
]
Image = Annotated[str, Option("--image", help="The image of the container.")]
ImagePullPolicy = Annotated[
    str, Option("--image-pull-policy", help="When to pull the image; empty leaves it to the server.")
]
KubercFile = Annotated[str, Option("--kuberc", help="The kuberc file to work on.")]
Kustomize = Annotated[str, Option("--kustomize", "-k", help="A directory with a kustomization; excludes -f and -R.")]
Labels = Annotated[
    str,
    Option("--labels", "-l", help="The labels of the new object, comma separated; they win over those it would have."),
]
ListOnly = Annotated[bool, Option("--list", help="Show what is there and change nothing.")]
Local = Annotated[bool, Option("--local", help="Work on the given files alone; do not ask the server.")]
NoHeaders = Annotated[bool, Option("--no-headers", help="Leave the line of column titles out.")]
Output = Annotated[
    str,
    Option(
        "--output",
        "-o",
        help="The format: json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, "
        "jsonpath-as-json or jsonpath-file.",
    ),
]
OverrideType = Annotated[str, Option("--override-type", help="How --overrides is merged: json, merge or strategic.")]
Overrides = Annotated[
    str,
    Option("--overrides", help="JSON that is merged into the object before it is sent; it must name its apiVersion."),
]
Overwrite = Annotated[bool, Option("--overwrite", help="Change values that are there already.")]
PodRunningTimeout = Annotated[
    str,
    Option("--pod-running-timeout", help="How long to wait until at least one pod is running (5s, 2m, 3h)."),
    DURATION,
]
Prune = Annotated[
    bool, Option("--prune", help="Delete what earlier applies made and the files no longer hold. Needs -l or --all.")
]
PruneAllowlist = Annotated[
    Strings,
    Option("--prune-allowlist", help="A group/version/kind that --prune may delete, in place of the default ones."),
    ARRAY,
]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Print nothing of our own, only what comes from the other side.")]
Raw = Annotated[str, Option("--raw", help="A path of the API to use as it is, with the kubeconfig's credentials.")]
Record = Annotated[
    bool,
    Option("--record", help="Keep the command line in the annotation kubernetes.io/change-cause.", hidden=True),
    Pflag(deprecated="--record will be removed in the future"),
]
Recursive = Annotated[
    bool, Option("--recursive", "-R", help="Go through the directories given with -f, and all below them.")
]
ResourceNames = Annotated[
    Strings, Option("--resource-name", help="A single object that the rule is for; can be repeated."), ARRAY
]
ResourceVersion = Annotated[
    str, Option("--resource-version", help="Go on only if the object still has this resource version.")
]
RuleResources = Annotated[
    Strings, Option("--resource", help="A resource that the rule is for, as resource.group/subresource.")
]
RuleVerbs = Annotated[Strings, Option("--verb", help="A verb that the rule allows.")]
SaveConfig = Annotated[
    bool,
    Option("--save-config", help="Keep the object in its last-applied annotation, so that apply can work on it later."),
]
Selector = Annotated[
    str,
    Option(
        "--selector", "-l", help="Keep what has fitting labels (=, ==, !=, in, notin), e.g. -l key1=value1,key2=value2."
    ),
]
ServerSide = Annotated[bool, Option("--server-side", help="Let the server merge the changes instead of the client.")]
ServiceAccountSubjects = Annotated[
    Strings,
    Option("--serviceaccount", help="A service account that gets the role, as namespace:name; can be repeated."),
    ARRAY,
]
ShowManagedFields = Annotated[bool, Option("--show-managed-fields", help="Keep managedFields in JSON and YAML output.")]
ShowSwap = Annotated[bool, Option("--show-swap", help="Show the use of swap memory too.")]
SortBy = Annotated[
    str, Option("--sort-by", help="Sort by this field, as a JSONPath expression such as {.metadata.name}.")
]
Stdin = Annotated[bool, Option("--stdin", "-i", help="Pass the standard input on to the container.")]
Subresource = Annotated[
    str, Option("--subresource", help="Work on this subresource instead of the object: status, scale or resize.")
]
Tcp = Annotated[Strings, Option("--tcp", help="A pair of ports, as port:targetPort.")]
Template = Annotated[
    str, Option("--template", help="The template (or its file) for go-template formats; alone it means -o=go-template.")
]
Timeout = Annotated[
    str,
    Option("--timeout", help="How long to wait before giving up (1s, 2m, 3h); 0 leaves it to the command."),
    DURATION,
]
Tty = Annotated[bool, Option("--tty", "-t", help="Give the container a terminal.")]
UseProtocolBuffers = Annotated[bool, Option("--use-protocol-buffers", help="Ask for the metrics in protocol buffers.")]
UserSubjects = Annotated[Strings, Option("--user", help="A user that gets the role; can be repeated."), ARRAY]
Validate = Annotated[
    str,
    Option(
        "--validate",
        help='What unknown and duplicate fields do: "strict" (true) refuses them, "warn" tells, '
        '"ignore" (false) drops them silently.',
    ),
    Pflag(bare="strict"),
]
Watch = Annotated[bool, Option("--watch", "-w", help="Go on and show what changes.")]
WindowsLineEndings = Annotated[
    bool, Option("--windows-line-endings", help="End the lines of the edited file as Windows does.")
]


def printing(
    *,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    output: Output = "",
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
) -> None:
    """How objects are printed."""


def files(*, filename: Filename = None, kustomize: Kustomize = "", recursive: Recursive = False) -> None:
    """Resources from files."""


def generator(
    *,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-create",
    output: Output = "",
    save_config: SaveConfig = False,
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
    validate: Validate = "strict",
) -> None:
    """What every `create KIND` takes."""
