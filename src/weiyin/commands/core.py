"""`weiyin core`: run the contract against a bank's core, or serve the embedded one."""

from __future__ import annotations

import httpx
import uvicorn

from weiyin import logs
from weiyin.app import compose
from weiyin.bank.contract import run_contract
from weiyin.bank.http import core_app
from weiyin.bank.remote import RemoteCore
from weiyin.base.mask import Secret
from weiyin.commands.show import as_json, as_table
from weiyin.settings import load_settings


def check(url: str, key: str, *, json: bool) -> int:
    """Exit status 1 when the core breaks the contract."""
    with httpx.Client(timeout=10.0, follow_redirects=False) as http:
        findings = run_contract(RemoteCore(url, Secret(key), http))
    if json:
        as_json(findings)
    else:
        look = {True: "[green]ok[/green]", False: "[red]broken[/red]"}
        rows = [(name, look[ok], detail) for name, ok, detail in findings]
        as_table(f"contract of {url}", ("check", "outcome", "detail"), rows)
    return int(not all(ok for _, ok, _ in findings))


def serve(host: str, port: int) -> None:
    """Serve the first account's books over HTTP+JSON, under the core's bearer key."""
    settings = load_settings()
    logs.configure(settings.log_level)
    app = compose(settings)
    key = Secret(settings.core_key.get_secret_value())
    try:
        core = next(iter(app.cores.values()))
        door = core_app(core, app.store, key, app.clock)
        uvicorn.run(door, host=host, port=port, access_log=False, log_config=None)
    finally:
        app.close()
