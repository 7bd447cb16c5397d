// What engineers look at: the wire, faults, time, accounts.

import { erase, get, post } from "./api.js";
import { h } from "./dom.js";

const KEPT = 300;
const FAULTS = [["-1", "系统繁忙 −1"], ["45009", "日配额 45009"], ["40001", "令牌失效 40001"], ["5xx", "网关 502"], ["html", "返回 HTML"], ["slow", "变慢 6 秒"], ["lost_answer", "答复丢失"]];
const PATHS = ["push", "/cgi-bin/message/custom/send", "/cgi-bin/message/template/send", "/cgi-bin/stable_token", "/cgi-bin/token", "/cgi-bin/menu/create", "/cgi-bin/media/get", "/sns/oauth2/access_token", "*"];

export class Drawer {
  constructor(node, toggle) {
    this.node = node;
    this.toggle = toggle;
    this.lines = h("ol", { class: "wire" });
    this.armed = h("p", { class: "armed" });
    this.accounts = h("div", {});
    toggle.addEventListener("click", () => this.show(node.hidden));
    node.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    node.append(h("h2", {}, "开发者", h("button", { "aria-label": "关闭", onclick: () => this.show(false) }, "×")), this.accounts, this.tools(), h("h3", {}, "线路"), this.lines);
  }

  async start() {
    for (const line of (await get("/sim/log")).slice(-KEPT)) this.add(line);
    const { accounts } = await get("/sim/state");
    this.accounts.replaceChildren(...accounts.map((account) => this.account(account)));
    this.faults(await get("/sim/faults"));
  }

  show(on) {
    this.node.hidden = !on;
    this.toggle.setAttribute("aria-expanded", String(on));
    document.body.classList.toggle("with-drawer", on);
  }

  account(account) {
    const answer = h("output", {});
    const verify = async () => {
      const { ok, why } = await post(`/sim/accounts/${account.key}/verify`);
      answer.textContent = ok ? "✓ 验证成功" : `✗ ${why}`;
    };
    const mode = { plain: "明文", compat: "兼容", safe: "安全" }[account.mode];
    return h("p", { class: "fact" }, h("b", {}, account.name), h("code", {}, account.appid), `${mode}模式 · ${account.format.toUpperCase()}`, h("code", {}, account.callback_url), h("button", { onclick: verify }, "验证地址"), answer);
  }

  tools() {
    const path = h("select", { "aria-label": "路径" }, PATHS.map((one) => h("option", { value: one }, one)));
    const kind = h("select", { "aria-label": "故障" }, FAULTS.map(([value, words]) => h("option", { value }, words)));
    const times = h("input", { type: "number", min: 1, max: 99, value: 1, "aria-label": "次数" });
    const arm = async () => {
      await post("/sim/faults", { path: path.value, kind: kind.value, times: Number(times.value) });
      this.faults(await get("/sim/faults"));
    };
    const clear = async () => this.faults(await erase("/sim/faults"));
    const skip = (words, seconds) => h("button", { onclick: () => post("/sim/clock", { seconds }) }, words);
    return h(
      "div",
      { class: "tools-box" },
      h("h3", {}, "故障"),
      h("div", { class: "line" }, path, kind, times, h("button", { onclick: arm }, "安排"), h("button", { onclick: clear }, "清除")),
      this.armed,
      h("h3", {}, "时间"),
      h("div", { class: "line" }, skip("+1 分钟", 60), skip("+2 小时", 7200), skip("+48 小时", 172_800), skip("+3 天", 259_200)),
    );
  }

  faults(armed) {
    this.armed.textContent = armed.map((one) => `${one.path} ${one.kind} ×${one.times}`).join("；");
  }

  add(line) {
    const bad = !/^(200|202)$/.test(line.status);
    const arrow = line.direction === "push" ? "→ 推送" : "← 接口";
    const node = h("li", { class: bad ? "bad" : "" }, h("details", {}, h("summary", {}, h("span", {}, arrow), h("code", {}, line.path), h("b", {}, line.status), h("i", {}, `${line.ms} ms`), line.note ? h("em", {}, line.note) : null), h("pre", {}, line.sent), h("pre", {}, line.answered)));
    this.lines.prepend(node);
    while (this.lines.children.length > KEPT) this.lines.lastChild.remove();
  }
}
