// The workbench kept live: what changed comes as server-sent events, drawn by the server. After a
// cut everything is read anew, so nothing that was missed stays missing.
(() => {
  const desk = document.getElementById("desk");
  const main = document.getElementById("desk-main");
  const cut = document.getElementById("desk-cut");
  const me = desk.dataset.me;
  const talk = () => main.querySelector(".desk-talk");
  const rows = () => document.getElementById("desk-rows");
  const fragment = (html) => document.createRange().createContextualFragment(html);

  // -- the talk -----------------------------------------------------------------------------

  const last = () => Math.max(0, ...[...main.querySelectorAll(".said")].map((one) => +one.dataset.seq));
  const merge = (html) => {
    const thread = document.getElementById("thread");
    if (!thread) return;
    const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
    for (const one of fragment(html).querySelectorAll(".said")) {
      const known = thread.querySelector(`[data-seq="${one.dataset.seq}"]`);
      if (known?.outerHTML === one.outerHTML) continue;
      if (known) known.replaceWith(one);
      else thread.append(one);
    }
    if (atEnd) thread.scrollTop = thread.scrollHeight;
  };
  const read = async () => {
    const open = talk();
    if (!open) return;
    const answer = await fetch(`/console/desk/c/${open.dataset.id}/messages?after=${Math.max(0, last() - 5)}`);
    if (answer.ok) merge(await answer.text());
    else if (answer.status === 404) gone();
  };
  const gone = () => {
    const title = document.createElement("p");
    const then = document.createElement("p");
    const empty = document.createElement("div");
    const card = document.createElement("div");
    title.className = "empty-title";
    title.textContent = desk.dataset.gone;
    then.className = "empty-subtitle text-secondary";
    then.textContent = desk.dataset.next;
    empty.className = "empty";
    card.className = "card desk-nothing";
    empty.append(title, then);
    card.append(empty);
    main.replaceChildren(card);
    lists();
  };
  // Each place asks for itself: of one asker htmx keeps only the last request that waits.
  const put = (place, path) => htmx.ajax("GET", path, { source: place, target: place });
  const open = (id) => put("#desk-main", `/console/desk/c/${id}`);

  // -- the lists ----------------------------------------------------------------------------

  // Which list is wanted: an answer about another one comes too late and is not shown.
  const wanted = { ...rows().dataset };
  let waits = 0;
  const show = (tab, team = "") => {
    Object.assign(wanted, { tab, team });
    clearTimeout(waits);
    waits = 0;
    lists();
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "desk-lists") return;
    const asked = new URL(event.detail.xhr.responseURL).searchParams;
    if (asked.get("tab") !== wanted.tab) event.detail.shouldSwap = false;
  });
  const lists = (wait = 0) => {
    if (waits) return;
    waits = setTimeout(() => {
      waits = 0;
      const team = wanted.team ? `&team=${wanted.team}` : "";
      put("#desk-lists", `/console/desk/lists?tab=${wanted.tab}${team}`);
    }, wait);
  };
  const row = (told) => {
    const list = rows();
    const known = list.querySelector(`[data-id="${told.id}"]`);
    if (list.dataset.tab === "waiting") return;
    if (list.dataset.tab === "team") { lists(1000); return; }
    if (told.owner !== me) { known?.remove(); return; }
    if (!known) { lists(); return; }
    known.replaceWith(fragment(told.row));
    mark();
    ages();
  };
  const mark = () => {
    const id = talk()?.dataset.id;
    for (const one of rows().children) one.classList.toggle("is-open", !!id && one.dataset.id === id);
  };
  const ages = () => {
    const now = Date.now() / 1000;
    for (const one of document.querySelectorAll("[data-since]")) {
      const minutes = Math.max(0, Math.floor((now - one.dataset.since) / 60));
      const rest = `${minutes % 60}${desk.dataset.minutes}`;
      one.textContent = minutes < 60 ? rest : `${Math.floor(minutes / 60)}${desk.dataset.hours}${rest}`;
    }
  };

  // -- the stream ---------------------------------------------------------------------------

  const stream = new EventSource(desk.dataset.stream);
  stream.onopen = () => { cut.hidden = true; desk.dataset.live = "true"; read(); lists(); };
  stream.onerror = () => { cut.hidden = false; };
  stream.addEventListener("changed", (event) => {
    const told = JSON.parse(event.data);
    row(told);
    if (talk()?.dataset.id !== told.id) return;
    if (talk().dataset.mine === "true" && told.owner !== me) { gone(); return; }
    const before = last();
    merge(told.messages);
    if (last() > before + 5) read();
    document.body.dispatchEvent(new Event("deskSaid"));
    if (told.unanswered) document.body.dispatchEvent(new Event("deskHeard"));
  });
  stream.addEventListener("counts", (event) => {
    const told = JSON.parse(event.data);
    for (const [key, number] of [["waiting", told.waiting], ["team", told.open]]) {
      const place = document.querySelector(`[data-count="${key}"]`);
      if (place) place.textContent = number;
    }
    // Everybody sees the queue: not all of them at the same moment.
    if (rows().dataset.tab !== "mine") lists(200 + Math.random() * 800);
  });

  // -- writing ------------------------------------------------------------------------------

  const field = () => document.querySelector("#compose textarea");
  const draft = () => `desk:${talk().dataset.id}`;
  const ready = () => {
    const form = document.getElementById("compose");
    mark();
    ages();
    const thread = document.getElementById("thread");
    if (thread) thread.scrollTop = thread.scrollHeight;
    if (!form) return;
    form.elements.key.value = crypto.randomUUID();
    field().value = sessionStorage.getItem(draft()) || "";
    field().focus();
  };
  // `/` and the beginning of a code or a title: only the canned answers that fit stay to be seen.
  const sift = (asked) => {
    for (const one of main.querySelectorAll("[data-code]")) {
      one.hidden = !!asked && !one.dataset.code.startsWith(asked) && !one.dataset.title.includes(asked);
    }
    document.getElementById("desk-canned")?.closest("section").classList.toggle("is-asked", asked !== undefined);
  };
  const insert = (words) => {
    const place = field();
    if (!place) return;
    place.value = place.value.startsWith("/") ? words : `${place.value}${words}`;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.focus();
  };
  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    const typed = event.target.value.match(/^\/(\w+)\s$/);
    const canned = typed && main.querySelector(`[data-code="${typed[1]}"]`);
    if (canned) event.target.value = canned.dataset.insert;
    sift(/^\/(\S*)$/.exec(event.target.value)?.[1]);
    sessionStorage.setItem(draft(), event.target.value);
  });
  document.addEventListener("click", (event) => {
    const talked = event.target.closest("[data-talk]");
    if (talked) open(talked.dataset.talk);
    const listed = event.target.closest(".desk-tab");
    if (listed) show(listed.dataset.tab);
    const use = event.target.closest("[data-insert]");
    if (use) insert(use.dataset.insert);
    const panel = event.target.closest("[data-panel]");
    if (panel) toggle(panel.dataset.panel);
    if (event.target.closest("#desk-help")) help();
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset.teams !== undefined) show("team", event.target.value);
  });
  // A picture pushes what follows it down only when it is there.
  main.addEventListener("load", (event) => {
    const thread = event.target.closest?.("#thread");
    if (!thread) return;
    const below = thread.scrollHeight - thread.scrollTop - thread.clientHeight;
    if (below < event.target.height + 80) thread.scrollTop = thread.scrollHeight;
  }, true);
  // A picture that may not be seen, or no longer: its place says why.
  main.addEventListener("error", (event) => {
    if (!event.target.dataset?.hidden) return;
    const words = document.createElement("span");
    words.className = "said-words";
    words.textContent = event.target.dataset.hidden;
    event.target.parentElement.replaceWith(words);
  }, true);
  const toggle = (id) => {
    for (const one of main.querySelectorAll(".desk-panel")) one.hidden = one.id !== id || !one.hidden;
    document.getElementById(id)?.querySelector("textarea, input, select")?.focus();
    const thread = document.getElementById("thread");
    if (thread) thread.scrollTop = thread.scrollHeight;
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "desk-main") ready();
    if (event.detail.target.id === "desk-lists") { mark(); ages(); }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (!event.detail.successful || !(form instanceof HTMLFormElement)) return;
    if (form.dataset.gone !== undefined) { sessionStorage.removeItem(draft()); gone(); return; }
    if (form.dataset.said === undefined) return;
    if (form.id === "compose") sessionStorage.removeItem(draft());
    if (form.classList.contains("desk-panel")) form.hidden = true;
    form.reset();
    if (form.elements.key) form.elements.key.value = crypto.randomUUID();
    document.getElementById("desk-alert").replaceChildren();
    read();
  });

  for (const what of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(what, (event) => {
      if (event.target.dataset?.said === undefined && event.target.dataset?.gone === undefined) return;
      const words = document.createElement("div");
      words.className = "alert alert-danger";
      words.setAttribute("role", "alert");
      words.textContent = desk.dataset.failed;
      document.getElementById("desk-alert").replaceChildren(words);
    });
  }

  // -- keys ---------------------------------------------------------------------------------

  const sheet = document.getElementById("desk-keys");
  const help = () => (sheet.open ? sheet.close() : sheet.showModal());
  const step = (by) => {
    const all = [...rows().querySelectorAll(".desk-row")];
    const at = all.findIndex((one) => one.classList.contains("is-open"));
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.querySelector("button")?.click();
  };
  const ALT = {
    KeyN: () => next(),
    KeyW: () => toggle("panel-return"),
    KeyB: () => toggle("panel-note"),
    KeyT: () => toggle("panel-pass"),
    KeyC: () => toggle("panel-case"),
    KeyK: () => document.getElementById("desk-search")?.focus(),
    KeyS: () => main.querySelector("#desk-suggested [data-insert]")?.click(),
    KeyM: () => show("mine"),
    KeyQ: () => show("waiting"),
    KeyG: () => show("team"),
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
  };
  for (let place = 1; place <= 9; place += 1) {
    ALT[`Digit${place}`] = () => rows().children[place - 1]?.querySelector("button")?.click();
  }
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select");
    if (event.ctrlKey && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    } else if (event.altKey && !event.ctrlKey && ALT[event.code]) {
      event.preventDefault();
      ALT[event.code]();
    } else if (event.key === "?" && !writing) {
      event.preventDefault();
      help();
    } else if (event.key === "Escape" && !sheet.open && writing) {
      for (const one of main.querySelectorAll(".desk-panel")) one.hidden = true;
      field()?.focus();
    }
  });
  const next = () => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/console/desk/next";
    document.body.append(form);
    form.submit();
  };

  setInterval(ages, 20000);
  ages();
  if (desk.dataset.open) open(desk.dataset.open);
})();
