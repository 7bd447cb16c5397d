// A page inside the phone. Another origin's page cannot be read: only shown, gone back from, closed.

import { ownHost, post } from "./api.js";
import { h, icon } from "./dom.js";
import { placePicker, unshifted } from "./places.js";

export class Webview {
  constructor(phone) {
    this.phone = phone;
    this.title = h("h2", {}, "");
    this.host = h("small", {}, "");
    this.backButton = h("button", { "aria-label": "后退", onclick: () => this.back() }, icon("back"));
    this.progress = h("i", { class: "progress" });
    this.place = h("div", { class: "page" });
    this.code = h("div", { class: "code-tip", hidden: true });
    this.node = h(
      "section",
      { class: "screen webview", hidden: true, "aria-label": "网页" },
      h("header", { class: "top" }, h("button", { "aria-label": "关闭网页", onclick: () => this.close() }, icon("close", 22)), h("div", { class: "web-title" }, this.title, this.host), h("button", { "aria-label": "重新载入", onclick: () => this.open(this.url, this.title.textContent) }, icon("more"))),
      this.progress,
      this.place,
      this.code,
      h("footer", { class: "web-foot" }, this.backButton),
    );
  }

  // The page asks who looks (OAuth): answered under the phone's own name.
  authorize(query) {
    const frame = this.place.querySelector("iframe");
    const asked = new URL(`/connect/oauth2/authorize${query}`, location.href);
    asked.searchParams.set("sim_phone", this.phone.handset.id);
    frame.contentWindow.location.replace(ownHost(asked.href, this.phone.handset.id));
  }

  // The page speaks to WeChat through the JS-SDK: its signature is judged, then the person asked.
  async jssdk({ id, what, facts }) {
    const frame = this.place.querySelector("iframe");
    const answer = what === "config" ? await post("/sim/jssdk", facts) : what === "getLocation" ? await this.whereabouts(facts.type) : { outcome: "fail" };
    frame.contentWindow?.postMessage({ weiyin: "jssdk", id, answer }, "*");
  }

  whereabouts(type) {
    return new Promise((resolve) => {
      const tell = (answer) => {
        close();
        resolve(answer);
      };
      const chosen = (_name, _address, latitude, longitude) => tell({ outcome: "ok", ...(type === "gcj02" ? { latitude, longitude } : unshifted(latitude, longitude)) });
      const refuse = h("button", { class: "cell", onclick: () => tell({ outcome: "cancel" }) }, h("b", {}, "不允许"));
      const close = this.phone.sheet("网页想获取您的位置", h("div", {}, h("p", { class: "hint" }, `允许 ${this.host.textContent} 使用您的位置？`), refuse, placePicker(chosen)));
    });
  }

  holds(frame) {
    return this.place.querySelector("iframe")?.contentWindow === frame;
  }

  open(url, title) {
    this.url = url;
    this.depth = 0;
    this.goingBack = false;
    this.length = history.length;
    this.title.textContent = title;
    this.host.textContent = new URL(url, location.href).hostname;
    this.node.hidden = false;
    this.node.classList.add("loading");
    // A fresh frame for each page: its history starts here, and its name says whose phone it is.
    const frame = h("iframe", { name: `weiyin-phone:${this.phone.handset.id}`, title, src: ownHost(url, this.phone.handset.id), allow: "clipboard-read; clipboard-write; geolocation", onload: () => this.loaded() });
    this.place.replaceChildren(frame);
    this.backButton.disabled = true;
  }

  loaded() {
    this.node.classList.remove("loading");
    this.phone.texts.rest();
    if (this.goingBack) this.depth -= 1;
    else this.depth += Math.max(0, history.length - this.length);
    this.goingBack = false;
    this.length = history.length;
    this.backButton.disabled = this.depth <= 0;
  }

  back() {
    if (this.depth <= 0) return this.close();
    this.goingBack = true;
    history.back();
  }

  close() {
    this.node.hidden = true;
    this.place.replaceChildren();
    this.tip(null);
  }

  tip(node) {
    this.code.replaceChildren(...(node ? [node] : []));
    this.code.hidden = !node;
  }
}
