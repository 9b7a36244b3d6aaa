"""What the real kubectl 1.37 makes of generator commands, as recorded; and how to record it again.

`python -m tests.cli.generators.corpus` runs every line of `lines.txt` with the kubectl beside this Python and writes
`corpus.json`: line -> [stdout, stderr, exit code]. Needs no server: dry runs and --local only.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOME = "/x"  # the environment variable that env files may ask for


def lines() -> list[str]:
    text = (HERE / "lines.txt").read_text()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def recorded() -> dict[str, list[object]]:
    found: dict[str, list[object]] = json.loads((HERE / "corpus.json").read_text())
    return found


def write_files(directory: Path) -> None:
    """The files that the lines name."""
    texts = {
        "a.env": "A=1\n# c\n\n  b=two words \n=x\n",
        "b.env": "A=1\nHOME\nB\n",
        "crlf.env": "A=1\r\nB=2\r\n",
        "export.env": "export c=3\n",
        "digit.env": "9a=1",
        "conf/x.txt": "x\n",
        "conf/utf": "a\u00e9",
        "conf/sub/y": "y",
        "odd/bad name": "y\n",
        "dep.yaml": DEPLOYMENT,
        "svc.yaml": SERVICE + "---\n" + BINDING,
        "rb.yaml": BINDING,
    }
    for name, text in texts.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (directory / "bom.env").write_bytes(b"\xef\xbb\xbfA=1\n")
    (directory / "conf" / "bin").write_bytes(b"\xff\xfe")
    (directory / "conf" / "link").symlink_to("x.txt")
    for source in (HERE / "keys").iterdir():
        (directory / source.name).write_bytes(source.read_bytes())


def normal(text: str) -> str:
    """The time and process of a log line are of no account."""
    return re.sub(r"^([EWI])\d{4} [^\]]*\]", r"\1]", text, flags=re.MULTILINE)


def real(kubectl: str, line: str, directory: Path) -> list[object]:
    done = subprocess.run(
        [kubectl, *shlex.split(line)],
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
        env={"HOME": HOME},
        stdin=subprocess.DEVNULL,
    )
    return [done.stdout, normal(done.stderr), done.returncode]


DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers: [{name: init, image: busybox}]
      containers:
      - name: nginx
        image: nginx:1.25
        env: [{name: A, value: "1"}, {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
      - {name: side, image: redis}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
BINDING = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: rb}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}
subjects: [{kind: User, name: u, apiGroup: rbac.authorization.k8s.io}]
"""


def main() -> None:
    import tempfile

    kubectl = str(Path(sys.executable).parent / "kubectl")
    with tempfile.TemporaryDirectory() as directory:
        write_files(Path(directory))
        found = {line: real(kubectl, line, Path(directory)) for line in lines()}
    text = json.dumps(found, indent=0, ensure_ascii=False)
    (HERE / "corpus.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
