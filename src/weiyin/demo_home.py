"""The demo bank's home: its database, keys and addresses. Built once, opened by any command."""

from __future__ import annotations

import base64
import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import httpx
import msgspec
from pydantic import SecretStr

from weiyin.app import App, Plugs, compose
from weiyin.base.clock import Clock, SystemClock
from weiyin.base.errors import BadInput
from weiyin.console.deps import Hint
from weiyin.demo.billing import DemoBilling
from weiyin.demo.build import build_demo
from weiyin.demo.clearing import DemoClearing
from weiyin.demo.managers import DemoManagers
from weiyin.demo.market import DemoMarket
from weiyin.demo.people import heroes, make_customers
from weiyin.demo.profiles import Profile
from weiyin.demo.speech import DemoSpeech, SpokenWire
from weiyin.demo.staff import PASSWORD, demo_staff
from weiyin.demo.topup import DemoTopup
from weiyin.people.staff.one_time import CODE_LIFE, code_at
from weiyin.settings import Settings, load_settings
from weiyin.simulator import settings as simulated
from weiyin.storage.migrate import migrate
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import open_store

Progress = Callable[[float], None]
"""Told how much is done, 0 to 1."""


def _silent(_: float) -> None:
    """Nobody watches."""


SEED = 2026
OA = "main"
BOOK = "demo"
BANK_NAME = "示范银行"
PHONE_PORT = 8800
_NOTICE = (
    "账户尾号：{{character_string1.DATA}}\n时间：{{time2.DATA}}\n类型：{{thing3.DATA}}\n"
    "金额：{{amount4.DATA}}\n"
)
_SPENT = (
    "信用卡：{{character_string1.DATA}}\n时间：{{time2.DATA}}\n类型：{{thing3.DATA}}\n"
    "消费金额：{{amount4.DATA}}\n"
)
NOTICE_TEMPLATES = {
    "account_change": simulated.Template(
        "tpl-account-change",
        "账户变动通知",
        f"{_NOTICE}余额：{{{{amount5.DATA}}}}\n流水号：{{{{character_string6.DATA}}}}",
    ),
    "account_change_brief": simulated.Template(
        "tpl-account-change-brief",
        "账户变动通知",
        f"{_NOTICE}流水号：{{{{character_string5.DATA}}}}",
    ),
    "card_spend": simulated.Template(
        "tpl-card-spend",
        "信用卡消费提醒",
        f"{_SPENT}剩余额度：{{{{amount5.DATA}}}}\n流水号：{{{{character_string6.DATA}}}}",
    ),
    "card_spend_brief": simulated.Template(
        "tpl-card-spend-brief",
        "信用卡消费提醒",
        f"{_SPENT}流水号：{{{{character_string5.DATA}}}}",
    ),
    "bill_ready": simulated.Template(
        "tpl-bill-ready",
        "信用卡账单提醒",
        "信用卡：{{character_string1.DATA}}\n账单月份：{{time2.DATA}}\n应还金额：{{amount3.DATA}}\n"
        "最低还款：{{amount4.DATA}}\n到期还款日：{{time5.DATA}}",
    ),
    "payment_due": simulated.Template(
        "tpl-payment-due",
        "还款日提醒",
        "信用卡：{{character_string1.DATA}}\n剩余应还：{{amount2.DATA}}\n"
        "最低还款：{{amount3.DATA}}\n到期还款日：{{time4.DATA}}",
    ),
    "event": simulated.Template(
        "tpl-event",
        "业务办理提醒",
        "事项：{{thing1.DATA}}\n内容：{{thing2.DATA}}\n时间：{{time3.DATA}}",
    ),
}
"""By kind of notice: WeChat refuses a template with an empty field, so one is without balance."""


VERSION = 10
"""Counts up when a home built before can no longer be opened: it is then built anew."""


class Kept(msgspec.Struct):
    """What the home keeps beside the database; secrets of an invented bank, for its owner alone."""

    seal_key: str
    aes_key: str
    sms_key: str
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Home:
    """The folder, and the port of the phone; the bank's pages are at the next port."""

    folder: Path
    phone_port: int = PHONE_PORT

    @property
    def phone_url(self) -> str:
        return f"http://127.0.0.1:{self.phone_port}"

    @property
    def bank_port(self) -> int:
        return self.phone_port + 1

    @property
    def bank_url(self) -> str:
        return f"http://127.0.0.1:{self.bank_port}"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder.resolve() / 'weiyin.db'}"

    @property
    def is_built(self) -> bool:
        return (self.folder / "kept.json").is_file() and self.kept().version == VERSION

    def kept(self) -> Kept:
        return msgspec.json.decode((self.folder / "kept.json").read_bytes(), type=Kept)


def open_home(
    folder: Path,
    port: int = PHONE_PORT,
    *,
    fresh: bool = False,
    progress: Progress = _silent,
    clock: Clock | None = None,
) -> Home:
    """The home at `folder`, built if it is not there, which takes some seconds: as of now, or of
    what `clock` says.
    """
    home = Home(folder, port)
    if fresh or not home.is_built:
        if (folder / "kept.json").is_file():  # a home of ours, and nothing else, is cleared away
            shutil.rmtree(folder)
        _build(home, progress, clock or SystemClock())
    return home


@contextmanager
def open_demo(folder: Path, progress: Progress = _silent) -> Iterator[App]:
    """The demo bank's house, put together, with no door open."""
    home = open_home(folder, progress=progress)
    app = compose(settings_of(home), plugs_of(home))
    try:
        yield app
    finally:
        app.close()


def demo_customer(name: str) -> str:
    """The customer number of one of the demo bank's customers. Raises `BadInput`."""
    for customer in make_customers(SEED):
        if customer.name == name:
            return customer.customer_no
    raise BadInput("--as", f"示范银行没有叫“{name}”的客户")


def settings_of(home: Home, worn: tuple[Profile, ...] = ()) -> Settings:
    """The settings under which the demo runs: the simulator is just another API base.

    `worn`: profiles of the eight banks, an official account each; none: one with every function.
    """
    kept = home.kept()
    hosts = [f"http://{one.id}.weiyin.localhost" for one in handsets()]
    shapes = dict(zip_longest(accounts_of(home, kept, worn), worn))
    return load_settings(
        database_url=home.database_url,
        public_url=home.bank_url,
        seal_keys={"demo": SecretStr(kept.seal_key)},
        accounts={one.key: _account(home, one, shape) for one, shape in shapes.items()},
        bank_name=BANK_NAME,
        sms_url=f"{home.phone_url}/sms/send",
        sms_key=SecretStr(kept.sms_key),
        frame_ancestors=tuple(
            f"http://{host}:{home.phone_port}"
            for host in ("127.0.0.1", "localhost", "weiyin.localhost")
        ),
        other_origins=tuple(f"{host}:{home.bank_port}" for host in hosts),
        model_folder=str(home.folder.with_name("understanding").resolve()),
        log_level="warning",
        demo=True,
    )


def _account(home: Home, stand_in: simulated.Account, worn: Profile | None) -> dict[str, Any]:
    """An official account as an operator would set it up."""
    account: dict[str, Any] = {
        "appid": stand_in.appid,
        "secret": stand_in.secret,
        "token": stand_in.token,
        "aes_key": stand_in.aes_key,
        "mode": "safe",
        "api_base": home.phone_url,
        "open_base": home.phone_url,
        "script_base": home.phone_url,
        "gh_id": stand_in.original_id,
        "book": BOOK,
        "templates": {kind: one.template_id for kind, one in NOTICE_TEMPLATES.items()},
    }
    if worn is not None:
        account |= {
            "groups": worn.offers,
            "name": worn.account,
            "persona": worn.persona,
            "greeting": worn.greeting,
            "hotline": worn.hotline,
            "brand_colour": worn.colour,
        }
    return account


def handsets() -> tuple[simulated.Handset, ...]:
    """Two phones on the table: 王小明's and his friend's, with their own numbers."""
    colours = ("#e8833a", "#3aa76d")
    return tuple(
        simulated.Handset(
            id=f"phone{one.serial}",
            nickname=one.name,
            phone=one.phone,
            openid=f"oDemoBankHandset{one.serial:012d}",
            colour=colour,
        )
        for one, colour in zip(heroes(), colours, strict=False)
    )


def accounts_of(
    home: Home, kept: Kept, worn: tuple[Profile, ...] = ()
) -> tuple[simulated.Account, ...]:
    """The official accounts as the simulator plays them: the first is the one there always is."""
    first = account_of(home, kept)
    if worn:
        first = replace(first, name=worn[0].account, colour=worn[0].colour)
    return (first, *(_further(home, kept, one) for one in worn[1:]))


def _further(home: Home, kept: Kept, worn: Profile) -> simulated.Account:
    """An account beside the first, with its own id and keys."""

    def secret(what: str) -> str:
        told = f"{kept.aes_key} {worn.name} {what}".encode()
        return hashlib.sha256(told).hexdigest()

    return simulated.Account(
        key=worn.name,
        name=worn.account,
        appid=f"wx{secret('appid')[:16]}",
        secret=secret("secret")[:32],
        token=secret("token")[:24],
        aes_key=secret("aes")[:43],
        mode=simulated.Mode.SAFE,
        callback_url=f"{home.bank_url}/wechat/{worn.name}",
        original_id=f"gh_{secret('gh')[:12]}",
        colour=worn.colour,
        templates=tuple(NOTICE_TEMPLATES.values()),
    )


def account_of(home: Home, kept: Kept) -> simulated.Account:
    """The first official account, as the simulator plays it."""
    return simulated.Account(
        key=OA,
        name=BANK_NAME,
        aes_key=kept.aes_key,
        mode=simulated.Mode.SAFE,
        callback_url=f"{home.bank_url}/wechat/{OA}",
        templates=tuple(NOTICE_TEMPLATES.values()),
    )


def plugs_of(home: Home, clock: Clock | None = None) -> Plugs:
    """The demo's ears, carrier, clearing house, billers and market."""
    del home
    told = clock or SystemClock()
    wire = SpokenWire(httpx.HTTPTransport())
    return Plugs(
        clock=told,
        speech=DemoSpeech(),
        topup=DemoTopup(SEED),
        clearing=DemoClearing(SEED),
        biller=DemoBilling(SEED, told),
        quotes=DemoMarket(SEED),
        navs=DemoManagers(SEED),
        hints=staff_hints,
        wire=wire,
    )


def staff_hints(now: datetime) -> tuple[Hint, ...]:
    """How the demo's staff sign in at this moment."""
    return tuple(
        Hint(
            login=one.login,
            name=one.name,
            roles=" ".join(one.roles),
            password=PASSWORD,
            code=code_at(one.seed, now),
            next_code=code_at(one.seed, now + CODE_LIFE),
        )
        for one in demo_staff(SEED)
    )


def _build(home: Home, progress: Progress, clock: Clock) -> None:
    """Build beside the final place and move there when whole: a broken build leaves nothing."""
    draft = Home(home.folder.with_name(home.folder.name + ".making"), home.phone_port)
    shutil.rmtree(draft.folder, ignore_errors=True)
    draft.folder.mkdir(parents=True, mode=0o700)
    kept = Kept(
        seal_key=base64.b64encode(secrets.token_bytes(32)).decode(),
        aes_key=base64.b64encode(secrets.token_bytes(32)).decode()[:43],
        sms_key=secrets.token_urlsafe(24),
    )
    _fill(draft, kept, progress, clock)
    (draft.folder / "kept.json").write_bytes(msgspec.json.encode(kept))
    (draft.folder / "kept.json").chmod(0o600)
    draft.folder.rename(home.folder)


def _fill(home: Home, kept: Kept, progress: Progress, clock: Clock) -> None:
    migrate(home.database_url)
    store = open_store(home.database_url)
    try:
        build_demo(
            store,
            sealer=Sealer({"demo": base64.b64decode(kept.seal_key)}, "demo"),
            clock=clock,
            book=BOOK,
            seed=SEED,
            progress=progress,
        )
    finally:
        store.close()
