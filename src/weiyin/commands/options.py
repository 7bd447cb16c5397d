"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Home = Annotated[Path, typer.Option(help="The demo bank's folder.", envvar="WEIYIN_DEMO_HOME")]
DEMO_HOME = Path(".weiyin/demo")
