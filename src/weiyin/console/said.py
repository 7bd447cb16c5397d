"""What a page says after something was done: short words, named in its address."""

from __future__ import annotations

from weiyin.console.words import Words

SAID = {
    "saved": Words("已保存", "Saved"),
    "proposed": Words("已提交，等待另一位同事复核", "Submitted: waiting for a second person"),
    "applied": Words("已复核并生效", "Approved and applied"),
    "refused": Words("已退回", "Sent back"),
    "withdrawn": Words("已撤回", "Withdrawn"),
    "disabled": Words("已停用，其登录已立即失效", "Disabled; all sessions have ended"),
    "enabled": Words("已启用", "Enabled"),
    "added": Words("已新增", "Added"),
    "removed": Words("已删除", "Removed"),
}
