"""A worker to be killed: `python -m tests.outreach.storm_worker LEASE_SECONDS`, as `weiyin worker`.

Its leases are short, so that what it leaves behind is taken up by others within the test.
"""

from __future__ import annotations

import sys
import threading

from weiyin.app import compose
from weiyin.outreach.delivery import jetstream, queue
from weiyin.settings import load_settings


def main(lease_seconds: str) -> None:
    queue.LEASE_SECONDS = jetstream.LEASE_SECONDS = float(lease_seconds)
    app = compose(load_settings())
    app.courier.run(threading.Event(), idle_seconds=0.05)


if __name__ == "__main__":
    main(sys.argv[1])
