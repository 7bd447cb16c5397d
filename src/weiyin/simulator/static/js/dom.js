// Elements without markup: every word becomes text, never HTML.

export function h(tag, facts = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") node.style.cssText = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name, size = 24) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("viewBox", "0 0 24 24");
  node.setAttribute("width", size);
  node.setAttribute("height", size);
  node.setAttribute("aria-hidden", "true");
  for (const [kind, d] of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", kind === "fill" ? "currentColor" : "none");
    if (kind === "line") {
      path.setAttribute("stroke", "currentColor");
      path.setAttribute("stroke-width", "1.5");
      path.setAttribute("stroke-linecap", "round");
      path.setAttribute("stroke-linejoin", "round");
    }
    node.append(path);
  }
  return node;
}

const CIRCLE = "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z";

const ICONS = {
  back: [["line", "M15 4l-8 8 8 8"]],
  forward: [["line", "M9 5l7 7-7 7"]],
  close: [["line", "M5 5l14 14M19 5L5 19"]],
  more: [["fill", "M5 10.5a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM12 10.5a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM19 10.5a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z"]],
  person: [["line", "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20.5c.6-4 3.6-6 8-6s7.4 2 8 6z"]],
  keyboard: [["line", "M3 6.5h18v11H3zM6.5 9.5h.01M9.5 9.5h.01M12.5 9.5h.01M15.5 9.5h.01M18 9.5h.01M6.5 12h.01M9.5 12h.01M12.5 12h.01M15.5 12h.01M18 12h.01M8 14.8h8"]],
  keys: [["line", CIRCLE], ["line", "M7.5 9h.01M10.5 9h.01M13.5 9h.01M16.5 9h.01M7.5 12h.01M10.5 12h.01M13.5 12h.01M16.5 12h.01M9 15.2h6"]],
  voice: [["line", CIRCLE], ["line", "M9 10.2c.9 1 .9 2.6 0 3.6M11.8 8.4c1.9 2 1.9 5.2 0 7.2M14.6 6.8c2.7 2.9 2.7 7.5 0 10.4"]],
  smile: [["line", CIRCLE], ["line", "M8 14c1 1.7 2.3 2.5 4 2.5s3-.8 4-2.5M9 9.3v.4M15 9.3v.4"]],
  plus: [["line", CIRCLE], ["line", "M12 7.5v9M7.5 12h9"]],
  list: [["line", "M5 8h14M5 12h14M5 16h14"]],
  picture: [["line", "M4 5.5h16v13H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01"]],
  camera: [["line", "M4 7.5h3.5l1.5-2h6l1.5 2H20v11H4zM12 10a3 3 0 1 1 0 6 3 3 0 0 1 0-6z"]],
  pin: [["line", "M12 21c-4-4.5-6-7.8-6-10.5a6 6 0 1 1 12 0c0 2.7-2 6-6 10.5zM12 8.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"]],
  scan: [["line", "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16"]],
  chat: [["line", "M12 4c5 0 9 3.3 9 7.4s-4 7.4-9 7.4c-1.1 0-2.2-.2-3.2-.5L4.8 20l.9-3.3C4 15.4 3 13.5 3 11.4 3 7.3 7 4 12 4z"]],
  book: [["line", "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20c.6-3.7 3.4-5.6 8-5.6M15 15h6M15 18h6M15 21h6"]],
  compass: [["line", CIRCLE], ["line", "M15.5 8.5l-2 5-5 2 2-5z"]],
  check: [["fill", "M12 2l2.4 1.8 3-.2 1 2.9 2.5 1.7-.9 2.8.9 2.9-2.5 1.7-1 2.8-3-.1L12 20.2l-2.4-1.9-3 .1-1-2.8L3.1 13.9l.9-2.9-.9-2.8 2.5-1.7 1-2.9 3 .2zM8.2 11.2L7 12.4l3.8 3.8 6.4-6.4-1.2-1.2-5.2 5.2z"]],
  signal: [["fill", "M3 15h3v4H3zM8 12h3v7H8zM13 9h3v10h-3zM18 5h3v14h-3z"]],
  wifi: [["fill", "M12 18.8l2.6-3.1a3.4 3.4 0 0 0-5.2 0zM5.7 11.3l1.7 2a6.1 6.1 0 0 1 9.2 0l1.7-2a8.7 8.7 0 0 0-12.6 0zM2 7l1.8 2.1a11.5 11.5 0 0 1 16.4 0L22 7A14.2 14.2 0 0 0 2 7z"]],
};
