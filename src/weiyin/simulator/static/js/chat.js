// One chat with one account.

import { get, post } from "./api.js";
import { Bar } from "./bar.js";
import { draw, timeLine } from "./bubbles.js";
import { h, icon } from "./dom.js";
import { placePicker } from "./places.js";

const KINDS_OF_PLACE = new Set(["location_select"]);

export class Chat {
  constructor(phone, account) {
    this.phone = phone;
    this.handset = phone.handset;
    this.account = account;
    this.bubbles = [];
    this.list = h("div", { class: "bubbles", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": `与${account.name}的聊天` });
    this.title = h("h2", {}, account.name);
    this.bar = new Bar(this);
    this.node = h(
      "section",
      { class: "screen chat", "aria-label": account.name },
      h(
        "header",
        { class: "top" },
        h("button", { "aria-label": "返回", onclick: () => phone.show("chats") }, icon("back")),
        this.title,
        h("button", { "aria-label": "账号资料", onclick: () => phone.show("profile", account.key) }, icon("person")),
      ),
      this.list,
      this.bar.node,
    );
  }

  async load() {
    const found = await get(`/sim/phones/${this.handset.id}/messages?account=${this.account.key}`);
    this.list.replaceChildren();
    this.bubbles = [];
    for (const bubble of found) this.add(bubble, false);
    this.scroll(false);
  }

  add(bubble, smooth = true) {
    if (this.bubbles.some((one) => one.id === bubble.id)) return;
    const before = this.bubbles.at(-1);
    this.bubbles.push(bubble);
    const time = timeLine(bubble, before);
    const node = draw(bubble, { me: this.phone.face, them: this.phone.faceOf(this.account), hands: this.hands() });
    if (smooth) node.classList.add("new");
    this.list.append(...(time ? [time] : []), node);
    for (const image of node.querySelectorAll("img")) image.addEventListener("load", () => this.scroll(false));
    this.scroll(smooth);
  }

  hands() {
    return {
      open: (url, title) => this.phone.open(url, title || this.account.name),
      say: (text, menu_id) => this.act("say", { text, menu_id }),
      zoom: (src) => this.zoom(src),
    };
  }

  scroll(smooth = true) {
    requestAnimationFrame(() => this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "auto" }));
  }

  typing(on) {
    this.title.textContent = on ? "对方正在输入…" : this.account.name;
    this.title.classList.toggle("typing", on);
  }

  update(facts) {
    this.bar.update(facts.menu);
  }

  async act(name, facts = {}) {
    try {
      return await post(`/sim/phones/${this.handset.id}/${name}`, { account: this.account.key, wait: false, ...facts });
    } catch (error) {
      this.toast(error.message);
      return {};
    }
  }

  async tap(path, button) {
    if (KINDS_OF_PLACE.has(button.type)) {
      const close = this.sheet("位置", placePicker((name, label, latitude, longitude) => {
        close();
        this.act("tap", { button: path, name, label, latitude, longitude });
      }));
      return;
    }
    const { open } = await this.act("tap", { button: path });
    if (open) this.phone.open(open, button.name);
  }

  async scan() {
    const codes = await get(`/sim/qrcodes?account=${this.account.key}`);
    const one = (code) => h("button", { class: "cell", onclick: () => { close(); this.act("scan", { code: code.ticket }); } }, h("img", { class: "qr", src: `/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`, alt: "" }), h("span", { class: "grow" }, h("b", {}, code.scene), h("small", {}, code.url)));
    const none = h("p", { class: "empty" }, "还没有二维码：账号用接口生成带参数的二维码后，会出现在这里。");
    const close = this.sheet("扫一扫", h("div", { class: "cells" }, codes.length ? codes.map(one) : none));
  }

  sheet(title, node) {
    return this.phone.sheet(title, node);
  }

  cover(node) {
    this.phone.glass.append(node);
  }

  toast(text) {
    this.phone.toast(text);
  }

  scale() {
    return this.phone.scale();
  }

  zoom(src) {
    const shade = h("button", { class: "zoom", "aria-label": "关闭图片", onclick: () => shade.remove() }, h("img", { src, alt: "图片" }));
    this.cover(shade);
    shade.focus();
  }
}
