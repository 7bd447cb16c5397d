"""The demo bank's desk: who sits there with what skills, and the canned answers they use."""

from __future__ import annotations

from datetime import datetime

from weiyin.desk.agent import GENERAL, enrol
from weiyin.desk.canned import Canned, put_canned
from weiyin.people.staff.staff import access_by_login
from weiyin.storage.store import Tx

OA = "main"
_SEATS = (
    ("chen.jing", "0001", (GENERAL, "credit")),
    ("wu.lei", "0002", (GENERAL, "wealth", "loan")),
    ("sun.fang", "0003", (GENERAL, "complaint")),
)
_CANNED = (
    Canned("hi", "", "问候", "{name}您好，工号{number}为您服务，请问有什么可以帮您？"),
    Canned("wait", "", "请稍候", "好的，我马上为您核实，请稍候。"),
    Canned("atm", "", "吞卡", "请在机器旁登记，次个工作日起凭身份证到该机具所属网点领取。"),
    Canned("safe", "", "安全提醒", "请不要把密码、验证码告诉任何人，银行工作人员也不会索要。"),
    Canned("bye", "", "结束语", "感谢您的咨询，如有需要可随时联系{bank}，热线{hotline}。"),
)
_ROOM = 8


def open_desk(tx: Tx, *, now: datetime) -> None:
    """Seat the demo's agents; nobody is online before they say so."""
    for login, number, skills in _SEATS:
        staff = access_by_login(tx, login)
        enrol(tx, OA, staff.staff_id, name=staff.name, number=number, skills=skills, room=_ROOM)
    for canned in _CANNED:
        put_canned(tx, OA, canned, now)
