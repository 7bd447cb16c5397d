"""How a case ended, told to who made it: in WeChat, or by text message to the phone they left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from weiyin.base.clock import Clock
from weiyin.base.sender import Fate, Never, Notice, Sender, Sent
from weiyin.desk.case import TITLES, Case, find_case
from weiyin.people.sms import Sms, put_sms
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

_PHONE = re.compile(r"1[3-9]\d{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaseCourier:
    """Delivers parcels of topic `desk_case`."""

    store: Store
    clock: Clock
    sealer: Sealer
    sender: Sender

    def deliver(self, parcel: Parcel) -> Fate:
        case_no = parcel.payload["case_no"]
        case = self.store.read(lambda reader: find_case(reader, self.sealer, case_no))
        fate = self.sender.notify(case.oa, case.openid, _notice(case), parcel.key)
        if not isinstance(fate, Never) or not _PHONE.fullmatch(case.contact):
            return fate
        sms = Sms(case.contact, f"您的{TITLES[case.kind]}{case_no}已办结，详情请在公众号查看。")
        now = self.clock.now()
        self.store.run(
            lambda tx: put_sms(
                tx, sealer=self.sealer, oa=case.oa, key=f"case:{case_no}", sms=sms, due=now
            )
        )
        return Sent("by text message")


def _notice(case: Case) -> Notice:
    title = f"{TITLES[case.kind]}处理结果"
    return Notice(
        kind="event",
        title=title,
        fields=(("事项", title), ("内容", case.outcome), ("编号", case.case_no)),
    )
