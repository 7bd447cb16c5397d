"use strict";
// The trade password: typed on shuffled keys, sealed (seal.js) together with the draft's handle. It
// is never in a field, and never leaves as plain text.

const LENGTH = 6;

function shuffled() {
  const digits = [..."0123456789"];
  for (let last = digits.length - 1; last > 0; last--) {
    // Rejection keeps every order equally likely.
    const reach = 256 - (256 % (last + 1));
    let draw;
    do draw = crypto.getRandomValues(new Uint8Array(1))[0]; while (draw >= reach);
    const chosen = draw % (last + 1);
    [digits[last], digits[chosen]] = [digits[chosen], digits[last]];
  }
  return digits;
}

function open(pad) {
  const words = pad.querySelector("[data-keypad-words]");
  if (!canSeal()) {
    words.textContent = "当前浏览器不支持安全键盘，请升级微信后重试";
    return;
  }
  const keys = pad.querySelector(".pin-keys");
  const dots = pad.querySelectorAll(".pin-dots i");
  const field = pad.querySelector("[name=pin]");
  let typed = "";
  const show = () => {
    dots.forEach((dot, place) => dot.classList.toggle("pin-typed", place < typed.length));
    pad.querySelector(".pin-dots").setAttribute("aria-label", `已输入${typed.length}位`);
  };
  const change = async (next) => {
    typed = next;
    field.value = "";
    show();
    if (typed.length === LENGTH) field.value = await sealed(pad, typed);
  };
  const key = (label, words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", act);
    keys.append(button);
  };
  const order = shuffled();
  order.forEach((digit, place) => {
    if (place === 9) key("清空", "清空", () => change(""));
    key(digit, digit, () => typed.length < LENGTH && change(typed + digit));
  });
  key("⌫", "删除一位", () => change(typed.slice(0, -1)));
  keys.hidden = false;
  words.textContent = "请用上方键盘输入6位交易密码，本行不会以任何方式向您索要密码";
  show();
}

for (const pad of document.querySelectorAll("[data-keypad]")) open(pad);
