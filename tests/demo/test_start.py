"""`weiyin demo` at a taken port: told at once, before anything is built."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from weiyin.base.errors import Misconfigured
from weiyin.base.ports import free_port
from weiyin.commands.demo import demo


def test_a_taken_port_is_named_before_the_bank_is_built(tmp_path: Path) -> None:
    port = free_port(2)
    with (
        socket.create_server(("127.0.0.1", port + 1)),
        pytest.raises(Misconfigured, match=f"--port.*{port + 1}"),
    ):
        demo(tmp_path / "home", port, fresh=False)
    assert not (tmp_path / "home").exists()
