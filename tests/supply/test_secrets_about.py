"""No secret lies about: in the repository, the image, the process."""

from __future__ import annotations

import json
import re
from pathlib import Path

import psutil

from tests.checks import Sabotage
from tests.e2e.processes import environment_of, open_place
from tests.house.made import AES_KEY, SEAL_KEY, SECRET, TOKEN
from tests.source import PACKAGE, ROOT

SABOTAGE = {
    "D04": Sabotage(
        "src/weiyin/settings/model.py",
        'core_key: SecretStr = Field(SecretStr(""),',
        'core_key: SecretStr = Field(SecretStr("sk_live_51H8aPq7yTz0Wc4Vb6Nm2Xk9"),',
    ),
}


_SECRETS = {
    "a private key": re.compile(
        rb"-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\s+[A-Za-z0-9+/]"
    ),
    "an access key": re.compile(rb"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a live key": re.compile(rb"\b(sk|pk|rk)_live_[0-9A-Za-z]{16,}"),
    "a token": re.compile(
        rb"\b(gh[pousr]_[0-9A-Za-z]{36}|xox[abp]-[0-9A-Za-z-]{20,}|glpat-[\w-]{20})"
    ),
    "words in an address": re.compile(
        rb"[a-z]+://[^/\s:@\"'{<]+:(?!password@|secret@|pw@)[^/\s:@\"'{<]{6,}@"
    ),
    "a web token": re.compile(rb"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."),
}
_READ = ("src", "scripts", "deploy", "docs", "examples", "requirements", ".ci", "CHANGES")
_PICTURES = {".png", ".jpg", ".woff2"}


def test_d04_no_secret_lies_in_the_repository() -> None:
    looked = 0
    for folder in _READ:
        for path in (ROOT / folder).rglob("*"):
            if not path.is_file() or path.suffix in _PICTURES or "vendor" in path.parts:
                continue
            content = path.read_bytes()
            found = [kind for kind, pattern in _SECRETS.items() if pattern.search(content)]
            assert found == [], f"{path.relative_to(ROOT)}: {found}"
            looked += 1
    assert looked > 800
    assert not list(PACKAGE.rglob("*.db")) + list(PACKAGE.rglob(".env*"))


def test_d04_nothing_but_the_source_goes_into_the_image() -> None:
    """`COPY .` keeps a layer of all it sees, also of what a later step deletes."""
    taken = (ROOT / "deploy/Containerfile.dockerignore").read_text(encoding="utf-8").split()
    assert taken[0] == "*"
    wanted = {f"!{name}" for name in ("src", "requirements", "scripts", "pyproject.toml")}
    assert wanted <= set(taken)
    assert not {one for one in taken if re.search(r"\.git|\.weiyin|\.toml$|\.env", one)} - {
        "!pyproject.toml"
    }


def test_d04_a_process_does_not_show_its_secrets(sqlite_url: str, tmp_path: Path) -> None:
    """Settings come from a file of the owner's: /proc shows neither words nor environment."""
    with open_place(sqlite_url, tmp_path) as place:
        told = environment_of(place.bank.settings)
        ours = {name: told.pop(name) for name in list(told) if name.startswith("WEIYIN_")}
        config = tmp_path / "weiyin.toml"
        config.touch(mode=0o600)
        config.write_text(_toml(ours), encoding="utf-8")
        place.bank.environment = {**told, "WEIYIN_CONFIG": str(config)}
        place.bank.start()
        place.bank.await_ready()
        assert place.bank.process is not None
        process = psutil.Process(place.bank.process.pid)
        shown = json.dumps([process.cmdline(), process.environ()])
        assert place.bank.stop() == 0
        shown += place.bank.printed.read_text(encoding="utf-8")
    for secret in (SECRET, AES_KEY, TOKEN, SEAL_KEY):
        assert secret not in shown


def _toml(told: dict[str, str]) -> str:
    """The settings of an environment as a file: JSON is TOML but for objects."""
    lines = []
    for name, value in told.items():
        key = name.removeprefix("WEIYIN_").lower()
        lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(words: str) -> str:
    try:
        return _inline(json.loads(words))
    except ValueError:
        return json.dumps(words)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    return json.dumps(value)
