"""Names in a sentence: payees, cities and places, known ones and likely ones.

A known name comes from the vocabulary of the one who asks. A stranger's is only a candidate,
taken from where a payee stands (转给李雷) and only if it is made like a name: better asked back
than 转给我看看账单 read as a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from weiyin.assistant.intents import SlotKind, Vocabulary
from weiyin.assistant.learned.sounds import syllables
from weiyin.assistant.normalise import normalise
from weiyin.assistant.spans import MARK_OF, Found, apart, blanked

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑党宫费卜冷晏席卫米柏宗"
    "瞿桂全佟应臧闵苟邬边卞姬邝"
)
_DOUBLE = (
    r"(?:欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木|东方|南宫)[\u4e00-\u9fff]{1,2}"
)
_KIN = (
    r"(?:我的?)?(?:老婆|老公|媳妇|爱人|爸爸?|妈妈?|老爸|老妈|父亲|母亲|儿子|女儿|闺女|哥哥?|姐姐?|弟弟?|妹妹?"
    r"|爷爷|奶奶|外公|外婆|姥姥|姥爷|岳父|岳母|公公|婆婆|房东|男朋友|女朋友)"
)
_MADE = rf"(?:{_DOUBLE}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?|[小老阿][{_SURNAMES}]|{_KIN})"
_GAP = f"[{MARK_OF['amount']}{MARK_OF['phone']}{MARK_OF['card']}{MARK_OF['dates']}]+"
_GIVE = r"(?:转账?|汇款?|打款?|付款?|还款?|还钱|打钱|转钱|汇钱)"
_STOP = (
    rf"(?=$|[，。,.!！?？;；:：\s]|{_GAP}|的?(?:卡|账户|账号|银行卡|尾号)|转|汇|打|付|块|元|一[点笔]"
    r"|我这|那[个边]?|吧|啊|呀|呢|哦|了|谢|行|好|可以|买|用|交|做|当|作为)"
)
_CANDIDATES = (
    re.compile(
        rf"{_GIVE}(?:一?笔|点)?(?:{_GAP}|钱)?(?:给|到|去)(?:我的?)?(?P<name>{_MADE}){_STOP}"
    ),
    re.compile(
        rf"(?:给|向|往)(?P<name>{_MADE})(?={_GIVE}|{_GAP}|的?手机|话费|充|冲|交|缴"
        rf"|那?的?(?:卡|账户|账号)(?:上|里)?{_GIVE})"
    ),
    re.compile(rf"{_GIVE}(?P<name>{_MADE})(?={_GAP}$|{_GAP}[，。,]?$)"),
    re.compile(rf"(?:收款人|户名)(?:是|为|:|：)?(?P<name>{_MADE}){_STOP}"),
    re.compile(rf"^(?P<name>{_MADE})(?:[，, ]|给)*{_GAP}$"),
)
_NOT_A_NAME = re.compile(
    r"[我你您他她它咱]|看|查|账|卡|钱|款|绑|锁|冻|挂失|激活|注销|谁|什么|别|不|话费|手机|一下|朋友$|以后|之后|的|和|跟|余额|时候|关于"
)
_PLACE = (
    re.compile(
        r"(?:在|离|去|到|查|找|看)?(?P<place>[\u4e00-\u9fff0-9]{2,10}?)(?:这边|那边)?的?(?:附近|周边|周围|旁边|边上)"
    ),
    re.compile(
        r"(?P<place>[\u4e00-\u9fff]{1,6}?(?:路|大街|街道|街|区|县|镇|广场|大厦|火车站|地铁站|车站|机场|大学|公园|商场"
        r"|中心|小区|新村))(?=.{0,6}(?:网点|支行|分行|银行|营业厅|atm|柜台|取款机))"
    ),
    re.compile(r"在(?P<place>[\u4e00-\u9fff0-9]{2,10})[，,](?=.{0,6}(?:附近|最近|周边|网点|银行))"),
    re.compile(r"(?P<place>[\u4e00-\u9fff0-9]{2,10}?)(?=支行|分行营业部|营业部)"),
)
_PLACE_LEAD = re.compile(
    r"^(?:请问|帮我|查一?下|查询|查|找一?下|找|看看|看|搜索?|我现在|我|现在|在|离|去|到|想|要|问|你们|咱们|知道|有没有|哪里|那个)+"
)
_TELLING = 4
"""So many characters of a product's name in a row tell that it is meant."""
_BRANCH = re.compile(
    r"(?:就?[在去到])?(?!.*(?:附近|最近|哪|什么))[\u4e00-\u9fff0-9]{2,14}(?:支行|营业部)吧?"
)
_NOT_ASKED_PLACE = re.compile(
    r"[\ue000-\ue0ff?？<>{}=;\n]|不知道|不清楚|随便|哪|什么|怎么"
    r"|优惠|信用卡|余额|账单|转账|理财|利率|利息|密码|额度|挂失|还款|明细|流水|贷款|话费|多少"
)
_NOT_A_PLACE = re.compile(
    r"^(?:.*(?:附近|最近|周边|周围|有|哪|什么|名称|名字|预约|办理).*|.*的|一[家个]|我|我们|我家|这|这里|这儿|那|哪|你|你们|公司|家|单位|当前|目前|最近|银行|网点|位置|.*(?:银行|网点|支行))$"
)


def find_payees(text: str, vocabulary: Vocabulary) -> list[Found]:
    """Known payees wherever they stand, else a likely name where one is expected.

    `text` has the values found before painted over by marks.
    """
    strangers = list(_strangers(text))
    known = [
        one
        for one in _known(text, vocabulary.payees, SlotKind.PAYEE)
        # 李雷雷 is somebody else than 李雷.
        if not any(o.start <= one.start and one.end < o.end for o in strangers)
    ]
    return known or [_as_sounded(one, vocabulary.payees) for one in strangers]


def find_products(text: str, vocabulary: Vocabulary) -> list[Found]:
    """Products by name, or by so much of one as tells what is meant: 增利90天, 货币基金."""
    said = _runs(text)
    found: list[Found] = []
    for name, noun in vocabulary.products:
        spelt = _spelling(name)
        if said.isdisjoint(_runs(spelt)):
            continue
        parts = (spelt[a:b] for a in range(len(spelt)) for b in range(a + _TELLING, len(spelt) + 1))
        part = max((part for part in parts if part in text), key=len)
        at = text.find(part)
        found.append(Found(at, at + len(part), SlotKind.WORDS, part, noun=noun))
    return list(apart(sorted(found, key=lambda one: one.start - one.end)))


def find_places(text: str, vocabulary: Vocabulary) -> list[Found]:
    """Known cities, and words that name a place near which something is looked for."""
    cities = _known(text, vocabulary.cities, SlotKind.CITY)
    return cities + [place for place in _places(blanked(text, cities)) if _beyond(place, cities)]


def _as_sounded(one: Found, payees: Iterable[str]) -> Found:
    """李磊 is 李雷 of the asker's book, if nobody else there sounds so: a voice has no characters.

    Who it is stands on the page that is confirmed.
    """
    sound = syllables(one.value)
    alike = {name for name in payees if len(name) > 1 and syllables(_spelling(name)) == sound}
    return replace(one, value=alike.pop()) if len(alike) == 1 else one


def read_name(text: str) -> str | None:
    """A whole message read as the answer to 转给谁: 2 to 20 characters with no digit."""
    name = re.sub(
        r"^(?:转账?给|打给|汇给|给|收款人是?|他?叫|是)|[。.!！,，吧呀啊]+$", "", text.strip()
    )
    if not 2 <= len(name) <= 20 or re.search(r"[0-9\ue000-\ue0ff?？<>{}=;\n]", name):
        return None
    return None if re.search(r"[我你您他她它]|谁|什么|别人|不", name) else name


def read_place(text: str) -> str | None:
    """A whole message read as the answer to 在哪里."""
    place = _PLACE_LEAD.sub(
        "", re.sub(r"(?:附近|那里|这里|那边|[。.!！吧呀啊])+$", "", text.strip())
    )
    return place if 2 <= len(place) <= 30 and not _NOT_ASKED_PLACE.search(place) else None


def is_branch(text: str) -> bool:
    """A whole message that names a branch and nothing else: 国贸支行."""
    return bool(_BRANCH.fullmatch(text.strip(" 。.!！")))


def _known(text: str, words: Iterable[str], kind: SlotKind) -> list[Found]:
    found: list[Found] = []
    for word in sorted(words, key=len, reverse=True):
        spelt = word if word in text else _spelling(word)
        at = _find_word(text, spelt)
        if at >= 0 and _beyond(one := Found(at, at + len(spelt), kind, word), found):
            found.append(one)
    return found


def _find_word(text: str, word: str) -> int:
    """Where it stands; letters only as a word of their own: Li is not in alipay."""
    if not word.isascii():
        return text.find(word)
    match = re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) if word else None
    return match.start() if match else -1


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _TELLING] for at in range(len(text) - _TELLING + 1))


@lru_cache(maxsize=4096)
def _spelling(word: str) -> str:
    return normalise(word)


def _strangers(text: str) -> Iterable[Found]:
    for pattern in _CANDIDATES:
        if (match := pattern.search(text)) and not _NOT_A_NAME.search(_bare_kin(match["name"])):
            yield Found(
                match.start("name"), match.end("name"), SlotKind.PAYEE, _bare_kin(match["name"])
            )
            return


def _bare_kin(name: str) -> str:
    """我妈 → 妈: the 我 belongs to the sentence, not to the name."""
    return name.removeprefix("我的").removeprefix("我")


def _places(text: str) -> Iterable[Found]:
    for pattern in _PLACE:
        match = pattern.search(text)
        if match is None:
            continue
        place = _PLACE_LEAD.sub("", match["place"])
        if len(place) >= 2 and not _NOT_A_PLACE.match(place):
            end = match.end("place")
            yield Found(end - len(place), end, SlotKind.PLACE, place)
            return


def _beyond(one: Found, others: Iterable[Found]) -> bool:
    return all(one.end <= other.start or other.end <= one.start for other in others)
