// What scripts add to pages that work without them. Nothing from a document or the server becomes markup here.
"use strict";

const words = JSON.parse(document.currentScript.dataset.words);
const box = document.getElementById("q");

function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Completion: a combobox as the ARIA practices describe it.
function complete(input) {
  const list = element("ul", "", { class: "suggestions", id: "suggestions", role: "listbox", "aria-label": words.suggestions });
  let chosen = -1, asked = 0, timer = 0, typed = input.value;
  list.hidden = true;
  input.after(list);
  for (const [key, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "suggestions"], ["aria-expanded", "false"]])
    input.setAttribute(key, value);

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function choose(next) {
    const options = list.children;
    if (!options.length) return;
    asked++; // what was asked before comes too late
    clearTimeout(timer);
    if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
    chosen = (next + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", options[chosen].id);
    input.value = options[chosen].dataset.typed;
  }
  function show(suggestions) {
    list.replaceChildren(...suggestions.map((suggestion, n) => {
      const option = element("li", "", { role: "option", id: `suggestion-${n}`, "aria-selected": "false" });
      option.dataset.typed = suggestion.typed;
      option.append(element("span", suggestion.text), element("span", words[`kind_${suggestion.kind}`] || "", { class: "kind" }));
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        input.value = suggestion.typed;
        input.form.requestSubmit();
      });
      return option;
    }));
    chosen = -1;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }
  async function ask() {
    const mine = ++asked;
    typed = input.value;
    if (!typed.trim()) return close();
    try {
      const response = await fetch(`${input.dataset.suggest}?limit=8&q=${encodeURIComponent(typed)}`);
      const suggestions = response.ok ? await response.json() : [];
      if (mine === asked && document.activeElement === input) show(suggestions);
    } catch { /* no network: no suggestions */ }
  }
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 80);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, 80); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = typed;
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
    }
  });
}

// Next and previous match, in the order of the page, beginning where the reader is.
function matches() {
  const marks = [...document.querySelectorAll("mark[id]")];
  let at = -1;
  function go(step) {
    if (!marks.length) return;
    if (at >= 0) marks[at].classList.remove("here");
    if (at < 0) {
      const target = document.querySelector(":target");
      const first = marks.findIndex((mark) => target ? target.contains(mark) || target.compareDocumentPosition(mark) & 4 : mark.getBoundingClientRect().top > 0);
      at = first < 0 ? 0 : step > 0 ? first : (first - 1 + marks.length) % marks.length;
    } else at = (at + step + marks.length) % marks.length;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    const status = document.querySelector(".matches b");
    if (status) { status.textContent = `${at + 1} / ${marks.length}`; status.setAttribute("aria-live", "polite"); }
  }
  for (const [name, step] of [["previous", -1], ["next", 1]])
    document.querySelector(`.matches .${name}`)?.addEventListener("click", (event) => { event.preventDefault(); go(step); });
  return go;
}

// The outline shows where the reader is.
function follow(outline) {
  const links = new Map([...outline.querySelectorAll("a[data-name]")].map((link) => [link.dataset.name, link]));
  const seen = new Set();
  const sections = [...document.querySelectorAll(".provision")];
  let current = null;
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
    const first = sections.findIndex((section) => seen.has(section));
    if (first < 0) return;
    let link = null;
    for (let n = first; n >= 0 && !link; n--) link = links.get(sections[n].id);
    if (!link || link === current) return;
    current?.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "location");
    const top = link.offsetTop; // within the outline, which is positioned
    if (top < outline.scrollTop || top > outline.scrollTop + outline.clientHeight - 60) outline.scrollTop = top - outline.clientHeight / 3;
  }, { rootMargin: "-120px 0px -55% 0px" });
  sections.forEach((section) => watcher.observe(section));
}

// Tables: sort by a column, copy as tab-separated text.
function tables() {
  const number = (text) => { const found = text.replace(/[,，]/g, "").match(/-?\d+(\.\d+)?/); return found ? Number(found[0]) : NaN; };
  for (const table of document.querySelectorAll("table.data")) {
    const body = table.tBodies[0], printed = [...body.rows];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = element("button", head.textContent, { type: "button", title: words.sort_by });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const order = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        const next = order === undefined ? "ascending" : order;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        let rows = printed;
        if (next) {
          head.setAttribute("aria-sort", next);
          const sign = next === "ascending" ? 1 : -1;
          const value = (row) => row.cells[column]?.textContent.trim() ?? "";
          rows = printed.filter((row) => !row.classList.contains("label")).sort((a, b) => {
            const [x, y] = [value(a), value(b)], [p, q] = [number(x), number(y)];
            if (!x || !y) return !x - !y;
            if (Number.isNaN(p) !== Number.isNaN(q)) return Number.isNaN(p) - Number.isNaN(q);
            return sign * (Number.isNaN(p) ? x.localeCompare(y, "zh-CN") : p - q);
          });
        }
        body.replaceChildren(...rows);
      });
    });
    const copy = element("button", words.copy, { type: "button", class: "copy" });
    copy.addEventListener("click", async () => {
      const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t"));
      try { await navigator.clipboard.writeText(rows.join("\n")); copy.textContent = words.copied; } catch { copy.textContent = words.not_copied; }
      setTimeout(() => { copy.textContent = words.copy; }, 2000);
    });
    table.caption?.append(copy);
  }
}

// Definitions of glossary terms on hover and focus.
function definitions() {
  let tip = null;
  const hide = () => { tip?.remove(); tip = null; };
  for (const term of document.querySelectorAll("a.term")) {
    const definition = term.title;
    const show = () => {
      hide();
      term.removeAttribute("title");
      tip = element("div", definition, { class: "tip", role: "tooltip", id: "tip" });
      document.body.append(tip);
      const place = term.getBoundingClientRect();
      const left = Math.min(place.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
      tip.style.left = `${Math.max(left, 8) + scrollX}px`;
      tip.style.top = `${place.bottom + 6 + scrollY}px`;
      term.setAttribute("aria-describedby", "tip");
    };
    for (const event of ["mouseenter", "focus"]) term.addEventListener(event, show);
    for (const event of ["mouseleave", "blur"]) term.addEventListener(event, () => { hide(); term.title = definition; });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}

if (box) complete(box);
const go = matches();
const outline = document.querySelector(".outline");
if (outline) { follow(outline); if (matchMedia("(max-width: 52rem)").matches) outline.querySelector("details").open = false; }
const narrow = document.querySelector(".narrow");
if (narrow && matchMedia("(max-width: 52rem)").matches) narrow.open = false;
tables();
definitions();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const hits = [...document.querySelectorAll(".hit h2 a")];
    const now = hits.indexOf(document.activeElement);
    if (!hits.length || (typing && event.target !== box) || (!typing && now < 0 && document.activeElement !== document.body)) return;
    const next = event.key === "ArrowDown" ? now + 1 : now - 1;
    event.preventDefault();
    if (next < 0) box.focus();
    else hits[Math.min(next, hits.length - 1)].focus();
  } else if (!typing && (event.key === "n" || event.key === "p")) go(event.key === "n" ? 1 : -1);
});
