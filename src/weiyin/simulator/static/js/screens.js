// The home screen, and WeChat's own four tabs.

import { avatar } from "./bubbles.js";
import { h, icon } from "./dom.js";
import { clockTime, gist, when } from "./text.js";

export function home(phone) {
  const app = (name, words, glyph, badge, to) => h("button", { class: "app", onclick: () => phone.show(to) }, h("span", { class: `app-icon ${name}` }, glyph, badge ? h("em", {}, String(badge)) : null), words);
  const now = new Date();
  const wechat = h("img", { src: "/static/icon.svg", alt: "", width: 60, height: 60 });
  return h(
    "section",
    { class: "screen home", "aria-label": "主屏幕" },
    h("div", { class: "home-clock" }, h("span", {}, `${now.getMonth() + 1}月${now.getDate()}日 星期${"日一二三四五六"[now.getDay()]}`), h("b", {}, clockTime(now / 1000))),
    h("div", { class: "apps" }, app("", "微信", wechat, phone.unread(), "chats"), app("sms-icon", "信息", "信", phone.texts.unread, "sms")),
  );
}

export function chats(phone, tab = "chats") {
  const tabs = [["chats", "chat", "微信"], ["contacts", "book", "通讯录"], ["discover", "compass", "发现"], ["me", "person", "我"]];
  const body = { chats: () => chatList(phone), contacts: () => contacts(phone), discover: () => discover(phone), me: () => me(phone) }[tab]();
  return h(
    "section",
    { class: "screen tabs", "aria-label": "微信" },
    tab === "me" ? null : h("header", { class: "top" }, h("span", { class: "spacer" }), h("h2", {}, tabs.find(([name]) => name === tab)[2]), h("span", { class: "spacer" })),
    body,
    h("nav", { class: "tabbar", "aria-label": "微信" }, tabs.map(([name, glyph, words]) => h("button", { class: name === tab ? "on" : "", "aria-current": name === tab ? "page" : null, onclick: () => phone.show("chats", name) }, icon(glyph, 25), words))),
  );
}

function chatList(phone) {
  const rows = phone.accounts.filter((account) => phone.facts(account.key).following || phone.chat(account.key).bubbles.length);
  const row = (account) => {
    const chat = phone.chat(account.key);
    const last = chat.bubbles.at(-1);
    const unread = phone.unreadOf(account.key);
    return h("button", { class: "chat-row", onclick: () => phone.show("chat", account.key) }, h("span", { class: "with-badge" }, avatar(phone.faceOf(account), 48), unread ? h("em", {}, String(unread)) : null), h("span", { class: "grow" }, h("b", {}, account.name), h("small", {}, gist(last) || " ")), h("time", {}, last ? when(last.at) : ""));
  };
  const none = h("p", { class: "empty" }, "还没有聊天，到“通讯录”里关注一个服务号。");
  return h("div", { class: "scroll white" }, rows.length ? rows.map(row) : none);
}

function contacts(phone) {
  return h("div", { class: "scroll" }, h("p", { class: "section" }, "服务号"), h("div", { class: "cells" }, phone.accounts.map((account) => h("button", { class: "cell", onclick: () => phone.show("profile", account.key) }, avatar(phone.faceOf(account), 40), h("span", { class: "grow" }, h("b", {}, account.name), h("small", {}, account.intro)), phone.facts(account.key).following ? h("small", {}, "已关注") : h("span", { class: "small-button" }, "关注")))));
}

function discover(phone) {
  return h("div", { class: "scroll" }, h("div", { class: "cells" }, h("button", { class: "cell", onclick: () => phone.chat(phone.accounts[0].key).scan() }, icon("scan", 24), h("span", { class: "grow" }, "扫一扫"), icon("forward", 16))));
}

function me(phone) {
  const others = phone.desk.phones.filter((other) => other !== phone);
  return h(
    "div",
    { class: "scroll" },
    h("div", { class: "me-head" }, avatar(phone.face, 64), h("div", {}, h("h3", {}, phone.handset.nickname), h("p", {}, `手机号：${phone.handset.phone}`))),
    h("div", { class: "cells" }, h("button", { class: "cell", onclick: () => phone.show("sms") }, icon("chat", 24), h("span", { class: "grow" }, "手机短信"), icon("forward", 16))),
    others.length ? h("p", { class: "section" }, "换一部手机") : null,
    h("div", { class: "cells" }, others.map((other) => h("button", { class: "cell", onclick: () => phone.desk.only(other) }, avatar(other.face, 36), h("span", { class: "grow" }, other.handset.nickname), icon("forward", 16)))),
  );
}
