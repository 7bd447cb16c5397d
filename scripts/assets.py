"""Copy the front-end assets that npm installed to where they are served from."""

from __future__ import annotations

import shutil
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_MODULES = _ROOT / "node_modules"
_PAGES = _ROOT / "src/weiyin/pages/static/vendor"
_CONSOLE = _ROOT / "src/weiyin/console/static/vendor"

_COPIES = (
    (_MODULES / "weui/dist/style/weui.min.css", _PAGES / "weui.min.css"),
    (_MODULES / "htmx.org/dist/htmx.min.js", _PAGES / "htmx.min.js"),
    (_MODULES / "htmx.org/dist/htmx.min.js", _CONSOLE / "htmx.min.js"),
    (_MODULES / "@tabler/core/dist/css/tabler.min.css", _CONSOLE / "tabler.min.css"),
    (_MODULES / "@tabler/core/dist/js/tabler.min.js", _CONSOLE / "tabler.min.js"),
    (_MODULES / "echarts/dist/echarts.common.min.js", _CONSOLE / "echarts.min.js"),
)


def main() -> None:
    for source, target in _COPIES:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        print(target.relative_to(_ROOT))


if __name__ == "__main__":
    main()
