"""The bill of materials lists what is locked, with the hashes of its files and who needs it."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_it_lists_what_is_locked() -> None:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "bin" / "sbom.py")
    assert spec is not None and spec.loader is not None
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    written = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    bill = sbom.bill(written, "0.1.0")
    refs = [component["bom-ref"] for component in bill["components"]]
    assert len(refs) == len(set(refs)) == len(re.findall(r"(?m)^\S+==", written))
    assert all(component["externalReferences"][0]["hashes"] for component in bill["components"])
    needs = {row["ref"].rpartition("@")[0]: row["dependsOn"] for row in bill["dependencies"]}
    assert [ref for ref in needs["pkg:generic/sek"] if ref.startswith("pkg:pypi/starlette@")]
    assert [ref for ref in needs["pkg:pypi/starlette"] if ref.startswith("pkg:pypi/anyio@")]
    assert {ref for row in bill["dependencies"] for ref in row["dependsOn"]} <= set(refs)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize("status", [0, 1])
def test_an_audit_that_could_not_ask_about_all_of_them_fails(tmp_path: Path, status: int) -> None:
    """Without --strict pip-audit passes over what it cannot ask about, and finds no weakness in it."""
    asked = tmp_path / "bin" / "pip-audit"
    asked.parent.mkdir()
    asked.write_text(f'#!/bin/sh\necho "$@"\nexit {status}\n')
    asked.chmod(0o755)
    done = subprocess.run(
        ["make", "--no-print-directory", "audit", f"AUDIT={tmp_path}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "--strict --require-hashes" in done.stdout
    assert (done.returncode != 0, "audit: FAILED" in done.stderr) == (bool(status), bool(status))
