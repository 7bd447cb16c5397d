"""What the stand-in plays: accounts, handsets, and how strict the platform's numbers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import msgspec

from weiyin.base.errors import Misconfigured


class Mode(StrEnum):
    """明文 / 兼容 / 安全: how pushes are wrapped."""

    PLAIN = "plain"
    COMPAT = "compat"
    SAFE = "safe"


class Format(StrEnum):
    """The operator chooses XML or JSON pushes in the platform's console."""

    XML = "xml"
    JSON = "json"


class Recognition(StrEnum):
    """What a voice push says of the words: the service was retired, the element may remain."""

    EMPTY = "empty"
    ABSENT = "absent"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Template:
    """A template as the console lists it. `content` holds lines like `金额：{{amount2.DATA}}`."""

    template_id: str
    title: str
    content: str


DEMO_TEMPLATES = (
    Template(
        "tpl-account-change",
        "账户变动提醒",
        "账户：{{character_string1.DATA}}\n交易类型：{{thing2.DATA}}\n"
        "交易金额：{{amount3.DATA}}\n账户余额：{{amount4.DATA}}\n交易时间：{{time5.DATA}}",
    ),
    Template(
        "tpl-bill-ready",
        "信用卡账单提醒",
        "卡号：{{character_string1.DATA}}\n应还金额：{{amount2.DATA}}\n"
        "最低还款：{{amount3.DATA}}\n到期还款日：{{time4.DATA}}",
    ),
    Template(
        "tpl-security",
        "安全提醒",
        "事项：{{thing1.DATA}}\n时间：{{time2.DATA}}\n说明：{{thing3.DATA}}",
    ),
)


@dataclass(frozen=True, slots=True)
class Account:
    """One official account (服务号) as the platform knows it."""

    key: str = "main"
    name: str = "示范银行"
    appid: str = "wx5f0a9c1e7d3b2846"
    secret: str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"  # noqa: S105 - a demonstration account's
    token: str = "weiyinDemoToken"  # noqa: S105 - likewise
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    mode: Mode = Mode.PLAIN
    format: Format = Format.XML
    callback_url: str = "http://127.0.0.1:8000/wechat/main"
    original_id: str = "gh_5f0a9c1e7d3b"
    subject: str = "示范银行股份有限公司"
    intro: str = "查余额、看账单、转账缴费，随时随地找小微。"
    colour: str = "#1f6feb"
    logo: str = "示"
    ip_white_list: tuple[str, ...] = ()
    """Addresses that may fetch a token; empty lets everybody."""
    kf_online: tuple[str, ...] = ()
    """Customer-service accounts that would take a conversation handed over now."""
    templates: tuple[Template, ...] = DEMO_TEMPLATES
    recognition: Recognition = Recognition.EMPTY
    resend_same_signature: bool = False
    """Re-sends carry the first delivery's query and bytes instead of freshly signed ones."""

    def __post_init__(self) -> None:
        if self.mode is not Mode.PLAIN and len(self.aes_key) != 43:
            raise Misconfigured("aes_key", "an EncodingAESKey has 43 characters")


@dataclass(frozen=True, slots=True)
class Handset:
    """A person's phone. `openid` is theirs at the first account; at others it is derived."""

    id: str
    nickname: str
    phone: str
    openid: str = ""
    colour: str = "#5b8def"


DEMO_HANDSETS = (
    Handset("wang", "王小明", "13800001234", "oWY0demoWangXiaoMing00000001", "#e8833a"),
    Handset("li", "李雷", "13900005678", "oWY0demoLiLei000000000000002", "#3aa76d"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything `create` needs. Seconds are seconds of the machine, not of the moved clock."""

    accounts: tuple[Account, ...] = (Account(),)
    handsets: tuple[Handset, ...] = DEMO_HANDSETS
    port: int = 9100
    sms_key: str = "demo-sms-key"
    push_seconds: float = 5.0
    """How long the bot may take; then the connection is dropped and the push sent again."""
    deliveries: int = 3
    passive_text_bytes: int = 2048
    """UTF-8 bytes of a passive text; the platform's own number is not published."""
    daily_limits: Mapping[str, int] = field(default_factory=dict)
    """Calls a day by path, over the defaults (`/cgi-bin/menu/create`: 1000)."""
    separate_hosts: bool = True
    """Each handset opens pages of this machine as `<id>.weiyin.localhost`: its own cookies."""

    def __post_init__(self) -> None:
        if not self.accounts or not self.handsets:
            raise Misconfigured("accounts", "at least one account and one handset")
        for values in (
            [account.key for account in self.accounts],
            [account.appid for account in self.accounts],
            [handset.id for handset in self.handsets],
        ):
            if len(set(values)) != len(values):
                raise Misconfigured("accounts", f"not unique: {values}")


def load(path: Path) -> Settings:
    """Settings from a JSON file with the fields above. Raises Misconfigured."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as error:
        raise Misconfigured(str(path), str(error)) from error
