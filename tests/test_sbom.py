"""The bill of materials lists what is locked, with the hashes of its files and who needs it."""

import importlib.util
import re
from pathlib import Path

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
