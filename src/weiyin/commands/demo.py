"""`weiyin demo`: the demo bank, WeChat's stand-in with its phone, and everything between them."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
from rich.panel import Panel
from rich.table import Table

from weiyin import logs
from weiyin.app import App, compose
from weiyin.app.menus import wechat_menu
from weiyin.base.clock import SystemClock
from weiyin.base.errors import Misconfigured
from weiyin.channel.wechat.menu import Menu
from weiyin.commands.show import building, console, working
from weiyin.commands.train import train_behind
from weiyin.demo.branches import make_places
from weiyin.demo.crowd import make_crowd
from weiyin.demo.people import TRADE_PASSWORD, heroes
from weiyin.demo.profiles import Profile, profiles_named
from weiyin.demo.queue_feed import EVERY, QueueFeed
from weiyin.demo_home import (
    BOOK,
    OA,
    SEED,
    Home,
    accounts_of,
    handsets,
    open_home,
    plugs_of,
    settings_of,
)
from weiyin.serving import run_web
from weiyin.settings import Settings
from weiyin.simulator import settings as simulated
from weiyin.storage.store import open_store

_START_SECONDS = 20.0


def demo(
    folder: Path,
    port: int,
    *,
    fresh: bool,
    train: bool = True,
    customers: int = 0,
    shape: str = "",
) -> None:
    """Serve until Ctrl-C; the phone is at `port`, the bank's pages at the next.

    Without its model recognition is plainer; `train` makes a missing one meanwhile. `shape`: the
    profiles to wear, by commas, an official account each; empty: one with every function.
    """
    worn = profiles_named(shape)
    with _listening(port + 1) as listener:
        with building() as progress:
            home = open_home(folder, port, fresh=fresh, progress=progress)
        settings = settings_of(home, worn)
        if customers:
            _fill_up(settings.database_url, customers)
        logs.configure(settings.log_level)
        _serve(home, worn, settings, listener, train=train)


def _serve(
    home: Home,
    worn: tuple[Profile, ...],
    settings: Settings,
    listener: socket.socket,
    *,
    train: bool,
) -> None:
    with _stand_in(home, worn):
        app = compose(settings, plugs_of(home))
        stop = threading.Event()
        feed = threading.Thread(target=_feed_queues, args=(app, stop), name="queues")
        feed.start()
        if train:
            train_behind(app)
        try:
            for oa, one in settings.accounts.items():
                Menu(app.clients[oa]).publish(wechat_menu(app.catalogue, one.groups))
            _welcome(home)
            run_web(app, "127.0.0.1", home.bank_port, deliver=True, sockets=[listener])
        finally:
            stop.set()
            feed.join()
            app.close()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """The bank's door, taken before the bank is built: nobody else's while that lasts."""
    try:
        listener = socket.create_server(("127.0.0.1", port), backlog=2048)
    except OSError as taken:
        raise Misconfigured("--port", f"another program listens at {port}") from taken
    with listener:
        yield listener


def _fill_up(url: str, customers: int) -> None:
    """Made customers, for segments to be counted among; minutes for ten million."""
    store = open_store(url)
    try:
        with working(f"making {customers:,} customers") as progress:
            make_crowd(store, OA, customers, SystemClock().now(), progress)
    finally:
        store.close()


def _feed_queues(app: App, stop: threading.Event) -> None:
    """Let the branches' queue machines report, as they would all day long."""
    feed = QueueFeed(app.store, app.clock, BOOK, SEED, make_places(SEED))
    while not stop.is_set():
        feed.step()
        stop.wait(EVERY.total_seconds())


@contextmanager
def _stand_in(home: Home, worn: tuple[Profile, ...]) -> Iterator[None]:
    """WeChat's stand-in in a process of its own, ready when entered."""
    kept = home.kept()
    config = simulated.Settings(
        accounts=accounts_of(home, kept, worn),
        handsets=handsets(),
        port=home.phone_port,
        sms_key=kept.sms_key,
    )
    file = home.folder / "simulator.json"
    file.write_bytes(msgspec.json.encode(config))
    command = [sys.executable, "-m", "weiyin.simulator", "--config", str(file)]
    process = subprocess.Popen([*command, "--port", str(home.phone_port)])  # noqa: S603 - ourselves
    try:
        _await_ready(home, process)
        yield
    finally:
        process.terminate()
        process.wait()


def _await_ready(home: Home, process: subprocess.Popen[bytes]) -> None:
    clock = SystemClock()
    deadline = clock.monotonic() + _START_SECONDS
    while clock.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            httpx.get(home.phone_url, timeout=1.0)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise Misconfigured("--port", f"the phone could not start at {home.phone_port}")


def _welcome(home: Home) -> None:
    people = Table(title="可以扮演的客户（全部虚构）", title_justify="left", box=None)
    for column in ("姓名", "卡号", "身份证号", "预留手机号", "交易密码"):
        people.add_column(column)
    for one in heroes():
        people.add_row(one.name, one.debit.number, one.id_number, one.phone, TRADE_PASSWORD)
    console.print(people)
    console.print(
        f"控制台：{home.bank_url}/console/ （演示员工与动态口令列在登录页上）", highlight=False
    )
    console.print(
        Panel(f"手机在这里：[bold link={home.phone_url}]{home.phone_url}[/]", expand=False)
    )
