"""联行号查询: the twelve digits of a branch for a transfer to another bank."""

from __future__ import annotations

import re
from typing import Annotated

from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.places.bank_codes import find_codes
from weiyin.places.gazetteer import CITY_NAMES
from weiyin.storage.store import Reader

_MOST = 10
_ASKING = re.compile(r"的?(?:联行号|行号|大额行号|支付行号|是多少|是什么|查询|查一下|请问)")
_APART = re.compile(rf"({'|'.join(CITY_NAMES)}|\S{{2,4}}?银行)")


@function(
    id="bankcode_query",
    title="联行号查询",
    group="common.lbs",
    about="按银行、城市和支行名称查询12位联行号，跨行转账时使用",
    risk=Risk.READ,
    needs=Needs.ANYONE,
)
def answer(
    reader: Reader,
    book: BookName,
    words: Annotated[
        str,
        Input(
            "银行与支行",
            InputKind.WORDS,
            ask="请告诉我银行、城市和支行，例如“示范银行杭州西湖支行”",
            help="例如：示范银行 杭州 西湖，或12位联行号",
        ),
    ],
) -> Answer:
    asked = _APART.sub(r"\1 ", _ASKING.sub(" ", words)).strip()
    found = find_codes(reader, book, asked, _MOST + 1) if asked else []
    if not found:
        return Answer(title="联行号查询", lead="没有查到联行号，请用银行全称、城市和支行名称再试。")
    if len(found) == 1:
        one = found[0]
        facts = (("联行号", one.code), ("银行", one.bank), ("行名", one.name), ("城市", one.city))
        return Answer(title="联行号查询", lead=f"{one.name}的联行号：", facts=facts)
    more = "，结果较多，可加上城市或支行名称" if len(found) > _MOST else ""
    rows = tuple((one.code, one.name, one.city) for one in found[:_MOST])
    return Answer(
        title="联行号查询",
        lead=f"查到以下联行号{more}：",
        table=Table(("联行号", "行名", "城市"), rows),
    )
