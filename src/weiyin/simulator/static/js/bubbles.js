// How each kind of bubble looks.

import { h, icon } from "./dom.js";
import { clockTime, when, words } from "./text.js";
import { mapPicture } from "./places.js";

const GAP = 300; // seconds of silence after which the time is shown again

export function avatar(face, size = 40) {
  return h("span", { class: "avatar", style: `background:${face.colour};width:${size}px;height:${size}px;font-size:${size * 0.46}px`, "aria-hidden": "true" }, face.letter);
}

export function timeLine(bubble, before) {
  if (before && bubble.at - before.at < GAP) return null;
  return h("p", { class: "time" }, when(bubble.at));
}

// `hands` is what a bubble can do: open(url, title), say(words, id), zoom(src).
export function draw(bubble, { me, them, hands }) {
  if (bubble.side === "middle") return notice(bubble);
  const wide = WIDE[bubble.kind];
  if (wide) return h("div", { class: "row wide", "data-id": bubble.id }, wide(bubble, hands, them));
  const body = (NARROW[bubble.kind] ?? plainCard)(bubble, hands);
  const face = bubble.side === "me" ? me : them;
  return h("div", { class: `row ${bubble.side}`, "data-id": bubble.id }, avatar(face), body);
}

function notice(bubble) {
  const red = bubble.kind === "failure";
  return h("p", { class: red ? "notice failure" : "notice", title: bubble.why ?? "", role: "status" }, bubble.text);
}

const NARROW = {
  text: (bubble, hands) => h("div", { class: "bubble text" }, words(bubble.text, hands)),
  msgmenu: (bubble, hands) =>
    h(
      "div",
      { class: "bubble text" },
      bubble.head ? words(bubble.head, hands) : null,
      bubble.choices.map((one) =>
        h("div", { class: "choice" }, h("button", { class: "link", onclick: () => hands.say(one.content, one.id) }, one.content)),
      ),
      bubble.tail ? h("div", {}, words(bubble.tail, hands)) : null,
    ),
  picture: (bubble, hands) => {
    const src = `/sim/media/${bubble.media}`;
    return h("button", { class: "bubble picture", "aria-label": "图片", onclick: () => hands.zoom(src) }, h("img", { src, alt: "图片" }));
  },
  voice: (bubble) => {
    const length = Math.min(220, 74 + (bubble.seconds ?? 1) * 6);
    const said = h("small", { class: "spoken", hidden: true }, bubble.spoken || "（没有文字）");
    const waves = h("button", { class: "bubble voice", style: `width:${length}px`, "aria-label": `语音 ${bubble.seconds} 秒，点按转文字`, onclick: () => said.toggleAttribute("hidden") }, icon("voice", 27), h("span", {}, `${bubble.seconds ?? 1}″`));
    waves.firstChild.classList.add("waves");
    return h("div", { class: "stack" }, waves, said);
  },
  video: (bubble, hands) =>
    h("button", { class: "bubble video", onclick: () => hands.open(`/sim/media/${bubble.media}`, bubble.title) }, h("span", { class: "play" }, "▶"), h("b", {}, bubble.title)),
  music: (bubble, hands) =>
    h("button", { class: "bubble card", onclick: () => hands.open(bubble.url, bubble.title) }, h("b", {}, bubble.title), h("span", {}, bubble.description), h("small", {}, "音乐")),
  location: (bubble) =>
    h(
      "div",
      { class: "bubble place" },
      h("b", {}, bubble.label || "位置"),
      h("span", {}, `${bubble.latitude.toFixed(4)}, ${bubble.longitude.toFixed(4)}`),
      mapPicture(bubble.latitude, bubble.longitude),
    ),
  miniprogram: (bubble) => h("div", { class: "bubble card" }, h("b", {}, bubble.title), h("small", {}, `小程序 ${bubble.pagepath}`)),
};

const plainCard = (bubble) => h("div", { class: "bubble card" }, h("b", {}, bubble.title ?? bubble.kind));

const WIDE = {
  template: (bubble, hands, them) => {
    const more = bubble.url ? h("span", { class: "more" }, "查看详情", icon("forward", 14)) : null;
    const inner = [
      h("span", { class: "template-top" }, avatar(them, 20), them.name, h("time", {}, clockTime(bubble.at))),
      h("b", {}, bubble.title),
      h("dl", {}, bubble.rows.map((row) => [h("dt", {}, row.label), h("dd", {}, row.value)])),
      more,
    ];
    if (!bubble.url) return h("div", { class: "template" }, inner);
    return h("button", { class: "template", onclick: () => hands.open(bubble.url, bubble.title) }, inner);
  },
  news: (bubble, hands) => {
    const [first, ...rest] = bubble.articles;
    const open = (one) => () => one.url && hands.open(one.url, one.title);
    const cover = first.picture ? h("img", { class: "cover", src: first.picture, alt: "" }) : null;
    const lead = rest.length
      ? h("button", { class: "lead many", onclick: open(first) }, cover ?? blank(), h("b", {}, first.title))
      : h("button", { class: "lead", onclick: open(first) }, cover, h("b", {}, first.title), first.description ? h("span", {}, first.description) : null, first.url ? h("span", { class: "more" }, "查看详情", icon("forward", 14)) : null);
    const others = rest.map((one) => h("button", { class: "other", onclick: open(one) }, h("span", {}, one.title), one.picture ? h("img", { src: one.picture, alt: "" }) : null));
    return h("div", { class: "news" }, lead, others);
  },
};

const blank = () => h("span", { class: "cover blank" });
