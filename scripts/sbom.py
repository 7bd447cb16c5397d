"""What is in a release, as CycloneDX 1.6: `python -m scripts.sbom > weiyin.cdx.json`.

Read from the lists that an install is made of: `requirements/base.txt` (versions and hashes) and
`package-lock.json` (front-end assets). The same lists give the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:(?P<digest>[0-9a-f]{64})")


def main() -> None:
    print(json.dumps(bill(), indent=2, ensure_ascii=False, sort_keys=True))


def bill() -> dict[str, Any]:
    """The document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = {
        "type": "application",
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"license": {"id": project["license"]}}],
        "purl": f"pkg:pypi/{project['name']}@{project['version']}",
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": ours},
        "components": [*python_packages(), *assets()],
    }


def python_packages() -> Iterator[dict[str, Any]]:
    """Those of `requirements/base.txt`; a hash for each file that may be installed."""
    text = (ROOT / "requirements/base.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text):
        found = _PIN.match(block)
        if found is None:
            continue
        hashes = [{"alg": "SHA-256", "content": one} for one in sorted(_HASH.findall(block))]
        purl = f"pkg:pypi/{found['name'].lower()}@{found['version']}"
        yield _component(found["name"], found["version"], purl, hashes)


def assets() -> Iterator[dict[str, Any]]:
    """Those of `package-lock.json` that are served, with the hash it names."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for path, one in sorted(lock["packages"].items()):
        if not path or one.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        method, _, digest = one["integrity"].partition("-")
        content = base64.b64decode(digest).hex()
        hashes = [{"alg": method.upper().replace("SHA", "SHA-"), "content": content}]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{one['version']}"
        yield _component(name, one["version"], purl, hashes)


def _component(name: str, version: str, purl: str, hashes: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": purl,
        "bom-ref": purl,
        "hashes": hashes,
    }


if __name__ == "__main__":
    main()
