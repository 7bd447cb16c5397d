from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.assistant.learned import model_file
from weiyin.assistant.learned.calibration import UNCALIBRATED, calibrate
from weiyin.assistant.learned.classifier import Classifier, learn
from weiyin.assistant.learned.features import plain, spoken, written
from weiyin.assistant.learned.measures import folds, judge, measures
from weiyin.assistant.learned.sounds import is_spelt, syllables
from weiyin.assistant.learned.words import Words
from weiyin.base.errors import BadInput

SAID = {
    "balance": (
        "查余额",
        "卡里还有多少钱",
        "我的余额",
        "账户余额是多少",
        "看看还剩多少钱",
        "余额查询",
    ),
    "bill": ("信用卡账单", "这个月要还多少", "查账单", "我的账单出来了吗", "本期账单", "账单查询"),
    "branch": ("附近网点", "最近的银行在哪", "哪里有网点", "网点查询", "附近有银行吗", "银行地址"),
}
PAIRS = [(text, label) for label, texts in SAID.items() for text in texts]


@pytest.fixture(scope="module")
def model() -> Classifier:
    return learn([text for text, _ in PAIRS], [label for _, label in PAIRS], _words())


def _words() -> Words:
    """A vocabulary in which 结余 and 余额 mean the same."""
    words = ("余额", "结余", "账单", "网点", "银行")
    vectors = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], np.float32)
    return Words.of(words, [-9.0] * len(words), vectors)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("帮我查一下余额", "balance"),
        ("查于额", "balance"),
        ("cha yu e", "balance"),
        ("chayue", "balance"),
        ("账单多少", "bill"),
        ("附近的网点", "branch"),
        ("我的结余", "balance"),
    ],
)
def test_a_new_sentence_gets_its_label(said: str, label: str, model: Classifier) -> None:
    ranking = model.rank(said)
    assert ranking.guesses[0].label == label
    assert ranking.guesses[0].nearest in SAID[label]
    assert 0 <= ranking.confidence <= 1


def test_what_shares_nothing_is_covered_by_nothing(model: Classifier) -> None:
    assert model.rank("飞吧").cover == 0
    assert model.rank("查余额").cover == 1


def test_scores_are_the_ridge_solution(model: Classifier) -> None:
    """Beside the textbook: f(x) = k(x)ᵀ(K + λI)⁻¹(Y − ȳ) + ȳ, in double precision."""
    square = model.kernel.matrix(model.texts, lambda _: None).astype(float)
    labels = np.array([dict(PAIRS)[text] for text in model.texts])
    wanted = (labels[:, None] == np.array(model.labels)).astype(float)
    prior = wanted.mean(axis=0)
    dual = np.linalg.solve(square + 0.2 * np.eye(len(labels)), wanted - prior)
    scores = model.kernel.row("查一下账单").kernel @ dual + prior
    ranked = {guess.label: guess.score for guess in model.rank("查一下账单").guesses}
    assert ranked == pytest.approx(dict(zip(model.labels, scores, strict=True)), abs=1e-4)


def test_learning_twice_gives_the_same(model: Classifier) -> None:
    again = learn([text for text, _ in PAIRS], [label for _, label in PAIRS], _words())
    assert np.array_equal(again.dual, model.dual)
    shuffled = learn([t for t, _ in PAIRS[::-1]], [label for _, label in PAIRS[::-1]], _words())
    assert shuffled.labels == model.labels


def test_too_little_is_refused() -> None:
    with pytest.raises(BadInput):
        learn(["一"], ["a"], Words.none())


def test_a_stored_model_answers_as_before(model: Classifier, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    version = model_file.version_of(PAIRS, "none")
    model_file.save(file, model, version)
    stored = model_file.load(file, version)
    assert stored is not None
    for said in ("查于额", "附近网点在哪", "飞吧"):
        old, new = model.rank(said), stored.rank(said)
        assert [one.label for one in new.guesses] == [one.label for one in old.guesses]
        assert new.confidence == pytest.approx(old.confidence, abs=0.01)


@pytest.mark.parametrize("damage", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_stale_or_broken_file_is_no_model(
    damage: bytes, model: Classifier, tmp_path: Path
) -> None:
    file = tmp_path / "model.npz"
    assert model_file.load(file, "1") is None
    model_file.save(file, model, "1")
    assert model_file.load(file, "2") is None
    file.write_bytes(damage)
    assert model_file.load(file, "1") is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("余额", ["yu", "e"]),
        ("鱼鹅", ["yu", "e"]),
        ("chayue", ["ca", "yue"]),
        ("cha yu e", ["ca", "yu", "e"]),
        ("银行", ["yin", "han"]),
        ("atm机", ["atm", "ji"]),
        ("转500", ["zuan", "500"]),
        ("转账", ["zuan", "zan"]),
    ],
)
def test_how_it_sounds(text: str, heard: list[str]) -> None:
    assert syllables(text) == heard


def test_what_is_spelt() -> None:
    assert is_spelt("cha yu e")
    assert is_spelt("zhuanzhang")
    assert not is_spelt("atm")
    assert not is_spelt("查余额")
    assert not is_spelt("")


@given(st.text(max_size=80))
def test_any_words_are_read(text: str) -> None:
    bare = plain(text)
    assert sum(written(bare).values()) >= 0
    assert spoken(bare) is not None


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60), st.integers(2, 7))
def test_folds_part_the_sentences_of_each_label_evenly(labels: list[str], count: int) -> None:
    found = folds(labels, count)
    assert set(found) <= set(range(count))
    for label in set(labels):
        mine = [fold for fold, one in zip(found, labels, strict=True) if one == label]
        sizes = [mine.count(fold) for fold in range(count)]
        assert max(sizes) - min(sizes) <= 1


def test_measures(model: Classifier) -> None:
    asked, labels = ["查余额啊", "账单呢", "网点", "你好"], ["balance", "bill", "branch", "hello"]
    ticks = iter(range(100))
    found = measures(judge(model.rank, asked, labels, lambda: next(ticks)))
    assert found["accuracy_at_1"] == 0.75
    assert found["accuracy_at_3"] == 0.75
    assert found["mrr"] == 0.75
    assert found["questions"] == 4
    assert found["ms_p50"] == 1000
    curve = found["rejection"]
    assert isinstance(curve, list)
    assert curve[0]["precision"] == 0.75


def test_calibrated_confidence_is_the_share_that_is_right() -> None:
    rng = np.random.default_rng(1)
    signs = rng.uniform(0, 1, (4000, 3))
    chance = 1 / (1 + np.exp(-(6 * signs[:, 1] - 2)))
    learned = calibrate(signs, rng.uniform(0, 1, 4000) < chance)
    for lead in (0.1, 0.5, 0.9):
        expected = 1 / (1 + math.exp(-(6 * lead - 2)))
        assert learned.confidence((0.5, lead, 0.5)) == pytest.approx(expected, abs=0.05)


def test_too_few_examples_leave_it_as_it_came() -> None:
    assert calibrate(np.zeros((10, 3)), np.ones(10, bool)) is UNCALIBRATED


def test_the_matrix_is_its_rows(model: Classifier) -> None:
    square = model.kernel.matrix(model.texts, lambda _: None)
    rows = np.array([model.kernel.row(text).kernel for text in model.texts])
    assert square == pytest.approx(rows, abs=1e-5)
