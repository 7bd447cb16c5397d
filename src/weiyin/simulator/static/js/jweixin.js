// The JS-SDK as pages load it: here it asks the phone's face, in whose frame the page is.
"use strict";
(() => {
  const calls = new Map();
  let next = 1;
  let state = "waiting";
  let why = null;
  const whenReady = [];
  const whenWrong = [];
  const inPhone = window.parent !== window && window.name.startsWith("weiyin-phone:");

  function ask(what, facts) {
    return new Promise((resolve) => {
      if (!inPhone) return; // as the real one in another browser: nothing ever answers
      calls.set(next, resolve);
      window.parent.postMessage({ weiyin: "jssdk", id: next, what, facts }, "*");
      next += 1;
    });
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.weiyin !== "jssdk") return;
    calls.get(data.id)?.(data.answer);
    calls.delete(data.id);
  });

  async function call(name, options) {
    if (state !== "ready") return options.fail?.({ errMsg: `${name}:fail, the permission value is offline verifying` });
    const answer = await ask(name, { type: options.type ?? "wgs84" });
    const told = { ...answer, errMsg: `${name}:${answer.outcome}` };
    ({ ok: options.success, cancel: options.cancel })[answer.outcome]?.(told);
    if (!["ok", "cancel"].includes(answer.outcome)) options.fail?.(told);
    return options.complete?.(told);
  }

  window.wx = {
    async config(facts) {
      const answer = await ask("config", { ...facts, url: location.href.split("#")[0] });
      state = answer.ok ? "ready" : "wrong";
      why = { errMsg: `config:${answer.ok ? "ok" : answer.why}` };
      for (const told of answer.ok ? whenReady : whenWrong) told(why);
    },
    ready: (told) => (state === "ready" ? told() : whenReady.push(told)),
    error: (told) => (state === "wrong" ? told(why) : whenWrong.push(told)),
    getLocation: (options) => call("getLocation", options),
  };
})();
