// Texts: a banner from above, the app 信息, and the tip that offers a code.

import { h, icon } from "./dom.js";
import { when } from "./text.js";

const CODE = /(?:验证码|校验码|动态码|code)\D{0,12}(\d{4,8})|(\d{4,8})\D{0,8}(?:验证码|校验码|动态码)/i;

export const codeIn = (body) => {
  const found = CODE.exec(body);
  return found ? (found[1] ?? found[2]) : "";
};

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const field = h("textarea", { style: "position:fixed;opacity:0" });
    field.value = words;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

const sender = (body) => /^【([^】]{1,20})】/.exec(body)?.[1] ?? "10690000";

export class Texts {
  constructor(phone) {
    this.phone = phone;
    this.all = [];
    this.unread = 0;
    this.list = h("div", { class: "texts" });
    this.node = h("section", { class: "screen sms", "aria-label": "信息" }, h("header", { class: "top light" }, h("button", { "aria-label": "返回", onclick: () => phone.show("home") }, icon("back")), h("h2", {}, "信息"), h("span", { class: "spacer" })), this.list);
  }

  load(all) {
    this.all = [];
    this.list.replaceChildren(h("p", { class: "empty" }, "还没有短信"));
    for (const sms of all) this.keep(sms);
  }

  keep(sms) {
    if (!this.all.length) this.list.replaceChildren();
    this.all.push(sms);
    const code = codeIn(sms.body);
    this.list.append(
      h("p", { class: "time" }, `${sender(sms.body)} · ${when(sms.at)}`),
      h("div", { class: "sms-bubble" }, sms.body, code ? h("button", { class: "link", onclick: () => this.take(code) }, `复制验证码 ${code}`) : null),
    );
    this.list.scrollTo(0, this.list.scrollHeight);
  }

  arrive(sms) {
    this.keep(sms);
    this.unread += 1;
    this.phone.badge();
    const code = codeIn(sms.body);
    const hide = () => banner.classList.add("gone");
    const banner = h(
      "div",
      { class: "sms-banner", role: "alert" },
      h("button", { class: "sms-open", onclick: () => { hide(); this.phone.show("sms"); } }, h("span", { class: "app-icon sms-icon" }, "信"), h("span", { class: "grow" }, h("b", {}, sender(sms.body)), h("span", {}, sms.body)), h("small", {}, "现在")),
      code ? h("button", { class: "sms-code", onclick: () => { hide(); this.take(code); } }, `点击复制验证码 ${code}`) : null,
    );
    this.rest();
    this.hide = hide;
    this.phone.glass.append(banner);
    setTimeout(hide, 6000);
    setTimeout(() => banner.remove(), 6600);
    if (code) this.phone.webview.tip(h("button", { onclick: () => this.take(code) }, h("small", {}, "来自“信息”"), h("b", {}, code), h("small", {}, "点击复制")));
  }

  // The page went on: what was to be copied has been used.
  rest() {
    this.hide?.();
    this.phone.webview.tip(null);
  }

  async take(code) {
    await copy(code);
    this.phone.webview.tip(null);
    this.phone.toast("已复制，可粘贴");
  }

  seen() {
    this.unread = 0;
    this.phone.badge();
    requestAnimationFrame(() => this.list.scrollTo(0, this.list.scrollHeight));
  }
}
