"""`weiyin core`: run the contract against a bank's core, or serve the embedded one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import uvicorn

from weiyin import logs
from weiyin.app.delivery import make_core_courier
from weiyin.app.ground import lay_ground
from weiyin.app.plugs import Plugs
from weiyin.bank.contract import People, Person, read_people, run_contract
from weiyin.bank.http import core_app
from weiyin.bank.remote import RemoteCore
from weiyin.base.errors import Misconfigured, NotFound
from weiyin.base.heads import BoundedHttp
from weiyin.base.mask import Secret
from weiyin.channel.core.teller import CoreTeller
from weiyin.channel.proof import core_feed_key
from weiyin.commands.show import as_json, as_table, console
from weiyin.demo.people import PLAYERS, DemoCustomer
from weiyin.outreach.delivery.courier import Courier
from weiyin.settings import Settings, load_settings


def check(url: str, key: str, people: Path | None, *, json: bool) -> int:
    """Exit status 1 when the core breaks the contract."""
    with httpx.Client(timeout=10.0, follow_redirects=False) as http:
        core = RemoteCore(url, Secret(key), http)
        known = _people(core, people)
        findings = run_contract(core, known)
    if json:
        as_json([{"check": name, "ok": ok, "detail": why} for name, ok, why in findings])
    else:
        look = {True: "[green]ok[/green]", False: "[red]broken[/red]"}
        rows = [(name, look[ok], detail) for name, ok, detail in findings]
        as_table(f"contract of {url}", ("check", "outcome", "detail"), rows)
        if known is None:
            console.print("no test customers: only what needs nobody was checked (see --people)")
    return int(not all(ok for _, ok, _ in findings))


def _people(core: RemoteCore, file: Path | None) -> People | None:
    """The test customers of `file`; else two of the demo bank, if the core knows them."""
    if file is not None:
        return read_people(file)
    try:
        payer, payee = (_meet(core, one) for one in PLAYERS[:2])
    except NotFound:
        return None
    return People(payer, payee)


def _meet(core: RemoteCore, one: DemoCustomer) -> Person:
    facts = (one.debit.number, one.name, one.id_number, one.phone)
    card = core.books().identify_debit(*facts)
    number, name, id_number, phone = facts
    return Person(card.customer_no, name, id_number, phone, number, card.account_no)


def serve(host: str, port: int, tell: str = "") -> None:
    """Serve the first account's books over HTTP+JSON, under the core's bearer key.

    `tell`: the address of the house to which entries and events are told; empty: to nobody.
    """
    settings = load_settings()
    key = _key_of(settings)
    logs.configure(settings.log_level)
    ground = lay_ground(settings, Plugs())
    with ground.closing, ExitStack() as running:
        book, core = next(iter(ground.cores.items()))
        if tell:
            http = running.enter_context(httpx.Client(timeout=10.0, follow_redirects=False))
            teller = CoreTeller(http, tell, key, book, ground.clock)
            running.enter_context(_working(make_core_courier(ground, teller)))
        door = core_app(core, ground.store, key, ground.clock)
        uvicorn.run(door, host=host, port=port, http=BoundedHttp, access_log=False, log_config=None)


@contextmanager
def _working(courier: Courier) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=courier.run, args=(stop,), name="courier")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def show_feed_key(book: str, *, json: bool) -> None:
    """What the core signs with when it posts to /core/{book}."""
    key = core_feed_key(_key_of(load_settings()), book).hex()
    if json:
        as_json({"book": book, "key": key})
    else:
        as_table("the key of a core's feed", ("book", "key"), [(book, key)])


def _key_of(settings: Settings) -> Secret:
    key = Secret(settings.core_key.get_secret_value())
    if not key:
        raise Misconfigured("WEIYIN_CORE_KEY", "without a key anybody could move money")
    return key
