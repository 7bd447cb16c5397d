// Words as WeChat shows them: links alive, the rest exactly as written.

import { h } from "./dom.js";

const FACES = {
  微笑: "🙂", 撇嘴: "😕", 色: "😍", 发呆: "😳", 得意: "😎", 流泪: "😭", 害羞: "☺️", 大哭: "😭", 尴尬: "😅",
  调皮: "😜", 呲牙: "😁", 惊讶: "😮", 难过: "🙁", 抓狂: "😫", 偷笑: "🤭", 愉快: "😊", 疑问: "🤔", 晕: "😵",
  再见: "👋", 鼓掌: "👏", 坏笑: "😏", 可怜: "🥺", 玫瑰: "🌹", 爱心: "❤️", 太阳: "☀️", 月亮: "🌙", 强: "👍",
  握手: "🤝", 胜利: "✌️", 抱拳: "🙏", 合十: "🙏", OK: "👌", 庆祝: "🎉", 礼物: "🎁", 红包: "🧧", 捂脸: "🤦", 笑脸: "😄",
};

const TOKEN = /<a\b([^>]*)>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"'，。；！？、）】]+)|\[([\u4e00-\u9fffA-Z]{1,3})\]/g;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;

const decode = (words) => words.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

// `open(url, title)` opens a page, `say(words, id)` answers a menu of words.
export function words(text, { open, say }) {
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    pieces.push(text.slice(at, found.index));
    at = found.index + found[0].length;
    const [whole, facts, inner, bare, face] = found;
    if (face !== undefined) pieces.push(FACES[face] ?? whole);
    else if (bare !== undefined) pieces.push(link(bare, bare, { open, say }));
    else {
      const href = HREF.exec(facts);
      pieces.push(link(decode(href?.[1] ?? href?.[2] ?? href?.[3] ?? ""), inner, { open, say }));
    }
  }
  pieces.push(text.slice(at));
  return pieces.filter((piece) => piece !== "");
}

function link(href, label, { open, say }) {
  if (href.startsWith("weixin://bizmsgmenu")) {
    const query = new URLSearchParams(href.split("?")[1] ?? "");
    const content = query.get("msgmenucontent") ?? label;
    return h("button", { class: "link", onclick: () => say(content, query.get("msgmenuid") ?? "") }, label);
  }
  if (!/^https?:\/\//i.test(href)) return label;
  return h("button", { class: "link", title: href, onclick: () => open(href, "") }, label);
}

const two = (number) => String(number).padStart(2, "0");

export function clockTime(seconds) {
  const moment = new Date(seconds * 1000);
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

export function when(seconds) {
  const moment = new Date(seconds * 1000);
  const today = new Date();
  const days = Math.round((new Date(today.toDateString()) - new Date(moment.toDateString())) / 864e5);
  const time = clockTime(seconds);
  if (days === 0) return time;
  if (days === 1) return `昨天 ${time}`;
  if (days > 1 && days < 7) return `星期${"日一二三四五六"[moment.getDay()]} ${time}`;
  return `${moment.getMonth() + 1}月${moment.getDate()}日 ${time}`;
}

// One line for the list of chats.
export function gist(bubble) {
  if (!bubble) return "";
  const plain = (text) => text.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");
  const kinds = {
    text: () => plain(bubble.text),
    picture: () => "[图片]",
    voice: () => "[语音]",
    video: () => "[视频]",
    music: () => `[音乐] ${bubble.title}`,
    location: () => `[位置] ${bubble.label}`,
    news: () => bubble.articles[0].title,
    template: () => bubble.title,
    msgmenu: () => plain(bubble.head),
    failure: () => bubble.text,
  };
  return (kinds[bubble.kind] ?? (() => bubble.title ?? ""))();
}
