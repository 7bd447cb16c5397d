"""授权与隐私管理: consents seen and taken back one by one; one's data to take home or erase."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.pictures import Download, Paper
from weiyin.desk import message
from weiyin.desk.conversation import history_of
from weiyin.desk.forgetting import erase_talks
from weiyin.desk.message import Side
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.consents import Purpose, end_consent, give_consent, standing_consent
from weiyin.people.erasure import erase
from weiyin.people.history import codes_of
from weiyin.people.revoke import withdraw_binding_consent
from weiyin.people.taking_home import taken_home
from weiyin.people.who import Who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Tx

VERSION = "2026-11"
_ROOM = 1_000
"""Rows of one kind in what is taken home."""
_NAMES = {
    Purpose.BINDING: "绑卡与账户查询",
    Purpose.LOCATION: "位置服务（附近网点与优惠）",
    Purpose.MARKETING: "产品与活动推荐",
}
_TEXTS = {
    Purpose.LOCATION: (
        "我同意本行在我发送位置时使用位置信息，为我查找附近网点和优惠；位置在24小时内删除。"
    ),
    Purpose.MARKETING: "我同意本行根据我的业务情况，通过微信向我推荐产品和活动；我同意位置服务的，"
    "本行还可按我近30天到过的商圈（只记名称，不记坐标）推荐；可随时撤回。",
}
_DEEDS = (
    ("location_on", "同意位置服务"),
    ("location_off", "撤回位置授权"),
    ("marketing_on", "接收产品推荐"),
    ("marketing_off", "不再接收推荐"),
    ("binding_off", "撤回绑卡授权（解除全部绑定）"),
    ("erase", "注销并删除个人数据"),
)
_OFF = r"撤回|取消|关闭|关掉|不要|不想|别|拒绝|停止|退订"
_SAID = (
    ("erase", r"注销|删除.{0,6}(数据|信息)|清除.{0,6}(数据|信息)"),
    ("location_off", rf"({_OFF}).{{0,6}}(位置|定位)|(位置|定位).{{0,6}}({_OFF})"),
    ("marketing_off", rf"({_OFF}).{{0,8}}(推荐|营销|广告|推销)|(推荐|营销|广告).{{0,6}}({_OFF})"),
    ("binding_off", rf"({_OFF}).{{0,6}}(绑卡|绑定|账户)授权"),
    ("location_on", r"(同意|开启|打开|允许).{0,6}(位置|定位)"),
    ("marketing_on", r"(同意|开启|打开|接收|允许).{0,6}(推荐|营销)"),
)
_HEARD = {Side.CUSTOMER, Side.ASSISTANT, Side.AGENT, Side.MARK}
"""What a customer said or was told; notes among the bank's people are the bank's."""
_WARNINGS = {
    "binding_off": "确认后立即解除全部绑定，停止查询和通知，未完成的业务作废。",
    "erase": (
        "确认后立即解除全部绑定并删除您的登录记录、待办业务、偏好和人工会话。"
        "依法须保存的交易记录和未办结的工单除外。不能恢复。"
    ),
}


@dataclass(frozen=True, slots=True)
class ConsentOrder:
    deed: str


@function(
    id="consent_center",
    title="授权与隐私管理",
    group="common.security",
    about="查看和撤回授权，不接收推荐，导出或删除您的个人数据",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    reader: Reader,
    deed: Annotated[
        str | None, Input("办理事项", InputKind.CHOICE, options=_DEEDS, said=_SAID)
    ] = None,
) -> Answer | DraftRequest:
    if deed is None or _is_so(reader, who, deed):
        return Answer(
            title="授权与隐私管理",
            lead="您的授权情况如下，每一项都可以单独撤回："
            if deed is None
            else "这一项已经是您要的状态。您的授权情况：",
            facts=tuple((name, _state(reader, who, one)) for one, name in _NAMES.items()),
            papers=(Download("导出我的数据"),),
            next=("consent_center", "device_login_history"),
        )
    return DraftRequest(
        title="授权与隐私管理",
        facts=(("办理事项", dict(_DEEDS)[deed]), *_agreed(deed)),
        order=ConsentOrder(deed),
        step_up=StepUp.NONE,
        warning=_WARNINGS.get(deed, ""),
    )


def perform(order: ConsentOrder, who: Who, tx: Tx, clock: Clock, sealer: Sealer) -> Answer:
    now = clock.now()
    if order.deed == "erase":
        erase_talks(tx, sealer, who.oa, who.openid, now)
        erase(tx, who.oa, who.openid, now)
        return Answer(
            title="已注销", lead="已解除全部绑定并删除您的个人数据。感谢您一直以来的信任。"
        )
    purpose, _, switch = order.deed.partition("_")
    if order.deed == "binding_off":
        withdraw_binding_consent(tx, who.oa, who.openid, now)
    elif switch == "off":
        end_consent(tx, who.oa, who.openid, Purpose(purpose), now)
    else:
        words, given = _TEXTS[Purpose(purpose)], Purpose(purpose)
        give_consent(
            tx, oa=who.oa, openid=who.openid, purpose=given, version=VERSION, text=words, at=now
        )
    return Answer(
        title="办理成功",
        lead=f"{dict(_DEEDS)[order.deed]}：已生效。",
        next=("consent_center",),
    )


def paper(who: Who, reader: Reader, clock: Clock, sealer: Sealer) -> Paper:
    """Everything kept about this person on this channel, to be read by people and programs."""
    told = taken_home(reader, who.oa, who.openid, _ROOM)
    codes = codes_of(reader, who.oa, who.openid, clock.now(), _ROOM)
    told["验证码"] = [{"purpose": one.purpose, "at": str(one.at)} for one in codes]
    told["人工会话"] = [
        {"at": str(said.at), "side": said.side, "words": said.words}
        for talk in history_of(reader, who.oa, who.openid, _ROOM)
        for said in message.since(reader, sealer, talk.conversation_id)
        if said.side in _HEARD
    ]
    content = json.dumps(told, ensure_ascii=False, indent=2).encode()
    return Paper("我的数据.json", content, "application/json")


def _is_so(reader: Reader, who: Who, deed: str) -> bool:
    if deed == "erase":
        return False
    purpose, _, switch = deed.partition("_")
    return _stands(reader, who, Purpose(purpose)) is (switch == "on")


def _stands(reader: Reader, who: Who, purpose: Purpose) -> bool:
    return standing_consent(reader, who.oa, who.openid, purpose) is not None


def _state(reader: Reader, who: Who, purpose: Purpose) -> str:
    found = standing_consent(reader, who.oa, who.openid, purpose)
    if found is None:
        return "未授权"
    return f"已授权（{found.given_at.astimezone(SHANGHAI):%Y-%m-%d}）"


def _agreed(deed: str) -> tuple[tuple[str, str], ...]:
    """The very words, where something is agreed to."""
    purpose, _, switch = deed.partition("_")
    return (("授权内容", _TEXTS[Purpose(purpose)]),) if switch == "on" else ()
