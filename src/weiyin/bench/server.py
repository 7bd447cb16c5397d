"""The product under measurement: the demo bank's server, alone in its process.

python -m weiyin.bench.server FOLDER PORT
"""

from __future__ import annotations

import sys
from pathlib import Path

from weiyin import logs
from weiyin.app import compose
from weiyin.bench.day.clock import day_clock
from weiyin.demo_home import Home, plugs_of, settings_of
from weiyin.serving import run_web


def main() -> None:
    folder, port = sys.argv[1:]
    home = Home(Path(folder))
    settings = settings_of(home)
    logs.configure(settings.log_level)
    app = compose(settings, plugs_of(home, day_clock(home.folder)))
    try:
        run_web(app, "127.0.0.1", int(port), deliver=False)
    finally:
        app.close()


if __name__ == "__main__":
    main()
