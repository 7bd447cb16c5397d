"""The log that shows what was done to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from secrets import SystemRandom

import pytest

from tests.checks import Sabotage
from weiyin.base.clock import ManualClock
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

SABOTAGE = {
    "G06": Sabotage(
        "src/weiyin/storage/audit.py",
        "msgspec.json.encode((oa, strand, *row))",
        "msgspec.json.encode((oa, strand, *row[:-1]))",
    )
}

WORDS = ("who", "what", "whom", "why", "outcome", "detail")


def record(store: Store, clock: ManualClock, n: int, oa: str = "main") -> None:
    clock.advance(timedelta(seconds=1))
    store.run(
        lambda tx: audit.record(
            tx,
            oa=oa,
            who=f"staff-{n % 3}",
            what="customer.read",
            whom=f"c{n % 5}",
            why="工单 12",
            outcome="ok",
            at=clock.now(),
            detail={"b": "2", "a": str(n)},
        )
    )


@pytest.fixture
def log(store: Store, clock: ManualClock) -> Store:
    for n in range(40):
        record(store, clock, n)
    return store


def verify(store: Store, anchored: str = "") -> list[str]:
    return store.read(lambda r: audit.verify(r, "main", anchored))


def test_an_honest_log_has_no_findings(log: Store, clock: ManualClock) -> None:
    anchored = log.read(lambda r: audit.anchor(r, "main"))
    record(log, clock, 41)
    record(log, clock, 1, oa="other")
    assert verify(log) == []
    assert verify(log, anchored) == []
    assert log.read(lambda r: audit.verify(r, "other")) == []


def test_a_deed_undone_is_not_in_the_log(store: Store, clock: ManualClock) -> None:
    def deed(tx: Tx) -> None:
        audit.record(
            tx, oa="main", who="a", what="b", whom="c", why="d", outcome="e", at=clock.now()
        )
        raise ValueError

    with pytest.raises(ValueError):
        store.run(deed)
    assert store.read(lambda r: r.all(sql("SELECT * FROM audit"))) == []
    assert verify(store) == []


def test_many_writers_make_whole_chains(store: Store, clock: ManualClock) -> None:
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda n: record(store, clock, n), range(200)))
    assert verify(store) == []
    assert store.read(lambda r: r.one(sql("SELECT count(*) FROM audit"))) == (200,)


def _tamper(tx: Tx, rng: SystemRandom) -> str:
    """One change a thief with the database in hand might make; what it was."""
    rows = tx.all(sql("SELECT strand, seq FROM audit ORDER BY strand, seq"))
    strand, seq = rng.choice(rows)
    here = " WHERE strand=:strand AND seq=:seq"
    kind = rng.choice(["word", "moment", "hash", "delete", "swap", "head", "renumber"])
    if kind == "word":
        word = rng.choice(WORDS)
        tx.run(sql(f"UPDATE audit SET {word}={word} || '.'" + here), strand=strand, seq=seq)
    elif kind == "moment":
        tx.run(sql("UPDATE audit SET at_us=at_us+1" + here), strand=strand, seq=seq)
    elif kind == "hash":
        tx.run(sql("UPDATE audit SET hash=:h" + here), strand=strand, seq=seq, h=rng.randbytes(32))
    elif kind == "delete":
        tx.run(sql("DELETE FROM audit" + here), strand=strand, seq=seq)
    elif kind == "renumber":
        tx.run(sql("UPDATE audit SET seq=seq+100000" + here), strand=strand, seq=seq)
    elif kind == "head":
        tx.run(sql("UPDATE audit_heads SET seq=seq-1 WHERE strand=:strand"), strand=strand)
    else:
        other = seq + 1 if seq == 1 else seq - 1
        swap = sql("UPDATE audit SET seq=:to WHERE strand=:strand AND seq=:seq")
        for old, new in ((seq, 0), (other, seq), (0, other)):
            tx.run(swap, strand=strand, seq=old, to=new)
    return f"{kind} {strand}/{seq}"


class _UndoneError(Exception):
    pass


def test_g06_every_tamper_is_found(log: Store) -> None:
    rng = SystemRandom()
    for _ in range(500):

        def tampered(tx: Tx) -> None:
            what = _tamper(tx, rng)
            findings = audit.verify(tx, "main")
            strand = what.split()[1].split("/")[0]
            assert [f for f in findings if f.startswith(f"audit main/{strand}:")], what
            assert len(findings) == 1, what
            raise _UndoneError

        with pytest.raises(_UndoneError):
            log.run(tampered)


def test_g06_a_log_cut_or_rolled_back_whole_is_found_by_its_anchor(
    log: Store, clock: ManualClock
) -> None:
    yesterday = log.read(lambda r: r.all(sql("SELECT oa, strand, seq, hash FROM audit_heads")))
    record(log, clock, 3)
    anchored = log.read(lambda r: audit.anchor(r, "main"))

    def roll_back(tx: Tx) -> None:
        for oa, strand, seq, digest in yesterday:
            here = {"oa": oa, "strand": strand, "seq": seq}
            tx.run(sql("DELETE FROM audit WHERE oa=:oa AND strand=:strand AND seq>:seq"), **here)
            tx.run(
                sql("UPDATE audit_heads SET seq=:seq, hash=:h WHERE oa=:oa AND strand=:strand"),
                h=digest,
                **here,
            )

    log.run(roll_back)
    assert verify(log) == []
    [finding] = verify(log, anchored)
    assert "missing" in finding
    log.run(lambda tx: [tx.run(sql(f"DELETE FROM {t}")) for t in ("audit", "audit_heads")])
    assert verify(log) == []
    assert len(verify(log, anchored)) == len(yesterday)


def test_g06_an_exchanged_log_is_found_by_its_anchor(log: Store, clock: ManualClock) -> None:
    anchored = log.read(lambda r: audit.anchor(r, "main"))
    log.run(lambda tx: [tx.run(sql(f"DELETE FROM {t}")) for t in ("audit", "audit_heads")])
    for n in range(40):
        record(log, clock, n)
    assert verify(log) == []
    assert verify(log, anchored)
