"use strict";
(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const query = one("search input");
  const selects = all("search select[data-filter]");
  const retired = one("search select[data-retired]");
  const status = one(".status");
  const said = one(".said");
  const notice = one(".notice");
  const page = one(".page");
  const results = one(".results");

  // Case, accents and forms of the same letter make no difference. Marks of other scripts than ours stay.
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const headingOf = (article) => article.querySelector(".heading").textContent.trim();
  const codesOf = (article) => all(".heading .code", article).map((link) => link.textContent);
  const pathOf = (article) => article.querySelector(":scope > code").textContent;
  const number = (text) => {
    if (!/^-?(0x[0-9a-f]+|\d+)$/i.test(text)) return undefined;
    return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
  };
  const total = document.querySelectorAll(".codes article").length;
  const count = (number) => `${number} code${number === 1 ? "" : "s"}`;

  // What is searched is read from the page when it is first needed: a page of thousands of codes shows sooner.
  let index;
  const entries = () => {
    index ??= all(".codes article", page).map((element) => {
      const codes = codesOf(element);
      const path = pathOf(element);
      const parts = Array.from(element.querySelectorAll(":scope > p, dt, dd"), (part) => part.textContent);
      const name = plain(`${headingOf(element)} ${path}`);
      return {
        element,
        codes,
        plainCodes: codes.map(plain),
        numbers: codes.map(number),
        path,
        name,
        text: plain([name, ...parts].join("\n")),
        keys: (element.dataset.keys ?? "").split(" "),
        retired: element.classList.contains("retired"),
      };
    });
    return index;
  };

  // Search. The page stays as it is, out of sight, and what was found is shown a part at a time: so a keystroke costs
  // the same however many codes it finds.

  const PART = 24;
  let found = [];

  // The code that was asked for comes first, then those that begin like it, those with such a name, and the others.
  const ranked = (matching, words) => {
    if (words.length === 0) return matching;
    const wanted = number(words[0]);
    const ranks = [[], [], [], []];
    for (const entry of matching) {
      const isCode = (code, at) => code === words[0] || (wanted !== undefined && entry.numbers[at] === wanted);
      if (entry.plainCodes.some(isCode)) ranks[0].push(entry);
      else if (entry.plainCodes.some((code) => code.startsWith(words[0]))) ranks[1].push(entry);
      else ranks[words.every((word) => entry.name.includes(word)) ? 2 : 3].push(entry);
    }
    return ranks.flat();
  };

  const filter = () => {
    const asked = query.value.trim();
    const words = plain(asked).split(/\s+/).filter(Boolean);
    const numbers = words.map(number);
    const keys = selects.map((select) => select.value).filter(Boolean);
    const wanted = { "": undefined, yes: true, no: false }[retired?.value ?? ""];
    const isFiltered = keys.length > 0 || wanted !== undefined;
    const isAsked = words.length > 0 || isFiltered;
    const says = (entry) =>
      words.every((word, at) => entry.text.includes(word) || (numbers[at] !== undefined && entry.numbers.includes(numbers[at])));
    const passes = (entry) =>
      keys.every((key) => entry.keys.includes(key) || entry.keys.includes(key.replace(/-.*/, "-every"))) && (wanted === undefined || entry.retired === wanted);
    const saying = isAsked ? entries().filter(says) : [];
    found = ranked(saying.filter(passes), words);
    page.classList.toggle("aside", isAsked);
    results.replaceChildren();
    showMore();
    status.textContent = isAsked ? `${found.length} of ${count(total)}` : "";
    mark(undefined);
    clearTimeout(asking);
    if (!isAsked || found.length > 0) {
      say("");
    } else if (isFiltered && saying.length > 0) {
      say(`The filters above hide ${saying.length === 1 ? "the code" : `all ${count(saying.length)}`} that would match.`);
      const unfiltered = document.createElement("button");
      unfiltered.type = "button";
      unfiltered.textContent = "Show without filters";
      unfiltered.addEventListener("click", () => {
        clear(asked);
        query.focus();
      });
      notice.append(unfiltered);
    } else {
      say(`No code here matches “${asked}”.`);
      asking = setTimeout(suggest, 150, asked);
    }
  };

  // What is near is looked for when nobody types any more: it takes longer than a search.
  let asking;
  const suggest = (asked) => say(`No code here matches “${asked}”.`, nearest(asked), rangesOf(asked));

  // What was found, as a copy that stays for the next time.
  const copyOf = (entry) => {
    if (!entry.copy) {
      entry.copy = entry.element.cloneNode(true);
      entry.copy.removeAttribute("id");
      entry.copy.removeAttribute("aria-current");
      entry.copy.classList.remove("marked");
      entry.copy.querySelector(".copies")?.remove();
      addButtons(entry.copy);
    }
    return entry.copy;
  };
  const showMore = (number = PART) => {
    const shown = results.children.length;
    results.append(...found.slice(shown, shown + number).map(copyOf));
    if (results.lastElementChild) atEnd.observe(results.lastElementChild);
    highlight();
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

  // Words that were found; where a browser cannot, nothing is lost.
  const MARKED = 2000;
  const highlight = () => {
    if (!globalThis.Highlight) return;
    const ranges = new Highlight();
    const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const walker = document.createTreeWalker(results, NodeFilter.SHOW_TEXT);
    while (wanted.length > 0 && ranges.size < MARKED && walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.data.toLowerCase();
      if (text.length !== node.length || node.parentElement.matches("button")) continue;
      for (const word of wanted) {
        for (let at = text.indexOf(word); at >= 0 && ranges.size < MARKED; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.add(range);
        }
      }
    }
    CSS.highlights.set("found", ranges);
  };

  const clear = (asked = "") => {
    query.value = asked;
    for (const select of selects) select.value = "";
    if (retired) retired.value = "";
    filter();
  };

  // Codes that are not here

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
    const limit = Math.max(2, word.length / 3);
    const plainWord = plain(word);
    const steps = (text) => (Math.abs(text.length - word.length) > limit ? Infinity : distance(plainWord, plain(text)));
    const away = (entry) => {
      if (wanted !== undefined) {
        const codes = entry.numbers.filter((code) => code !== undefined);
        const gaps = codes.map((code) => (code < wanted ? wanted - code : code - wanted));
        return gaps.length === 0 ? undefined : gaps.reduce((a, b) => (b < a ? b : a));
      }
      const least = Math.min(...[...entry.codes, entry.path.split("::").pop()].map(steps));
      return least <= limit ? least : undefined;
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
  const say = (text, near = [], ranges = [], introduced = "The nearest are:") => {
    notice.hidden = text === "";
    notice.replaceChildren();
    if (text === "") return;
    const line = document.createElement("p");
    line.textContent = text;
    notice.append(line);
    for (const range of ranges) {
      const line = document.createElement("p");
      const [ends, text] = Array.from(range.children, (part) => part.textContent);
      line.textContent = `It lies in a range: ${ends}: ${text}`;
      notice.append(line);
    }
    if (near.length === 0) return;
    notice.lastElementChild.append(` ${introduced}`);
    const list = document.createElement("ul");
    for (const { element } of near) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = linkOf(element);
      link.textContent = headingOf(element);
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
  const linkOf = (article) => article.querySelector(".heading .code").getAttribute("href");
  const show = (element) => {
    if (page.classList.contains("aside")) clear();
    for (let details = element.closest("details"); details; details = details.parentElement.closest("details")) {
      details.open = true;
    }
    // What is out of sight cannot be focused until the browser has seen that it is in sight again.
    page.getBoundingClientRect();
  };
  const follow = () => {
    const word = decode(location.hash.slice(1));
    say("");
    mark(undefined);
    if (word === "") return;
    const wanted = number(word);
    const sharing = entries().filter(({ codes, numbers }) =>
      codes.some((code, at) => code === word || (wanted !== undefined && numbers[at] === wanted)),
    );
    const meant =
      entries().find(({ element }) => element.id === word) ??
      sharing[0] ??
      entries().find(({ path }) => path === word || path.endsWith(`::${word}`));
    if (meant) {
      show(meant.element);
      const others = sharing.filter((entry) => entry !== meant);
      if (others.length > 0) say(`${word} is a code of another enum, too:`, others, [], "");
      label(meant.element);
      mark(meant.element);
      meant.element.focus({ preventScroll: true });
      meant.element.scrollIntoView({ block: "center" });
      return;
    }
    const place = document.getElementById(word) ?? document.getElementsByName(word)[0];
    if (place) {
      show(place);
      place.scrollIntoView();
      return;
    }
    if (page.classList.contains("aside")) clear();
    say(`${word} is not in this catalogue.`, nearest(word), rangesOf(word));
    notice.scrollIntoView({ block: "center" });
  };
  const forget = () => history.replaceState(null, "", location.pathname + location.search);

  // Copying

  const write = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // A page from a plain http address may not use the clipboard, but what is selected can be copied.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  const copy = async (button) => {
    const text = button.dataset.copy;
    const done = await write(text);
    button.focus();
    said.textContent = done ? `Copied ${text}` : `${text} could not be copied`;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => {
      button.textContent = button.ariaLabel.slice(0, button.ariaLabel.indexOf(":"));
      said.textContent = "";
    }, 1500);
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
  // What has the focus needs a name.
  const label = (article) => article.setAttribute("aria-label", headingOf(article));
  const addButtons = (article) => {
    if (article.querySelector(".copies")) return;
    label(article);
    const copies = document.createElement("div");
    copies.className = "copies";
    const codes = codesOf(article);
    copies.append(
      ...codes.slice(0, 5).map((code) => button(codes.length > 1 ? `Copy ${code}` : "Copy code", code)),
      button("Copy path", pathOf(article)),
    );
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
      label(next);
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    } else if (by < 0) {
      query.focus();
    }
    // Behind the last code, the page scrolls on.
    return next !== undefined || by < 0;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inField = event.target.matches("input, select, textarea");
    const article = event.target.closest("article");
    if (event.key === "/" && !inField) {
      query.focus();
      query.select();
    } else if (event.key === "Escape" && !event.target.matches("select")) {
      forget();
      clear();
      query.focus();
    } else if (event.key === "ArrowDown" && (article || event.target === query)) {
      if (!step(article, 1)) return;
    } else if (event.key === "ArrowUp" && article) {
      step(article, -1);
    } else if (event.key === "Enter" && event.target === article) {
      go(linkOf(article));
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
  // A link that is followed again marks its code again.
  const go = (hash) => {
    if (hash === location.hash) follow();
    else location.hash = hash;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button);
    const link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  // A browser that comes back to the page gives it back what was asked, once it has loaded.
  addEventListener("pageshow", () => {
    if ([query, retired, ...selects].some((field) => field?.value)) filter();
  });
  if (location.hash !== "") follow();
  (globalThis.requestIdleCallback ?? setTimeout)(entries);
})();
