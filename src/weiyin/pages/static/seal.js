"use strict";
// What only its owner may know is sealed here with the page's public key, together with what it is
// for. Its field has no name: as plain text it is never sent, not even without this file.

async function sealed(place, typed) {
  const spki = Uint8Array.from(atob(place.dataset.key), (letter) => letter.charCodeAt(0));
  const way = { name: "RSA-OAEP", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", spki, way, false, ["encrypt"]);
  const words = new TextEncoder().encode(JSON.stringify({ handle: place.dataset.handle, typed }));
  const made = new Uint8Array(await crypto.subtle.encrypt(way, key, words));
  return btoa(String.fromCharCode(...made));
}

function canSeal() {
  return Boolean(window.crypto && crypto.subtle);
}

function sealOnSubmit(form) {
  const fields = [...form.querySelectorAll("[data-sealed-as]")];
  let ready = false;
  form.addEventListener(
    "submit",
    async (event) => {
      if (ready) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const field of fields) {
        const kept = form.querySelector(`[name="${field.dataset.sealedAs}"]`);
        kept.value = field.value && `${form.dataset.keyId}.${await sealed(form, field.value)}`;
      }
      // Not within this event: a form being submitted cannot be submitted again.
      setTimeout(() => {
        ready = true;
        if (form.requestSubmit) form.requestSubmit();
        else form.submit();
        ready = false;
      });
    },
    true,
  );
}

for (const form of document.querySelectorAll("form[data-key]")) {
  if (canSeal()) sealOnSubmit(form);
  else form.querySelector("[data-seal-words]").textContent = "当前浏览器不支持安全输入，请升级微信后重试";
}
