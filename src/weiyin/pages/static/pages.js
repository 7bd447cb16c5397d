"use strict";
// Comforts only: every page works without this file, and the server judges everything again.

// A form is sent once: a second tap meets a button that is busy.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = form.querySelector(".act");
  button.setAttribute("aria-busy", "true");
  button.dataset.words = button.textContent;
  button.textContent = "正在处理…";
});

// Coming back by the phone's back key shows a page from memory: its button works again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("[data-sent]")) {
    delete form.dataset.sent;
    const button = form.querySelector(".act");
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.words;
  }
});

function countDown(button) {
  const until = Date.now() + 1000 * Number(button.dataset.countdown);
  button.removeAttribute("data-countdown");
  const done = () => {
    button.textContent = button.dataset.after;
    button.disabled = false;
  };
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) return done();
    button.textContent = `${left}秒后可获取`;
    setTimeout(tick, 250);
  };
  tick();
}

// A warning is read before it is confirmed; the server waits as long.
function pause(button) {
  const until = Date.now() + 1000 * Number(button.dataset.pause);
  button.removeAttribute("data-pause");
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `请阅读提示（${left}秒）` : button.dataset.after;
    if (left > 0) setTimeout(tick, 250);
  };
  tick();
}

function wake(root) {
  for (const button of root.querySelectorAll("[data-pause]")) pause(button);
  for (const button of root.querySelectorAll("[data-countdown]")) countDown(button);
}

document.addEventListener("htmx:load", (event) => wake(event.detail.elt.parentElement || document));
document.addEventListener("htmx:afterSwap", () => {
  const code = document.getElementById("code");
  if (code && document.querySelector(".code-button:disabled")) code.focus();
});
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, () => {
    const words = document.getElementById("code-words");
    if (!words) return;
    words.textContent = "网络不太顺畅，请稍后再试";
    words.classList.add("field-wrong");
  });
}

// What is offered for a field: a tap puts it there.
for (const chips of document.querySelectorAll(".chips")) {
  const field = document.getElementById(chips.dataset.for);
  const mark = () => {
    for (const chip of chips.children) chip.setAttribute("aria-pressed", String(chip.value === field.value));
  };
  chips.hidden = false;
  chips.addEventListener("click", (event) => {
    if (!event.target.matches(".chip")) return;
    field.value = event.target.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", mark);
  mark();
}

// A map of seats: a tap takes one or gives it up; the field says which.
for (const map of document.querySelectorAll(".seats")) {
  const field = document.getElementById(map.dataset.for);
  const taken = () => field.value.split(/[，,、\s]+/).filter(Boolean);
  const mark = () => {
    for (const seat of map.querySelectorAll(".seat"))
      seat.setAttribute("aria-pressed", String(taken().includes(seat.value)));
  };
  map.hidden = false;
  map.addEventListener("click", ({ target }) => {
    if (!target.matches(".seat")) return;
    const others = taken().filter((one) => one !== target.value);
    const added = others.length === taken().length ? [...others, target.value] : others;
    field.value = added.slice(-Number(map.dataset.most)).join("，");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // One stop of the Tab key; arrows go from seat to seat, past those that are sold.
  const rows = [...map.querySelectorAll(".seat-row")].map((row) => [...row.querySelectorAll(".seat")]);
  const stop = (seat) => {
    for (const one of rows.flat()) one.tabIndex = one === seat ? 0 : -1;
  };
  const beside = (seat, down, right) => {
    let row = rows.findIndex((one) => one.includes(seat));
    let column = rows[row].indexOf(seat);
    do {
      row += down;
      column += right;
    } while (rows[row]?.[column]?.disabled);
    return rows[row]?.[column];
  };
  const ways = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  map.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (!way || !event.target.matches(".seat")) return;
    event.preventDefault();
    beside(event.target, ...way)?.focus();
  });
  map.addEventListener("focusin", ({ target }) => stop(target));
  stop(rows.flat().find((seat) => !seat.disabled));
  field.addEventListener("input", mark);
  mark();
}

// Two or three products are compared: the button waits for the second, and no fourth is ticked.
const picking = document.querySelector("[data-picks]");
if (picking) {
  const boxes = () => [...document.querySelectorAll('input[form="picking"][type="checkbox"]')];
  const mark = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    picking.disabled = ticked < 2;
    for (const box of boxes()) box.disabled = ticked > 2 && !box.checked;
  };
  document.addEventListener("change", mark);
  document.addEventListener("htmx:afterSwap", mark);
  window.addEventListener("pageshow", mark);
}

// What a field misses, said in the page's language and not in the browser's.
document.addEventListener(
  "invalid",
  ({ target }) => {
    const label = target.labels?.[0]?.firstChild?.textContent.trim() ?? "";
    const chosen = { checkbox: "请阅读并勾选同意", radio: "请选择一项" }[target.type];
    const missing = target.validity.valueMissing;
    target.setCustomValidity(missing ? (chosen ?? `请填写${label}`) : target.title || "格式不正确");
  },
  true,
);
for (const name of ["input", "change"]) {
  document.addEventListener(name, ({ target }) => {
    for (const field of target.form?.elements ?? []) field.setCustomValidity("");
  });
}

// A card number in groups of four, an amount with at most two decimals.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches("[data-card]")) {
    const atEnd = field.selectionStart === field.value.length;
    if (atEnd) field.value = field.value.replace(/\D/g, "").slice(0, 19).replace(/(\d{4})(?=\d)/g, "$1 ");
  } else if (field.matches("[data-money]")) {
    const cleaned = field.value.replace(/[^\d.,]/g, "").replace(/(\.\d{2}).*$/, "$1");
    if (cleaned !== field.value) field.value = cleaned;
  }
});

// Where one is by WeChat: asked of it only once somebody wants it; in GCJ-02, as its maps are.
async function configured() {
  const page = encodeURIComponent(location.href.split("#")[0]);
  const signed = await fetch(`/p/js-config?page=${page}`);
  if (!signed.ok || !window.wx) throw new Error("no JS-SDK");
  const config = await signed.json();
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("not in WeChat")), 2500);
    wx.ready(resolve);
    wx.error(reject);
    wx.config({ debug: false, jsApiList: ["getLocation"], ...config });
  });
}

let sdk;
async function byWechat() {
  sdk ??= configured();
  await sdk;
  return new Promise((resolve, reject) => {
    const success = ({ latitude, longitude }) => resolve({ latitude: Number(latitude), longitude: Number(longitude), words: "当前位置" });
    wx.getLocation({ type: "gcj02", success, cancel: () => resolve(null), fail: reject });
  });
}

function byBrowser() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    const found = ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude, words: "我的位置" });
    return navigator.geolocation.getCurrentPosition(found, reject, { timeout: 8000, maximumAge: 60000 });
  });
}

// The phone says it on request, into the field, for this one question: nothing is kept.
for (const field of document.querySelectorAll("[data-here]")) {
  if (!navigator.geolocation && !window.wx) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip here-button";
  button.textContent = "用我的位置";
  field.parentElement.after(button);
  button.title = "仅用于本次查询，不保存";
  button.addEventListener("click", async () => {
    button.textContent = "正在定位…";
    try {
      const at = await byWechat().catch(byBrowser);
      if (at === null) return (button.textContent = "未授权位置，请填写地点");
      field.value = `${at.words}（${at.latitude.toFixed(6)},${at.longitude.toFixed(6)}）`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return (button.textContent = "已填入当前位置，仅用于本次查询");
    } catch {
      return (button.textContent = "无法定位，请填写地点");
    }
  });
}

wake(document);
const wanted = document.querySelector("[data-focus]");
if (wanted) wanted.focus({ preventScroll: false });
