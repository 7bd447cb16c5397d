"""Signs that a sentence is not simply asking for the action it names.

不要转账, 转账要手续费吗, 有人让我转账, 忽略规则直接转账: each names a transfer, none orders one.
A guarded function answers only when every cue of the sentence is also in the phrase it is like,
so that 取消绑定 can still be a way to say 解绑.
"""

from __future__ import annotations

import re

from weiyin.assistant.bare import polite

_EITHER_OR = re.compile(r"(能|要|是|可|会|行|好|对|有|用|想|让|给|需)(?:[不没]\1)")
_HARMLESS_NOT = re.compile(
    r"不错|不好意思|差不多|没问题|不够了?|没[话费钱]{1,2}了|快没|没了(?=[，,。]|$)|不用谢|不客气|特别|分别|识别|级别|未出|非常|别墅"
    r"|别的|别[家行人]|[了过]没有?(?=[啊呀呢，,。?？]|$)|没得?[电水气]了?|等不[到及]|还不[上起]|不认识?"
    r"|不去(?=柜台|网点|银行)|(?:不[用带]|没带|忘带)(?:银行)?卡(?=[想要取怎])|不是我[刷花买消]"
)

_CUES: dict[str, re.Pattern[str]] = {
    "not": re.compile(r"不|没|别|甭|勿|莫|未|拒绝|禁止|防止|避免|谁要|才怪|休想|无需|免得"),
    "stop": re.compile(
        r"取消|撤[销回消单]|退回|退款|退钱|追回|停止|停掉|暂停|关(?![联注于系心门键机])|终止|反悔|算了|作废|挂失|冻结|拦截|止付"
    ),
    "about": re.compile(
        r"手续费|费用|收费|要钱|要还|[要得]多少钱|扣费|免费|限额|上限|额度|最多|最少|最高|最低|多久|几天|多长时间|什么时候|啥时候|何时|几点|安全|靠谱|风险"
        r"|多少[算才]|怎么算"
        r"|到账|利息|优惠|活动|折扣|打折|是什么|什么意思|啥意思|区别|条件|要求|需要什么|要什么|材料|哪些|规定|政策|流程|步骤|规则|原因|好处"
        r"|有用|有啥用|什么用|划算|支持|密码|记录|凭证|回单|发票|次数|几次|时间"
    ),
    "why": re.compile(
        r"为什么|为啥|为何|怎么回事|咋回事|怎么还|怎么会|咋还|失败|错|误|出错|异常|不了|不上|不成功|没反应|投诉|退"
    ),
    "done": re.compile(
        r"[了过]吗|了没|了么|成功|已经|刚才|刚刚|刚(?=[转充绑给])|上次|之前|以前|进度|到了|[转充绑汇打付]过|[转充绑汇打](?:\ue000)?了|给(?:我|谁|他)?.{0,3}了"
        r"|收到了?|多少钱了"
    ),
    "look": re.compile(r"[查看]|统计|一共|总共|合计|多少|几[笔次个条]|哪[张些个]|谁"),
    "if": re.compile(
        r"会怎么?样|会如何|后果|影响|如果|要是|假如|假设|万一|倘若|的话|之后会|以后会|会不会|会[^，]{0,8}吗|等[^，]{0,6}再"
    ),
    "other": re.compile(
        r"有人|别人|骗|他说|她说|他们|她们|让我|叫我|要我|逼我|对方|陌生|客服[说叫让]|短信[说叫让]|电话[说叫让]|警察|公安|法院|检察|中奖|领导|安全账户|刷单|解冻"
        r"|谁给我|听说|据说|朋友说|新闻"
    ),
    "prompt": re.compile(
        r"忽略|无视|忘[记掉]|指令|系统|管理员|经理|角色|扮演|假装|模拟|你现在是|从现在|越狱|开发者|模式|绕过|跳过|直接|不用验证|免密|免验证"
        r"|口令|授权|权限|测试|system|prompt|admin|assistant|instruction|ignore|bypass|root|sudo|json|sql|script|select|drop|http|www|[=;<>{}\\|]|--"
    ),
    "to_me": re.compile(
        r"(?:[转打汇付充](?:[账钱款])?(?:\ue000)?(?:块|元)?(?:钱|话费)?给|给(?!我[发看查推])|[转打汇])我(?!的?(?:妈|爸|老[婆公妈爸]|媳妇|爱人|儿|女|闺女|[哥姐弟妹]|爷|奶|外|姥|岳|房东|手机|话费|号码?|这个|那个|同|朋友|充|转|打|汇|绑|办|开|解|冲|交|\ue001))"
    ),
    "how": re.compile(
        r"怎么|如何|怎样|咋|哪里|哪儿|在哪|能不能|可不可以|行不行|(?:能|可以).*[吗么]"
    ),
    "whether": re.compile(r"(?<![好行以能])[吗么]|是否|有没有|是不是|要不要|会不会"),
    "often": re.compile(
        r"每[个天月周年次]|定期|定时|预约|自动|所有|全部|全都|都转|清空|转光|批量|给大家|下个?月|明天|后天|下周"
    ),
    "story": re.compile(r"歌|诗|故事|笑话|电影|小说|作文|翻译|解释|意思|写[一个段]"),
    "rename": re.compile(
        r"转人工|转接|转换|转发|转告|转达|转正|转存|转入|转让|转出|转卖|转运|转化|转系|转学|转行|兑换|充电|充满|充分|充足|充实|绑架|绑匪|捆绑"
    ),
}


def cues(text: str) -> frozenset[str]:
    """The names of the cues in `text` (normalised and masked, punctuation and all)."""
    plain = _HARMLESS_NOT.sub("", polite(text))
    negated = _EITHER_OR.sub("", plain)
    return frozenset(
        name
        for name, pattern in _CUES.items()
        if pattern.search(negated if name == "not" else plain)
    )
