"use strict";
(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const query = one("search input");
  const selects = all("search select[data-filter]");
  const retired = one("search select[data-retired]");
  const status = one(".status");
  const notice = one(".notice");
  const page = one(".page");
  const results = one(".results");

  // Case, accents and forms of the same letter make no difference. Marks of other scripts than ours stay.
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const codesOf = (article) => all(".heading a", article).map((link) => link.textContent);
  const pathOf = (article) => article.querySelector(":scope > code").textContent;
  const total = document.getElementsByTagName("article").length;
  const count = (number) => `${number} code${number === 1 ? "" : "s"}`;

  // What is searched is read from the page when it is first needed: a page of thousands of codes shows sooner.
  let index;
  const entries = () => {
    index ??= all("article", page).map((element) => ({
      element,
      codes: codesOf(element),
      variant: pathOf(element),
      text: plain(element.textContent),
      keys: (element.dataset.keys ?? "").split(" "),
      retired: element.classList.contains("retired"),
    }));
    return index;
  };

  // Search. The page stays as it is, out of sight, and what was found is shown a part at a time: so a keystroke costs
  // the same however many codes it finds.

  const PART = 24;
  let found = [];

  const filter = () => {
    const words = plain(query.value).split(/\s+/).filter(Boolean);
    const keys = selects.map((select) => select.value).filter(Boolean);
    const wanted = { "": undefined, yes: true, no: false }[retired?.value ?? ""];
    const isAsked = words.length > 0 || keys.length > 0 || wanted !== undefined;
    const fits = (entry) =>
      words.every((word) => entry.text.includes(word)) &&
      keys.every((key) => entry.keys.includes(key)) &&
      (wanted === undefined || entry.retired === wanted);
    found = isAsked ? entries().filter(fits) : [];
    page.classList.toggle("aside", isAsked);
    results.replaceChildren();
    showMore();
    status.textContent = isAsked ? `${found.length} of ${count(total)}` : "";
    mark(undefined);
    if (isAsked && found.length === 0) {
      const asked = query.value.trim();
      say(asked ? `No code here matches “${asked}”.` : "No code here has all of these.", nearest(asked), rangesOf(asked));
    } else {
      say("");
    }
    highlight(words);
  };

  // What was found, as a copy that stays for the next time.
  const copyOf = (entry) => {
    if (!entry.copy) {
      entry.copy = entry.element.cloneNode(true);
      entry.copy.removeAttribute("id");
      entry.copy.removeAttribute("aria-current");
      entry.copy.classList.remove("marked");
      addButtons(entry.copy);
    }
    return entry.copy;
  };
  const showMore = (number = PART) => {
    const shown = results.children.length;
    results.append(...found.slice(shown, shown + number).map(copyOf));
    if (results.lastElementChild) atEnd.observe(results.lastElementChild);
  };
  const atEnd = new IntersectionObserver(
    (seen) => {
      for (const { target } of seen.filter(({ isIntersecting }) => isIntersecting)) {
        atEnd.unobserve(target);
        if (target === results.lastElementChild) showMore();
      }
    },
    { rootMargin: "600px" },
  );
  addEventListener("beforeprint", () => showMore(found.length));

  // Words that were found, in the first part; where a browser cannot, nothing is lost.
  const highlight = (words) => {
    if (!globalThis.Highlight) return;
    const ranges = [];
    if (words.length > 0) {
      const walker = document.createTreeWalker(results, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.data.toLowerCase();
        if (text.length !== walker.currentNode.length || walker.currentNode.parentElement.matches("button")) continue;
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  const clear = () => {
    query.value = "";
    for (const select of selects) select.value = "";
    if (retired) retired.value = "";
    filter();
  };

  // Codes that are not here

  const number = (text) => {
    if (!/^-?(0x[0-9a-f]+|\d+)$/i.test(text)) return undefined;
    return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
  };
  const distance = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      row = next;
    }
    return row[b.length];
  };
  const nearest = (word) => {
    if (word === "" || word.length > 64) return [];
    const wanted = number(word);
    const away = (entry) => {
      if (wanted !== undefined) {
        const gaps = entry.codes.map(number).filter((code) => code !== undefined);
        const sizes = gaps.map((code) => (code < wanted ? wanted - code : code - wanted));
        return sizes.length === 0 ? undefined : sizes.reduce((a, b) => (b < a ? b : a));
      }
      const last = entry.variant.split("::").pop();
      const steps = Math.min(...[...entry.codes, last].map((text) => distance(plain(word), plain(text))));
      return steps <= Math.max(2, word.length / 3) ? BigInt(steps) : undefined;
    };
    return entries()
      .map((entry) => ({ entry, away: away(entry) }))
      .filter((near) => near.away !== undefined)
      .sort((a, b) => (a.away < b.away ? -1 : a.away > b.away ? 1 : 0))
      .slice(0, 3)
      .map((near) => near.entry);
  };
  const rangesOf = (word) => {
    const wanted = number(word);
    if (wanted === undefined) return [];
    const holds = ({ dataset }) => number(dataset.first) <= wanted && wanted <= number(dataset.last);
    return all(".ranges > div").filter(holds);
  };

  // Says something above the codes, with links to some of them.
  const say = (text, near = [], ranges = []) => {
    notice.hidden = text === "";
    notice.replaceChildren();
    if (text === "") return;
    const line = document.createElement("p");
    line.textContent = near.length > 0 ? `${text} The nearest are:` : text;
    notice.append(line);
    for (const range of ranges) {
      const line = document.createElement("p");
      const [ends, text] = Array.from(range.children, (part) => part.textContent);
      line.textContent = `It lies in a range: ${ends}: ${text}`;
      notice.prepend(line);
    }
    if (near.length === 0) return;
    const list = document.createElement("ul");
    for (const { element } of near) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = element.querySelector("a").getAttribute("href");
      link.textContent = element.querySelector(".heading").textContent.trim();
      item.append(link);
      list.append(item);
    }
    notice.append(list);
  };

  // Deep links

  let marked;
  const mark = (element) => {
    marked?.classList.remove("marked");
    marked?.removeAttribute("aria-current");
    marked = element;
    marked?.classList.add("marked");
    marked?.setAttribute("aria-current", "true");
  };
  const decode = (hash) => {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  };
  const follow = () => {
    const word = decode(location.hash.slice(1));
    if (word === "") return;
    const meant =
      entries().find(({ element }) => element.id === word) ??
      entries().find(({ codes }) => codes.includes(word)) ??
      entries().find(({ variant }) => variant === word || variant.endsWith(`::${word}`));
    if (meant) {
      clear();
      // What is out of sight cannot be focused until the browser has seen that it is in sight again.
      page.getBoundingClientRect();
      mark(meant.element);
      meant.element.focus({ preventScroll: true });
      meant.element.scrollIntoView({ block: "center" });
      return;
    }
    if (document.getElementById(word)) return;
    clear();
    say(`${word} is not in this catalogue.`, nearest(word), rangesOf(word));
    notice.scrollIntoView({ block: "center" });
  };

  // Copying

  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page from a plain http address may not use the clipboard, but what is selected can be copied.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    status.textContent = `Copied ${text}`;
  };
  const button = (label, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.lang = "en";
    made.textContent = label;
    made.setAttribute("aria-label", `${label}: ${text}`);
    made.dataset.copy = text;
    return made;
  };
  const addButtons = (article) => {
    if (article.querySelector(".copies")) return;
    const copies = document.createElement("div");
    copies.className = "copies";
    copies.append(button("Copy code", codesOf(article)[0]), button("Copy path", pathOf(article)));
    article.append(copies);
  };
  const inSight = new IntersectionObserver(
    (seen) => {
      for (const { target } of seen.filter(({ isIntersecting }) => isIntersecting)) {
        inSight.unobserve(target);
        for (const article of target.children) addButtons(article);
      }
    },
    { rootMargin: "200px" },
  );
  for (const chunk of all(".chunk")) inSight.observe(chunk);

  // Keys

  const step = (from, by) => {
    if (from === results.lastElementChild) showMore();
    const shown = page.classList.contains("aside") ? Array.from(results.children) : entries().map(({ element }) => element);
    const next = from ? shown[shown.indexOf(from) + by] : shown[0];
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    } else if (by < 0) {
      query.focus();
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inField = event.target.matches("input, select, textarea");
    const article = event.target.closest("article");
    if (event.key === "/" && !inField) {
      query.focus();
      query.select();
    } else if (event.key === "Escape" && !event.target.matches("select")) {
      clear();
      query.focus();
    } else if (event.key === "ArrowDown" && (article || event.target === query)) {
      step(article, 1);
    } else if (event.key === "ArrowUp" && article) {
      step(article, -1);
    } else if (event.key === "Enter" && event.target === article) {
      location.hash = article.querySelector("a").getAttribute("href");
    } else if (event.key === "Enter" && event.target === query) {
      step(undefined, 1);
    } else {
      return;
    }
    event.preventDefault();
  });

  for (const control of all(".controls")) control.hidden = false;
  query.addEventListener("input", filter);
  for (const select of [...selects, ...(retired ? [retired] : [])]) select.addEventListener("change", filter);
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button.dataset.copy, button);
    // A link that is followed again marks its code again.
    const link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  if (query.value !== "") filter();
  if (location.hash !== "") follow();
  else (globalThis.requestIdleCallback ?? setTimeout)(entries);
})();
