// The desk on which the phones lie.

import { get, separate } from "./api.js";
import { avatar } from "./bubbles.js";
import { h } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Phone } from "./phone.js";

const NARROW = matchMedia("(max-width: 640px)");

class Desk {
  constructor() {
    this.node = document.querySelector("main.desk");
    this.picker = document.querySelector(".desk-phones");
    this.drawer = new Drawer(document.querySelector(".drawer"), document.querySelector("#drawer-toggle"));
    this.phones = [];
    this.shown = new Set();
    this.buttons = new Map();
  }

  async start() {
    const [{ accounts }, handsets] = await Promise.all([get("/sim/state"), get("/sim/phones")]);
    this.phones = handsets.map((handset) => new Phone(this, handset, accounts));
    this.picker.append(...this.phones.map((phone) => this.button(phone)));
    const wanted = new URLSearchParams(location.search).get("phone");
    const room = NARROW.matches ? 1 : Math.max(1, Math.min(2, Math.floor(innerWidth / 440)));
    const first = this.phones.filter((phone) => (wanted ? phone.handset.id === wanted : true)).slice(0, room);
    for (const phone of first) this.shown.add(phone);
    await this.listen();
    await Promise.all(this.phones.map((phone) => phone.start()));
    this.lay();
    await this.drawer.start();
    const early = this.early;
    this.early = null;
    for (const told of early) if (told.event !== "wire") this.hear(told);
  }

  button(phone) {
    const toggle = () => {
      if (NARROW.matches) return this.only(phone);
      if (this.shown.has(phone) && this.shown.size > 1) this.shown.delete(phone);
      else this.shown.add(phone);
      return this.lay();
    };
    const node = h("button", { onclick: toggle, title: phone.handset.phone }, avatar(phone.face, 22), phone.handset.nickname, h("em", { hidden: true }));
    this.buttons.set(phone, node);
    return node;
  }

  only(phone) {
    this.shown = new Set([phone]);
    this.lay();
  }

  lay() {
    const wanted = this.phones.filter((phone) => this.shown.has(phone)).map((phone) => phone.node);
    for (const node of [...this.node.children]) if (!wanted.includes(node)) node.remove();
    // Moving a frame would load its page again: only what is missing is put in.
    for (const [at, node] of wanted.entries()) if (this.node.children[at] !== node) this.node.insertBefore(node, this.node.children[at] ?? null);
    for (const [phone, button] of this.buttons) button.setAttribute("aria-pressed", String(this.shown.has(phone)));
    for (const phone of this.shown) if (phone.at?.[0] === "chat") phone.chat(phone.at[1]).scroll(false);
  }

  badge(phone, count) {
    const mark = this.buttons.get(phone)?.querySelector("em");
    if (!mark) return;
    mark.hidden = !count || this.shown.has(phone);
    mark.textContent = String(count);
  }

  // Listening begins before anything is read, so that nothing falls between the two.
  listen() {
    const source = new EventSource("/sim/events");
    let lost = false;
    this.early = [];
    window.addEventListener("message", (message) => this.ask(message));
    source.onmessage = (message) => {
      const told = JSON.parse(message.data);
      if (this.early) this.early.push(told);
      else this.hear(told);
    };
    source.onerror = () => (lost = true);
    return new Promise((resolve) => {
      source.onopen = () => {
        if (lost) location.reload(); // the stand-in came back, perhaps with another memory
        resolve();
      };
    });
  }

  ask(message) {
    const { weiyin, query } = message.data ?? {};
    if (weiyin === "jssdk") this.phones.find((phone) => phone.webview.holds(message.source))?.webview.jssdk(message.data);
    if (weiyin !== "authorize" || typeof query !== "string" || !query.startsWith("?")) return;
    this.phones.find((phone) => phone.webview.holds(message.source))?.webview.authorize(query);
  }

  hear(told) {
    const phone = this.phones.find((one) => one.handset.id === told.handset);
    if (told.event === "bubble") phone?.bubble(told.account, told.bubble);
    else if (told.event === "typing") phone?.chat(told.account).typing(told.on);
    else if (told.event === "changed") for (const one of phone ? [phone] : this.phones) one.changed();
    else if (told.event === "wire") this.drawer.add(told.line);
    else if (told.event === "sms") for (const one of this.phones) if (one.handset.phone === told.sms.phone) one.texts.arrive(told.sms);
  }
}

// Under its own name each phone keeps its own cookies; where that name is unknown, stay here.
async function settle() {
  if (separate || !["127.0.0.1", "localhost"].includes(location.hostname)) return;
  const { separate_hosts } = await get("/sim/state");
  if (!separate_hosts) return;
  const there = `http://weiyin.localhost:${location.port}`;
  try {
    await fetch(`${there}/static/icon.svg`, { mode: "no-cors", signal: AbortSignal.timeout(1500) });
  } catch {
    return;
  }
  location.replace(there + location.pathname + location.search);
  await new Promise(() => {});
}

await settle();
await new Desk().start();
