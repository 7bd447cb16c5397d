// The bar under a chat: the account's menu, the keyboard, the voice button and the + panel.

import { h, icon } from "./dom.js";
import { sendPicture } from "./api.js";
import { placePicker } from "./places.js";

const SPOKEN = ["我卡上还剩多少钱", "这个月信用卡要还多少", "附近的网点在哪里", "给李雷转五百块", "最近有什么理财"];
const EMOJI = "🙂😁😂🤣😊😍😘😜🤔😏😅😭😡😱👍👎👌🙏👏💪🎉🌹❤️🧧".match(/\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gu);

export class Bar {
  // `chat` offers: act(name, facts), handset, account, open(url, title), sheet(title, node), tap(path, button)
  constructor(chat) {
    this.chat = chat;
    this.mode = "keys";
    this.menu = [];
    this.node = h("div", { class: "bar" });
    this.draft = "";
    this.panel = "";
  }

  update(menu) {
    const before = JSON.stringify(this.menu);
    this.menu = menu;
    if (!this.drawn || before !== JSON.stringify(menu)) {
      if (!this.drawn || before === "[]") this.mode = menu.length ? "menu" : "keys";
      if (!menu.length && this.mode === "menu") this.mode = "keys";
      this.drawn = true;
      this.render();
    }
  }

  render() {
    const row = { menu: () => this.menuRow(), keys: () => this.keysRow(), voice: () => this.voiceRow() }[this.mode]();
    const panel = this.panel === "plus" ? this.plusPanel() : this.panel === "emoji" ? this.emojiPanel() : null;
    this.node.replaceChildren(row, ...(panel ? [panel] : []));
  }

  turn(mode, panel = "") {
    this.mode = mode;
    this.panel = panel;
    this.render();
    if (mode === "keys" && !panel) this.field?.focus();
    this.chat.scroll();
  }

  menuRow() {
    const keys = h("button", { class: "bar-icon edge", "aria-label": "切换到键盘", onclick: () => this.turn("keys") }, icon("keyboard", 27));
    const items = this.menu.map((top, index) => {
      const subs = top.sub_button ?? [];
      const label = [subs.length ? icon("list", 15) : null, h("span", {}, top.name)];
      const node = h("button", { class: "menu-item", "aria-haspopup": subs.length ? "menu" : null, onclick: (event) => this.touch(event, node, top, index) }, label);
      return node;
    });
    return h("div", { class: "bar-row menus", role: "menubar", onkeydown: (event) => event.key === "Escape" && this.shut() }, keys, items);
  }

  touch(event, node, top, index) {
    event.stopPropagation();
    const open = node.querySelector(".popup");
    this.shut();
    if (open) return;
    const subs = top.sub_button ?? [];
    if (!subs.length) return void this.chat.tap([index], top);
    const choose = (number, one) => (event) => {
      event.stopPropagation();
      this.shut();
      this.chat.tap([index, number], one);
    };
    // A button must not hold buttons, so the list hangs beside it.
    const popup = h("div", { class: "popup", role: "menu" }, subs.map((one, number) => h("button", { role: "menuitem", onclick: choose(number, one) }, one.name)));
    const frame = this.node.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const middle = (box.left + box.width / 2 - frame.left) / this.chat.scale();
    this.node.append(popup);
    const half = popup.offsetWidth / 2;
    const width = this.node.offsetWidth;
    const left = Math.max(8, Math.min(width - 2 * half - 8, middle - half));
    popup.style.left = `${left}px`;
    popup.style.setProperty("--tip", `${middle - left}px`);
    popup.querySelector("button").focus({ preventScroll: true });
    popup.addEventListener("keydown", (event) => this.move(event, popup));
    node.setAttribute("aria-expanded", "true");
    this.away = () => this.shut();
    document.addEventListener("click", this.away, { once: true });
  }

  move(event, popup) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.shut();
    if (!step) return;
    event.preventDefault();
    const items = [...popup.children];
    const next = items.indexOf(document.activeElement) + step;
    items[(next + items.length) % items.length].focus();
  }

  shut() {
    for (const popup of this.node.querySelectorAll(".popup")) popup.remove();
    for (const node of this.node.querySelectorAll("[aria-expanded]")) node.removeAttribute("aria-expanded");
    if (this.away) document.removeEventListener("click", this.away);
  }

  left(other) {
    const back = this.menu.length ? h("button", { class: "bar-icon", "aria-label": "切换到菜单", onclick: () => this.turn("menu") }, icon("list", 26)) : null;
    return [back, other];
  }

  keysRow() {
    const send = () => {
      const text = this.field.value.trim();
      if (!text) return;
      this.field.value = this.draft = "";
      this.swap();
      this.chat.act("say", { text });
      this.field.focus();
    };
    const typed = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send();
      }
    };
    this.field = h("textarea", { class: "field", rows: 1, "aria-label": "输入消息", onkeydown: typed, oninput: () => this.swap(), onfocus: () => this.panel && this.turn("keys") });
    this.field.value = this.draft;
    const voice = h("button", { class: "bar-icon", "aria-label": "切换到语音", onclick: () => this.turn("voice") }, icon("voice", 29));
    this.sendButton = h("button", { class: "send", onclick: send }, "发送");
    const row = h("div", { class: "bar-row" }, this.left(voice), this.field, this.emojiButton(), this.plusButton(), this.sendButton);
    queueMicrotask(() => this.swap());
    return row;
  }

  swap() {
    this.draft = this.field.value;
    const any = this.draft.trim() !== "";
    this.sendButton.hidden = !any;
    this.plus.hidden = any;
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(100, this.field.scrollHeight)}px`;
  }

  voiceRow() {
    const keys = h("button", { class: "bar-icon", "aria-label": "切换到键盘", onclick: () => this.turn("keys") }, icon("keys", 29));
    const hold = h("button", { class: "hold", onclick: () => this.speak() }, "按住 说话");
    return h("div", { class: "bar-row" }, this.left(keys), hold, this.emojiButton(), this.plusButton());
  }

  speak() {
    const field = h("input", { class: "field", "aria-label": "要说的话", placeholder: "没有话筒：写下要说的话" });
    const send = () => {
      if (!field.value.trim()) return;
      shade.remove();
      this.chat.act("voice", { text: field.value.trim() });
    };
    field.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && send());
    const waves = h("div", { class: "recording", "aria-hidden": "true" }, Array.from({ length: 22 }, (_, at) => h("i", { style: `--at:${at}` })));
    const shade = h(
      "div",
      { class: "shade", role: "dialog", "aria-label": "语音", onclick: (event) => event.target === shade && shade.remove(), onkeydown: (event) => event.key === "Escape" && shade.remove() },
      waves,
      h("div", { class: "spoken-choices" }, SPOKEN.map((one) => h("button", { onclick: () => { field.value = one; field.focus(); } }, one))),
      h("div", { class: "speak-row" }, field, h("button", { class: "send", onclick: send }, "松开 发送")),
    );
    this.chat.cover(shade);
    field.focus();
  }

  emojiButton() {
    return h("button", { class: "bar-icon", "aria-label": "表情", onclick: () => this.turn("keys", this.panel === "emoji" ? "" : "emoji") }, icon("smile", 29));
  }

  plusButton() {
    const mode = this.mode === "voice" ? "keys" : this.mode;
    this.plus = h("button", { class: "bar-icon", "aria-label": "更多功能", onclick: () => this.turn(mode, this.panel === "plus" ? "" : "plus") }, icon("plus", 29));
    return this.plus;
  }

  emojiPanel() {
    const put = (face) => () => {
      this.field.value += face;
      this.swap();
    };
    return h("div", { class: "panel emoji" }, EMOJI.map((face) => h("button", { onclick: put(face) }, face)));
  }

  plusPanel() {
    const file = h("input", { type: "file", accept: "image/*", hidden: true, onchange: () => file.files[0] && this.upload(file.files[0]) });
    const tool = (name, words, act) => h("button", { class: "tool", onclick: act }, h("span", {}, icon(name, 30)), words);
    return h(
      "div",
      { class: "panel tools" },
      file,
      tool("picture", "照片", () => file.click()),
      tool("camera", "拍摄", () => this.chat.act("picture")),
      tool("pin", "位置", () => this.place()),
      tool("scan", "扫一扫", () => this.chat.scan()),
    );
  }

  upload(file) {
    this.turn("keys");
    sendPicture(this.chat.handset.id, this.chat.account.key, file).catch((error) => this.chat.toast(error.message));
  }

  place() {
    const close = this.chat.sheet("位置", placePicker((name, address, latitude, longitude) => {
      close();
      this.turn("keys");
      this.chat.act("location", { latitude, longitude, label: address });
    }));
  }
}
