// One handset: its frame, its screens, what it has been told.

import { get } from "./api.js";
import { Chat } from "./chat.js";
import { h, icon } from "./dom.js";
import { profile } from "./profile.js";
import { chats, home } from "./screens.js";
import { Texts } from "./sms.js";
import { clockTime } from "./text.js";
import { Webview } from "./webview.js";

export class Phone {
  constructor(desk, handset, accounts) {
    this.desk = desk;
    this.handset = handset;
    this.accounts = accounts;
    this.face = { letter: handset.nickname.slice(0, 1), colour: handset.colour, name: handset.nickname };
    this.known = new Map(handset.accounts.map((facts) => [facts.account, facts]));
    this.chats = new Map();
    this.news = new Map();
    this.webview = new Webview(this);
    this.texts = new Texts(this);
    this.stage = h("div", { class: "stage" });
    this.clock = h("b", {}, clockTime(Date.now() / 1000));
    this.glass = h("div", { class: "glass" }, this.status(), this.stage, this.webview.node, h("button", { class: "home-bar", "aria-label": "回到主屏幕", onclick: () => this.show("home") }));
    this.node = h("article", { class: "phone", "aria-label": `${handset.nickname}的手机` }, this.glass, h("p", { class: "caption" }, `${handset.nickname} · ${handset.phone}`));
    setInterval(() => (this.clock.textContent = clockTime(Date.now() / 1000)), 10_000);
  }

  status() {
    return h("div", { class: "status", "aria-hidden": "true" }, this.clock, h("span", { class: "island" }), h("span", { class: "signs" }, icon("signal", 17), icon("wifi", 17), h("i", { class: "battery" })));
  }

  async start() {
    for (const account of this.accounts) await this.chat(account.key).load();
    this.texts.load(await get(`/sim/phones/${this.handset.id}/sms`));
    for (const account of this.accounts) this.chat(account.key).update(this.facts(account.key));
    const first = this.accounts[0];
    const begun = this.facts(first.key).following;
    this.show(this.accounts.length > 1 ? "chats" : begun ? "chat" : "profile", this.accounts.length > 1 ? "contacts" : first.key);
  }

  facts(key) {
    return this.known.get(key);
  }

  chat(key) {
    if (!this.chats.has(key)) this.chats.set(key, new Chat(this, this.accounts.find((one) => one.key === key)));
    return this.chats.get(key);
  }

  faceOf(account) {
    return { letter: account.logo, colour: account.colour, name: account.name };
  }

  show(name, what) {
    this.at = [name, what];
    for (const over of this.glass.querySelectorAll(".shade, .sheet-shade, .zoom")) over.remove();
    const account = this.accounts.find((one) => one.key === what);
    if (name === "chat") {
      this.news.set(what, 0);
      this.stage.replaceChildren(this.chat(what).node);
      this.chat(what).scroll(false);
      if (this.facts(what).tells_place) this.chat(what).act("enter");
    } else if (name === "profile") this.stage.replaceChildren(profile(this, account, this.facts(what)));
    else if (name === "sms") {
      this.stage.replaceChildren(this.texts.node);
      this.texts.seen();
    } else if (name === "home") this.stage.replaceChildren(home(this));
    else this.stage.replaceChildren(chats(this, what));
    if (name === "home" || name === "sms") this.webview.node.classList.add("under");
    else this.webview.node.classList.remove("under");
    this.badge();
  }

  redraw() {
    const [name] = this.at;
    if (["chats", "home", "profile"].includes(name)) this.show(...this.at);
  }

  unreadOf(key) {
    return this.news.get(key) ?? 0;
  }

  unread() {
    return [...this.news.values()].reduce((sum, one) => sum + one, 0);
  }

  badge() {
    this.desk.badge(this, this.unread() + this.texts.unread);
  }

  // Events from the stand-in.
  bubble(key, bubble) {
    this.chat(key).add(bubble);
    const looking = this.at[0] === "chat" && this.at[1] === key;
    if (!looking && bubble.side !== "me") this.news.set(key, this.unreadOf(key) + 1);
    if (!looking) this.redraw();
    this.badge();
  }

  async changed() {
    const seen = await get(`/sim/phones/${this.handset.id}`);
    const before = this.known;
    this.known = new Map(seen.accounts.map((facts) => [facts.account, facts]));
    for (const facts of seen.accounts) {
      this.chat(facts.account).update(facts);
      const left = before.get(facts.account).following && !facts.following;
      if (left && this.at[0] === "chat" && this.at[1] === facts.account) this.show("profile", facts.account);
      if (facts.pending_scene && !facts.following) this.show("profile", facts.account);
    }
    this.redraw();
  }

  open(url, title) {
    if (!/^https?:/i.test(url) && !url.startsWith("/")) return this.toast(`手机没有打开：${url}`);
    return this.webview.open(url, title);
  }

  sheet(title, node) {
    const close = () => shade.remove();
    const shade = h("div", { class: "sheet-shade", role: "dialog", "aria-label": title, onclick: (event) => event.target === shade && close(), onkeydown: (event) => event.key === "Escape" && close() }, h("div", { class: "sheet" }, h("header", {}, h("button", { "aria-label": "关闭", onclick: close }, icon("close", 20)), h("h3", {}, title), h("span", { class: "spacer" })), node));
    this.glass.append(shade);
    shade.querySelector("button").focus();
    return close;
  }

  toast(text) {
    const node = h("div", { class: "toast", role: "status" }, text);
    this.glass.append(node);
    setTimeout(() => node.remove(), 2200);
  }

  scale() {
    return this.glass.getBoundingClientRect().width / this.glass.offsetWidth || 1;
  }
}
