"""Print the locked dependencies as a bill of materials, in CycloneDX 1.6 (JSON).

It reads what `make lock` wrote: names, versions and hashes of the files that pip accepts, and who needs what.
The same file gives the same bill. Format: https://cyclonedx.org/docs/1.6/json/
"""

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROGRAM = "sek"
_PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NEEDED_BY = re.compile(r"#\s+(?:via\s+)?([A-Za-z0-9._-]+)")


def bill(requirements: str, version: str) -> dict[str, Any]:
    """Return the bill of materials of a file of locked requirements."""
    components: dict[str, dict[str, Any]] = {}
    needs: dict[str, set[str]] = {}
    ref = ""
    for line in requirements.splitlines():
        if pinned := _PINNED.match(line):
            name = pinned[1].lower().replace("_", "-")
            ref = f"pkg:pypi/{name}@{pinned[2]}"
            components[ref] = _component(ref, name, pinned[2])
        elif found := _HASH.search(line):
            files = components[ref]["externalReferences"][0]["hashes"]
            files.append({"alg": "SHA-256", "content": found[1]})
        elif ref and line.lstrip().startswith("#") and (by := _NEEDED_BY.search(line)) and by[1] != "via":
            needs.setdefault(by[1], set()).add(ref)
    refs = {component["name"]: ref for ref, component in components.items()}
    own = f"pkg:generic/{PROGRAM}@{version}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, requirements)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": own, "name": PROGRAM, "version": version}
        },
        "components": [components[ref] for ref in sorted(components)],
        "dependencies": [
            {"ref": of, "dependsOn": sorted(needs.get(name, ()))}
            for name, of in [(PROGRAM, own), *sorted(refs.items())]
        ],
    }


def _component(ref: str, name: str, version: str) -> dict[str, Any]:
    files = {"type": "distribution", "url": f"https://pypi.org/project/{name}/{version}/", "hashes": []}
    return {
        "type": "library",
        "bom-ref": ref,
        "name": name,
        "version": version,
        "purl": ref,
        "externalReferences": [files],
    }


def main() -> None:
    """Print the bill of requirements.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project.get("version", "0")
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    json.dump(bill(requirements, version), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
