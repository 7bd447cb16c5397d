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
    main.innerHTML = '<div class="card desk-nothing"><div class="empty"><p class="empty-title">会话已结束或已转走</p></div></div>';
    lists();
  };
  const open = (id) => htmx.ajax("GET", `/console/desk/c/${id}`, "#desk-main");

  // -- the lists ----------------------------------------------------------------------------

  let waits = 0;
  const lists = (wait = 0) => {
    if (waits) return;
    waits = setTimeout(() => {
      waits = 0;
      htmx.ajax("GET", `/console/desk/lists?tab=${rows().dataset.tab}`, "#desk-lists");
    }, wait);
  };
  const row = (told) => {
    const list = rows();
    const known = list.querySelector(`[data-id="${told.id}"]`);
    if (list.dataset.tab === "waiting") return;
    const here = list.dataset.tab === "team" ? told.owner !== "" : told.owner === me;
    if (!here) { known?.remove(); return; }
    if (!known) { lists(); return; }
    const drawn = fragment(told.row);
    htmx.process(drawn.firstElementChild);
    known.replaceWith(drawn);
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
      one.textContent = minutes < 60 ? `${minutes}分` : `${Math.floor(minutes / 60)}时${minutes % 60}分`;
    }
  };

  // -- the stream ---------------------------------------------------------------------------

  const stream = new EventSource(desk.dataset.stream);
  stream.onopen = () => { cut.hidden = true; read(); lists(); };
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
    if (rows().dataset.tab === "waiting") lists(200 + Math.random() * 800);
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
  const insert = (words) => {
    const place = field();
    if (!place) return;
    place.value = place.value ? `${place.value}${words}` : words;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.focus();
  };
  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    const typed = event.target.value.match(/^\/(\w+)\s$/);
    const canned = typed && main.querySelector(`[data-code="${typed[1]}"]`);
    if (canned) event.target.value = canned.dataset.insert;
    sessionStorage.setItem(draft(), event.target.value);
  });
  document.addEventListener("click", (event) => {
    const use = event.target.closest("[data-insert]");
    if (use) insert(use.dataset.insert);
    const panel = event.target.closest("[data-panel]");
    if (panel) toggle(panel.dataset.panel);
  });
  const toggle = (id) => {
    for (const one of main.querySelectorAll(".desk-panel")) one.hidden = one.id !== id || !one.hidden;
    document.getElementById(id)?.querySelector("textarea, input, select")?.focus();
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

  // -- keys ---------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    if (!event.altKey) return;
    if (event.code === "KeyN") { event.preventDefault(); next(); }
    if (event.code === "KeyW") { event.preventDefault(); toggle("panel-return"); }
    const place = /^Digit([1-9])$/.exec(event.code);
    if (place) {
      event.preventDefault();
      rows().children[place[1] - 1]?.querySelector(".desk-row-open")?.click();
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
