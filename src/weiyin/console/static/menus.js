// The menu editor: items and columns moved by pointer or by the arrow keys, titles counted against
// WeChat's limits, and the phone beside it. What moves is what the fields hold; the server judges.
(() => {
  const form = document.getElementById("menu-form");
  const phone = document.getElementById("menu-phone");
  const told = document.getElementById("menu-told");
  const field = (name) => form.elements[name];
  const COLUMNS = 3, ITEMS = 5;
  let shown = null;

  const item = (c, i) => ({ name: field(`name${c}${i}`).value, key: field(`key${c}${i}`).value });
  const put = (c, i, held) => {
    field(`name${c}${i}`).value = held.name;
    field(`key${c}${i}`).value = held.key;
  };
  const items = (c) => Array.from({ length: ITEMS }, (_, i) => item(c, i));
  const putItems = (c, held) => held.forEach((one, i) => put(c, i, one));
  const isFree = (one) => !one.name && !one.key;

  // -- moving -------------------------------------------------------------------------------

  // Within a column the others make room; from column to column an item takes a free place or
  // changes places with what is there.
  const moveItem = (from, to) => {
    const held = items(from.c);
    if (from.c === to.c) {
      held.splice(to.i, 0, ...held.splice(from.i, 1));
      putItems(from.c, held);
      return;
    }
    const others = items(to.c);
    const free = others.findLastIndex(isFree);
    if (free >= 0) {
      others.splice(free, 1);
      others.splice(to.i, 0, held[from.i]);
      held.splice(from.i, 1);
      held.push({ name: "", key: "" });
    } else {
      [held[from.i], others[to.i]] = [others[to.i], held[from.i]];
    }
    putItems(from.c, held);
    putItems(to.c, others);
  };
  const moveColumn = (from, to) => {
    const whole = (c) => ({ name: field(`name${c}`).value, key: field(`key${c}`).value, items: items(c) });
    const [one, other] = [whole(from), whole(to)];
    for (const [c, held] of [[to, one], [from, other]]) {
      field(`name${c}`).value = held.name;
      field(`key${c}`).value = held.key;
      putItems(c, held.items);
    }
  };
  const placeOf = (element) => {
    const column = element?.closest("[data-column]");
    const slot = element?.closest("[data-slot]");
    return column && { c: +column.dataset.column, i: slot ? +slot.dataset.slot : 0, slot: slot ?? column };
  };
  const handleAt = (kind, { c, i }) => {
    const column = form.querySelector(`[data-column="${c}"]`);
    return kind === "column"
      ? column.querySelector('[data-handle="column"]')
      : column.querySelector(`[data-slot="${i}"] .menu-handle`);
  };
  const move = (handle, to) => {
    const from = placeOf(handle);
    if (!to || to.c < 0 || to.c >= COLUMNS || to.i < 0 || to.i >= ITEMS) return;
    if (from.c === to.c && from.i === to.i) return;
    const kind = handle.dataset.handle;
    if (kind === "column") moveColumn(from.c, to.c);
    else moveItem(from, to);
    refresh();
    handleAt(kind, to).focus();
    told.textContent = form.dataset.moved.replace("{c}", to.c + 1).replace("{i}", to.i + 1);
  };

  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  form.addEventListener("keydown", (event) => {
    const handle = event.target.closest(".menu-handle");
    const step = handle && STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const from = placeOf(handle);
    const down = handle.dataset.handle === "item" ? step[1] : 0;
    move(handle, { c: from.c + step[0], i: from.i + down });
  });

  let dragged = null;
  const over = (event) => placeOf(document.elementFromPoint(event.clientX, event.clientY));
  const mark = (slot) => {
    form.querySelector(".menu-over")?.classList.remove("menu-over");
    slot?.classList.add("menu-over");
  };
  form.addEventListener("pointerdown", (event) => {
    dragged = event.target.closest(".menu-handle");
    if (dragged) dragged.setPointerCapture(event.pointerId);
  });
  form.addEventListener("pointermove", (event) => dragged && mark(over(event)?.slot));
  form.addEventListener("pointerup", (event) => {
    if (dragged) move(dragged, over(event));
    dragged = null;
    mark(null);
  });
  form.addEventListener("pointercancel", () => { dragged = null; mark(null); });

  // -- limits -------------------------------------------------------------------------------

  const bytes = (words) => new TextEncoder().encode(words).length;
  const count = (input, limit) => {
    const used = bytes(input.value), place = input.parentElement.querySelector(".menu-count");
    place.textContent = input.value ? `${used}/${limit}` : "";
    place.classList.toggle("text-danger", used > limit);
    input.setCustomValidity(used > limit ? form.dataset.long : "");
  };
  const judge = () => {
    for (let c = 0; c < COLUMNS; c++) {
      count(field(`name${c}`), +form.dataset.limitColumn);
      for (let i = 0; i < ITEMS; i++) {
        count(field(`name${c}${i}`), +form.dataset.limitItem);
        const { name, key } = item(c, i);
        field(`key${c}${i}`).setCustomValidity(name && !key ? form.dataset.goal : "");
      }
    }
  };

  // -- the phone ----------------------------------------------------------------------------

  const element = (kind, words) => Object.assign(document.createElement(kind), { textContent: words });
  const draw = () => {
    const bar = phone.querySelector(".phone-bar"), pop = phone.querySelector(".phone-pop");
    bar.replaceChildren();
    for (let c = 0; c < COLUMNS; c++) {
      const name = field(`name${c}`).value;
      if (!name) continue;
      const button = element("button", name);
      button.type = "button";
      button.dataset.shows = c;
      button.setAttribute("aria-expanded", shown === c);
      bar.append(button);
    }
    const open = shown === null ? [] : items(shown).filter((one) => one.name);
    pop.replaceChildren(...open.map((one) => element("span", one.name)));
    pop.hidden = !open.length;
    pop.dataset.column = shown ?? "";
  };
  phone.addEventListener("click", (event) => {
    const c = event.target.dataset.shows;
    if (c === undefined) return;
    shown = shown === +c ? null : +c;
    draw();
  });

  const refresh = () => { judge(); draw(); };
  form.addEventListener("input", refresh);
  refresh();
})();
