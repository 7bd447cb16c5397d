// Where a person may say they are: well-known places (GCJ-02, rounded), or degrees by hand.

import { h, icon } from "./dom.js";

export const PLACES = [
  ["北京 · 王府井", "北京市东城区王府井大街138号", 39.9139, 116.4108],
  ["北京 · 国贸", "北京市朝阳区建国门外大街1号", 39.9087, 116.4602],
  ["上海 · 人民广场", "上海市黄浦区人民大道200号", 31.2304, 121.4737],
  ["上海 · 陆家嘴", "上海市浦东新区世纪大道100号", 31.2363, 121.5058],
  ["广州 · 天河体育中心", "广州市天河区天河路299号", 23.1365, 113.3252],
  ["深圳 · 市民中心", "深圳市福田区福中三路", 22.5431, 114.0595],
  ["杭州 · 西湖", "杭州市西湖区龙井路1号", 30.2431, 120.1503],
  ["成都 · 春熙路", "成都市锦江区春熙路", 30.6571, 104.0799],
  ["武汉 · 光谷广场", "武汉市洪山区珞喻路", 30.5062, 114.3979],
  ["西安 · 钟楼", "西安市碑林区东大街", 34.2610, 108.9423],
];

// A picture of streets that is the same for the same place; no map of anybody is used.
export function mapPicture(latitude, longitude) {
  const seed = Math.abs(Math.round(latitude * 1000) * 31 + Math.round(longitude * 1000));
  const shift = (number, most) => (seed * (number * 7 + 3)) % most;
  const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  node.setAttribute("viewBox", "0 0 240 100");
  node.setAttribute("class", "map");
  node.setAttribute("preserveAspectRatio", "xMidYMid slice");
  node.setAttribute("aria-hidden", "true");
  const add = (d, colour, width) => {
    const path = document.createElementNS(node.namespaceURI, "path");
    path.setAttribute("d", d);
    path.setAttribute(width ? "stroke" : "fill", colour);
    if (width) path.setAttribute("stroke-width", width);
    if (width) path.setAttribute("fill", "none");
    node.append(path);
  };
  add("M0 0h240v100H0z", "#f3f1ec");
  add(`M${150 + shift(1, 40)} 0h60v${30 + shift(2, 30)}h-70z`, "#d5ebc6");
  add(`M0 ${70 + shift(3, 20)}q60-${10 + shift(4, 25)} 120 5t120-8v40H0z`, "#bfe0f5");
  for (const [number, width] of [[5, 7], [6, 4], [7, 4]]) {
    const x = shift(number, 200) + 20;
    add(`M${x} 0L${x + shift(number + 9, 40) - 20} 100`, "#fff", width);
  }
  for (const [number, width] of [[11, 7], [12, 4]]) {
    const y = shift(number, 70) + 10;
    add(`M0 ${y}L240 ${y + shift(number + 5, 16) - 8}`, width > 5 ? "#fde9a8" : "#fff", width);
  }
  add("M120 66c-8-10-13-17-13-24a13 13 0 1 1 26 0c0 7-5 14-13 24z", "#07c160");
  add("M120 37a5 5 0 1 1 0 10 5 5 0 0 1 0-10z", "#fff");
  return node;
}

// The list; `choose(name, address, latitude, longitude)` when one is taken.
export function placePicker(choose) {
  const degrees = (name, value) => h("input", { class: "field", name, value, inputmode: "decimal", "aria-label": name });
  const latitude = degrees("纬度", "39.9087");
  const longitude = degrees("经度", "116.3975");
  const byHand = () => choose("自选位置", "自选位置", Number(latitude.value), Number(longitude.value));
  return h(
    "div",
    { class: "cells" },
    PLACES.map(([name, address, lat, lng]) =>
      h("button", { class: "cell", onclick: () => choose(name, address, lat, lng) }, icon("pin", 22), h("span", { class: "grow" }, h("b", {}, name), h("small", {}, address))),
    ),
    h("div", { class: "cell" }, latitude, longitude, h("button", { class: "small-button", onclick: byHand }, "发送")),
  );
}

// GCJ-02 back to WGS-84, good to some metres: the shift at the shifted point taken away.
export function unshifted(latitude, longitude) {
  const a = 6378245, ee = 0.006693421622965943, x = longitude - 105, y = latitude - 35;
  const wave = (v, scale) => Math.sin((v * Math.PI) / scale);
  const common = (20 * wave(x, 1 / 6) + 20 * wave(x, 0.5)) * (2 / 3);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + common + (20 * wave(y, 1) + 40 * wave(y, 3)) * (2 / 3) + (160 * wave(y, 12) + 320 * wave(y, 30)) * (2 / 3);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common + (20 * wave(x, 1) + 40 * wave(x, 3)) * (2 / 3) + (150 * wave(x, 12) + 300 * wave(x, 30)) * (2 / 3);
  const phi = (latitude * Math.PI) / 180, magic = 1 - ee * Math.sin(phi) ** 2, root = Math.sqrt(magic);
  return {
    latitude: latitude - (north * 180) / (((a * (1 - ee)) / (magic * root)) * Math.PI),
    longitude: longitude - (east * 180) / ((a / root) * Math.cos(phi) * Math.PI),
  };
}
