// <policy-search>: the search in anybody's page. Attributes: q, limit, sort, and the filters district, plan, type, kind, year, part,
// document (several separated by |); src, when the script is served from elsewhere than the search. Events: policysearch-results
// (detail: the answer of the API), policysearch-open (detail: the hit; cancel it to stay on the page), policysearch-error.
"use strict";
(() => {
  const home = document.currentScript ? new URL("..", document.currentScript.src).href : location.href;
  const filters = ["district", "plan", "type", "kind", "year", "part", "document"];
  const styles = new CSSStyleSheet();
  styles.replaceSync(`
    :host { display: block; color-scheme: light dark; font: 1rem/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
      --ps-link: light-dark(#0b4f9e, #8ab8f5); --ps-faint: light-dark(#565c63, #a9b0b8); --ps-mark: light-dark(#ffe08a, #6b5200);
      --ps-line: light-dark(#d9dde2, #363b41); overflow-wrap: anywhere }
    form { display: flex } input { flex: 1; min-width: 0 } input, button { font: inherit; padding: .3rem .7rem }
    ol { list-style: none; margin: .5rem 0; padding: 0 } li { padding: .6rem 0; border-top: 1px solid var(--ps-line) }
    a { color: var(--ps-link) } mark { color: inherit; background: var(--ps-mark) }
    .rows { overflow-x: auto; overflow-wrap: normal; font-size: .9rem } table { border-collapse: collapse }
    th, td { padding: .15rem .9rem .15rem 0; border-bottom: 1px solid var(--ps-line); text-align: left; vertical-align: top }
    th { color: var(--ps-faint); font-weight: normal } p { margin: .1rem 0 } .path, .facts, .total { color: var(--ps-faint); font-size: .875rem }`);

  function element(name, text = "", attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // The API counts characters as Unicode does, JavaScript counts UTF-16 units.
  function marked(text, marks, name = "p") {
    const characters = [...text], paragraph = element(name);
    const shown = (start, end) => characters.slice(start, end).join("").replace(/\*{2,}|<\/?(b|i|u|sub|sup|strong|em|br)\s*\/?>/gi, "");
    let at = 0;
    for (const [start, end] of marks) {
      paragraph.append(shown(at, start), element("mark", shown(start, end)));
      at = end;
    }
    paragraph.append(shown(at));
    return paragraph;
  }

  // What of a hit is worth showing: the rows of its table, or the pieces of its text.
  function excerpt({ rows, fragments, snippet }) {
    if (!rows) return (fragments ?? [snippet]).map(({ text, marks }) => marked(text, marks));
    const group = element("div", "", { class: "rows", role: "group", "aria-label": "匹配的表格行", tabindex: "0" });
    const head = element("tr"), body = element("tbody"), table = element("table");
    const kept = [...rows.columns.keys()].filter((place) => rows.rows.some((cells) => cells[place]));
    head.append(...kept.map((place) => element("th", rows.columns[place], { scope: "col" })));
    for (const [n, cells] of rows.rows.entries()) {
      const row = element("tr"), over = element("tr"), label = rows.groups[n];
      if (label && label !== rows.groups[n - 1] && !cells.includes(label)) {
        over.append(element("th", label, { scope: "rowgroup", colspan: kept.length }));
        body.append(over);
      }
      row.append(...kept.map((place) => marked(cells[place], rows.marks[n][place], "td")));
      body.append(row);
    }
    table.append(element("thead"), body);
    table.tHead.append(head);
    group.append(table);
    return [group, ...rows.notes.map((note) => element("p", note, { class: "facts" }))];
  }

  class PolicySearch extends HTMLElement {
    static observedAttributes = ["q", "limit", "sort", ...filters];
    #asked = 0;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [styles];
      this.form = element("form", "", { role: "search" });
      this.input = element("input", "", { type: "search", "aria-label": "检索词", placeholder: "检索政策文件", maxlength: "500" });
      this.status = element("p", "", { class: "total", role: "status" });
      this.list = element("ol", "", { "aria-label": "检索结果" });
      this.form.append(this.input, element("button", "检索"));
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.setAttribute("q", this.input.value); });
      root.append(this.form, this.status, this.list);
    }
    connectedCallback() { this.#search(); }
    attributeChangedCallback() { if (this.isConnected) this.#search(); }

    get home() { const given = this.getAttribute("src"); return given ? new URL(given.replace(/\/?$/, "/"), location.href).href : home; }

    async #search() {
      const mine = ++this.#asked, q = this.getAttribute("q") || "";
      this.input.value = q;
      const params = new URLSearchParams({ q, limit: this.getAttribute("limit") || "5" });
      if (this.hasAttribute("sort")) params.set("sort", this.getAttribute("sort"));
      for (const name of filters) for (const value of (this.getAttribute(name) || "").split("|")) if (value) params.append(name, value);
      if (!q && [...params.keys()].length === 2) { this.list.replaceChildren(); this.status.textContent = ""; return; }
      try {
        const response = await fetch(new URL(`api/search?${params}`, this.home), { credentials: "include" });
        if (mine === this.#asked && [401, 403].includes(response.status)) return this.#refused();
        const answer = await response.json();
        if (mine !== this.#asked) return;
        if (!response.ok) throw Object.assign(new Error(answer.detail), { said: answer.texts?.zh });
        this.#show(answer);
        this.#tell("results", answer);
      } catch (error) {
        if (mine !== this.#asked) return;
        this.list.replaceChildren();
        this.status.textContent = error.said ? `${error.said}。` : "无法检索，请稍后再试。";
        this.#tell("error", { message: error.message });
      }
    }
    #refused() {
      this.list.replaceChildren();
      this.status.replaceChildren("没有访问权限，请先", element("a", "登录检索页", { href: this.home, target: "_blank" }), "，再试一次。");
      this.#tell("error", { message: "not signed in" });
    }
    #show(answer) {
      this.status.textContent = answer.total ? `共 ${answer.total} 条结果` : "没有找到结果";
      this.list.replaceChildren(...answer.hits.map((hit) => {
        const item = element("li"), heading = element("p");
        const [document, ...rest] = hit.id.split("/");
        const place = new URL(`documents/${encodeURIComponent(document)}/${encodeURI(rest.join("/"))}`, this.home);
        place.searchParams.set("q", answer.query);
        const link = element("a", hit.title || hit.kind, { href: place.href });
        link.addEventListener("click", (event) => { if (!this.#tell("open", hit)) event.preventDefault(); });
        heading.append(link);
        const above = [hit.district, ...hit.path].filter((step) => step && step !== hit.title);
        item.append(element("p", above.join(" › "), { class: "path" }), heading, ...excerpt(hit));
        item.append(element("p", [hit.plan, hit.document].filter(Boolean).join(" · "), { class: "facts" }));
        return item;
      }));
    }
    #tell(name, detail) {
      return this.dispatchEvent(new CustomEvent(`policysearch-${name}`, { detail, bubbles: true, composed: true, cancelable: true }));
    }
  }
  customElements.define("policy-search", PolicySearch);
})();
