"""Settings: from `WEIYIN_…` variables, or a TOML file named by `WEIYIN_CONFIG`; variables win.

`weiyin check` explains each of them and says everything that is wrong.
"""

from __future__ import annotations

from weiyin.settings.loading import examine, explain, load_settings
from weiyin.settings.model import AccountSettings, Settings, variable
from weiyin.settings.rules import SAMPLES, is_here

__all__ = [
    "SAMPLES",
    "AccountSettings",
    "Settings",
    "examine",
    "explain",
    "is_here",
    "load_settings",
    "variable",
]
