"""What it costs to understand a question: unseen ones, a day's mix, each step; memory; the start.

Unseen are the phrases of the functions and the questions of the knowledge base, in a wording of
their own (请问…呢), each asked once. A day repeats itself: its mix draws by Zipf's law.
One thread, in this process; start and memory are those of a new one that answers one question.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from weiyin.assistant.corpus import entries_of
from weiyin.assistant.index import Index
from weiyin.assistant.intents import Intent, Vocabulary
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.learned.classifier import Classifier
from weiyin.assistant.normalise import normalise
from weiyin.assistant.slots import scan, scan_names
from weiyin.assistant.topics import missing, small_talk
from weiyin.assistant.trained import load_model
from weiyin.assistant.understand import Assistant
from weiyin.base.clock import shanghai_day
from weiyin.bench.asked import Mix, questions
from weiyin.demo.dice import Dice

AIM = {"unseen_ms_p99": 3.0, "day_ms_mean": 0.5, "memory_mib": 300, "start_s": 2.0}
UNSEEN, DAY = 3000, 20_000
_START = """
import sys
from pathlib import Path
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.trained import load_model
from weiyin.assistant.understand import Assistant
from weiyin.base.clock import SystemClock
from weiyin.functions.catalogue import load_catalogue
clock = SystemClock()
intents = [one.as_intent() for one in load_catalogue()]
knowledge = KnowledgeBase("", "", clock)
model = load_model(Path(sys.argv[1]), intents)
Assistant(intents, knowledge, model).understand("cha yue", now=clock.now())
"""


def bench_understand(
    folder: Path,
    intents: Sequence[Intent],
    knowledge: KnowledgeBase,
    now: datetime,
) -> dict[str, Any]:
    """The figures, in milliseconds, MiB and seconds, beside what is aimed at."""
    dice = Dice(2026, "understand")
    model = load_model(folder, intents)
    asked = questions(intents, knowledge, dice)
    assistant = Assistant(intents, knowledge, model)
    vocabulary = Vocabulary(("李雷", "韩梅梅"), ("1234", "5678"), ("北京", "上海", "深圳"))

    def understand(text: str) -> None:
        assistant.understand(text, vocabulary=vocabulary, now=now)

    understand("ni hao")  # what is made when first needed is no question's cost
    half = len(asked[:UNSEEN]) // 2
    unseen = _timed(understand, asked[:half])
    own = _timed(understand, asked[half:UNSEEN], time.thread_time)
    mix = Mix(asked, dice)
    day = _timed(understand, [mix.draw() for _ in range(DAY)])
    return {
        "model": model is not None,
        "functions": len(intents),
        "unseen_ms_p50": round(statistics.median(unseen), 3),
        "unseen_ms_p99": round(sorted(unseen)[int(len(unseen) * 0.99)], 3),
        "unseen_cpu_ms_p99": round(sorted(own)[int(len(own) * 0.99)], 3),
        "day_ms_mean": round(statistics.fmean(day), 3),
        "start_s": _start(folder),
        "memory_mib": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "steps_ms": _steps(asked[:500], intents, knowledge, model, now),
        "aim": AIM,
    }


def _timed(
    do: Callable[[str], object],
    texts: Sequence[str],
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Milliseconds of each; by `thread_time` those that this thread itself was at work."""
    took = []
    for text in texts:
        began = clock()
        do(text)
        took.append((clock() - began) * 1000)
    return took


def _start(folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START, str(folder)], check=True)  # noqa: S603
    return round(time.perf_counter() - began, 2)


def _steps(
    texts: Sequence[str],
    intents: Sequence[Intent],
    knowledge: KnowledgeBase,
    model: Classifier | None,
    now: datetime,
) -> dict[str, float]:
    """The mean of each step by itself; a question need not take them all."""
    index = Index(entries_of(intents, missing({one.id for one in intents}), small_talk()), 1)
    nobody = Vocabulary()
    today = shanghai_day(now)
    words = [normalise(text) for text in texts]
    steps: dict[str, Callable[[str], object]] = {
        "normalise": normalise,
        "values": lambda text: scan_names(text, scan(text, today), nobody),
        "phrases": index.rank,
        "knowledge": lambda text: knowledge.search(text, 3),
    }
    if model is not None:
        steps["model"] = model.rank
    return {name: round(statistics.fmean(_timed(do, words)), 3) for name, do in steps.items()}
