// An account's page: follow before, switches and 不再关注 after.

import { avatar } from "./bubbles.js";
import { h, icon } from "./dom.js";

export function profile(phone, account, facts) {
  const chat = phone.chat(account.key);
  const act = (name, more) => chat.act(name, more);
  const follow = async () => {
    await act("follow");
    phone.show("chat", account.key);
  };
  const leave = () => {
    const close = phone.sheet("不再关注", h("div", { class: "ask" }, h("p", {}, `不再关注“${account.name}”后将不再收到其下发的消息`), h("button", { class: "danger", onclick: async () => { close(); await act("unfollow"); phone.show("profile", account.key); } }, "不再关注"), h("button", { onclick: () => close() }, "取消")));
  };
  const toggle = (words, note, name, on) =>
    h("label", { class: "cell" }, h("span", { class: "grow" }, h("b", {}, words), h("small", {}, note)), h("input", { type: "checkbox", role: "switch", class: "switch", checked: on, onchange: (event) => act("settings", { [name]: event.target.checked }) }));
  const following = facts.following;
  return h(
    "section",
    { class: "screen profile", "aria-label": `${account.name}的资料` },
    h("header", { class: "top light" }, h("button", { "aria-label": "返回", onclick: () => phone.show(following ? "chat" : "chats", account.key) }, icon("back")), h("h2", {}, ""), following ? h("button", { "aria-label": "更多", onclick: leave }, icon("more")) : h("span", { class: "spacer" })),
    h(
      "div",
      { class: "profile-body" },
      h("div", { class: "profile-head" }, avatar(phone.faceOf(account), 72), h("div", {}, h("h3", {}, account.name), h("p", { class: "verified" }, icon("check", 15), account.subject))),
      h("p", { class: "intro" }, account.intro),
      facts.pending_scene ? h("p", { class: "intro quiet" }, `来自扫码：${facts.pending_scene}`) : null,
      h(
        "div",
        { class: "profile-action" },
        following
          ? h("button", { class: "primary", onclick: () => phone.show("chat", account.key) }, "发消息")
          : h("button", { class: "primary", onclick: follow }, "关注服务号"),
      ),
      h("div", { class: "cells" }, h("div", { class: "cell" }, h("span", { class: "grow" }, "账号类型"), h("small", {}, "认证服务号")), h("div", { class: "cell" }, h("span", { class: "grow" }, "服务区域"), h("small", {}, "全国"))),
      following
        ? h(
            "div",
            { class: "cells" },
            toggle("提供位置信息", "进入会话时把手机的位置告诉服务号", "tells_place", facts.tells_place),
            toggle("拒收模板消息", "服务号会收到 failed:user block", "refuse_templates", facts.refuse_templates),
            toggle("以快照页打开网页", "网页得到的是虚拟身份", "snapshot", facts.snapshot),
            h("button", { class: "cell danger", onclick: leave }, "不再关注"),
          )
        : null,
    ),
  );
}
