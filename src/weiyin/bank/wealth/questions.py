"""The questionnaire of the suitability test: ten questions, each answer with its points.

The fields asked (age, income, experience, knowledge, aim, horizon, loss borne) are those that
《商业银行理财产品销售管理办法》 wants judged; wording and points are our own, for a bank to set.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """`answers`: (label, points), worst first to best; chosen by their number from 1."""

    words: str
    answers: tuple[tuple[str, int], ...]


QUESTIONS = (
    Question(
        "您的年龄",
        (("65岁以上", 0), ("51至65岁", 4), ("18至30岁", 7), ("31至50岁", 9)),
    ),
    Question(
        "您的家庭年收入",
        (("5万元以下", 0), ("5至20万元", 4), ("20至50万元", 7), ("50万元以上", 10)),
    ),
    Question(
        "可用于投资的资金占家庭总资产（不含自住房）的比例",
        (("50%以上", 1), ("30%至50%", 4), ("15%至30%", 7), ("15%以下", 10)),
    ),
    Question(
        "您目前的负债情况",
        (("有较多短期负债", 0), ("主要是住房贷款", 5), ("没有负债", 10)),
    ),
    Question(
        "您的投资知识",
        (("基本没有", 0), ("了解存款和国债", 4), ("了解基金和理财", 8), ("有专业知识", 10)),
    ),
    Question(
        "您的投资经验",
        (("只有存款", 0), ("买过国债或低风险理财", 4), ("买过基金", 8), ("买过股票、期货", 11)),
    ),
    Question(
        "您打算投资多长时间",
        (("随时可能要用", 1), ("1年以内", 4), ("1至3年", 7), ("3年以上", 10)),
    ),
    Question(
        "您的投资目的",
        (("本金安全", 0), ("收益略高于存款", 4), ("资产稳步增值", 8), ("追求高回报", 10)),
    ),
    Question(
        "您能接受的一年内最大亏损",
        (("不能接受亏损", 0), ("5%以内", 4), ("10%以内", 7), ("30%以内", 9), ("30%以上", 10)),
    ),
    Question(
        "投资亏损20%时您会怎么做",
        (("全部赎回，难以入睡", 0), ("赎回一部分", 4), ("继续持有", 8), ("考虑追加", 10)),
    ),
)
NO_LOSS = 8
"""The place of the question about loss: who cannot bear any is of the lowest grade."""
