// The control doors of the stand-in.

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.heard || body.error || response.statusText);
  return body;
}

export const get = async (path) => answer(await fetch(path));

export const post = async (path, body = {}) =>
  answer(await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }));

export const erase = async (path) => answer(await fetch(path, { method: "DELETE" }));

export async function sendPicture(handset, account, file) {
  const query = new URLSearchParams({ account, wait: "false" });
  return answer(
    await fetch(`/sim/phones/${handset}/picture?${query}`, {
      method: "POST",
      headers: { "content-type": file.type || "image/jpeg" },
      body: file,
    }),
  );
}

// A phone keeps its own cookies by opening this machine's pages under its own name.
const SUFFIX = ".weiyin.localhost";
export const separate = location.hostname === "weiyin.localhost" || location.hostname.endsWith(SUFFIX);

export function ownHost(url, handset) {
  const parts = new URL(url, location.href);
  if (separate && ["127.0.0.1", "localhost", "weiyin.localhost"].includes(parts.hostname)) {
    parts.hostname = handset + SUFFIX;
  }
  return parts.href;
}
