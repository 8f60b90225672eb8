// What `errtable emit html` makes, in a real browser. PAGES names the folder with the pages, CHROMIUM the browser.

import assert from "node:assert/strict";
import { readFileSync, statSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const pages = process.env.PAGES;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = (name) => pathToFileURL(`${pages}/${name}/index.html`).href;

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  mkdirSync(`${pages}/pictures`, { recursive: true });
});
after(() => browser.close());

// Opens a page, lets a test look at it, and then asks what must hold of every page: no message on the console, no
// request but the one for the page. `unlike` is a message that the test itself makes the browser say.
const on = (name, look, { hash = "", unlike = /^$/, also = [], ...options } = {}) => async () => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options });
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("dialog", (dialog) => said.push(dialog.message()));
  page.on("request", (request) => asked.push(request.url().split("#")[0]));
  await page.goto(address(name) + hash);
  await look(page, context);
  assert.deepEqual(said.filter((text) => !unlike.test(text)), []);
  assert.deepEqual(new Set(asked).difference?.(new Set([address(name), "data:,", ...also])) ?? new Set(), new Set());
  await context.close();
};

const search = async (page, text) => {
  await page.keyboard.press("/");
  await page.keyboard.type(text);
};
// The codes that can be seen, in order.
const shown = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("article")]
      .filter((article) => article.checkVisibility())
      .map((article) => article.querySelector(".heading").textContent.trim()),
  );
const status = (page) => page.locator(".status").textContent();
const notice = async (page) => (await page.locator(".notice").innerText()).replace(/\n+/g, "\n");
const marked = async (page) => (await page.locator("article.marked .heading").allTextContents()).map((text) => text.trim());

describe("search", () => {
  const finds = (text, expected) =>
    test(`finds ${JSON.stringify(text)}`, on("catalogue", async (page) => {
      await search(page, text);
      assert.deepEqual(await shown(page), expected);
      assert.equal(await status(page), `${expected.length} of 7 codes`);
      // The prose makes way.
      assert.equal(await page.evaluate(() => document.querySelector(".page > p").checkVisibility()), false);
    }));
  finds("101", ["101 Schlüssel fehlt"]);
  finds("valve_st", ["100 VALVE_STUCK"]);
  finds("LIDAJAR", ["100 lid ajar"]);
  finds("schlussel", ["101 Schlüssel fehlt"]);
  finds("加水", ["110 水位过低"]);
  finds("tank", ["110 水位过低", "0 no power"]);
  finds("lid close", ["100 lid ajar"]);
  finds("100", ["100 lid ajar", "100 VALVE_STUCK"]);
  finds("0x6e", ["110 水位过低"]);
  // The code itself, then codes that begin like it, then the rest.
  finds("0", ["0 no power", "100 lid ajar", "101 Schlüssel fehlt", "102 steam lost retired", "110 水位过低", "100 VALVE_STUCK"]);
  finds("copy", []);

  test("says so where nothing is found, and what is near", on("catalogue", async (page) => {
    await search(page, "108");
    assert.deepEqual(await shown(page), []);
    await page.locator(".notice a").first().waitFor();
    assert.match(await notice(page), /No code here matches “108”\. The nearest are:\n110 水位过低\n102 steam lost/);
    await page.locator(".notice a").first().click();
    assert.deepEqual(await marked(page), ["110 水位过低"]);
    assert.equal((await shown(page)).length, 7);
  }));

  test("marks the words that it found", on("catalogue", async (page) => {
    await search(page, "lid");
    const texts = await page.evaluate(() => [...CSS.highlights.get("found")].map((range) => range.toString()));
    assert.deepEqual(texts, ["lid", "lid", "Lid", "Lid", "Lid"]);
  }));

  test("shows the rest of many as one scrolls", on("long", async (page) => {
    await search(page, "fault");
    assert.equal(await status(page), "9000 of 9000 codes");
    const count = () => page.locator(".results article").count();
    const before = await count();
    assert.ok(before >= 24 && before < 200, `${before} at first`);
    await page.locator(".results article").last().scrollIntoViewIfNeeded();
    await page.waitForFunction((before) => document.querySelectorAll(".results article").length > before, before);
  }));
});

describe("filters", () => {
  test("by category and by retired", on("catalogue", async (page) => {
    await page.locator("[data-filter]").selectOption({ label: "Lid (2)" });
    assert.deepEqual(await shown(page), ["100 lid ajar", "102 steam lost retired"]);
    await page.locator("[data-retired]").selectOption("yes");
    assert.deepEqual(await shown(page), ["102 steam lost retired"]);
    await page.locator("[data-filter]").selectOption({ label: "Tank (2)" });
    assert.deepEqual(await shown(page), []);
    assert.match(await notice(page), /^The filters above hide all 7 codes that would match\./);
    await page.locator(".notice button").click();
    assert.equal((await shown(page)).length, 7);
    await page.locator("[data-filter]").selectOption({ label: "Lock (1)" });
    await page.locator(".results .code").first().focus();
    await page.keyboard.press("Escape");
    assert.equal((await shown(page)).length, 7);
  }));

  test("hold when one comes back to the page", on("catalogue", async (page) => {
    await page.locator("[data-retired]").selectOption("no");
    await page.goto("about:blank");
    await page.goBack();
    assert.equal(await page.locator("[data-retired]").inputValue(), "no");
    assert.equal((await shown(page)).length, 6);
  }, { also: ["about:blank"] }));
});

describe("a link", () => {
  const leads = (hash, expected) =>
    test(`to ${hash} leads to its code`, on("catalogue", async (page) => {
      assert.deepEqual(await marked(page), [expected]);
      assert.ok(await page.locator("article.marked").evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight && document.activeElement === element;
      }));
    }, { hash }));
  leads("#102", "102 steam lost retired");
  leads("#100", "100 lid ajar");
  leads("#0x66", "102 steam lost retired");
  leads("#ValveError::100", "100 VALVE_STUCK");
  leads("#ValveStuck", "100 VALVE_STUCK");
  leads("#KettleError::NoPower", "0 no power");

  test("to a code among thousands leads there", on("long", async (page) => {
    assert.deepEqual(await marked(page), ["1008500 fault 8500"]);
    assert.ok(await page.locator("article.marked").isVisible());
  }, { hash: "#1008500" }));

  test("to an unknown code says so, and what is near", on("catalogue", async (page) => {
    assert.equal(await notice(page), "108 is not in this catalogue. The nearest are:\n110 水位过低\n102 steam lost retired\n101 Schlüssel fehlt");
    assert.deepEqual(await marked(page), []);
  }, { hash: "#108" }));

  test("to a code of a range names the range", on("catalogue", async (page) => {
    assert.match(await notice(page), /^250 is not in this catalogue\.\nIt lies in a range: 200 – 299: reserved — For makers of parts The nearest are:/);
  }, { hash: "#250" }));

  test("to a misspelt variant finds the one that is meant", on("catalogue", async (page) => {
    assert.match(await notice(page), /^LidAjr is not in this catalogue\. The nearest are:\n100 lid ajar$/);
  }, { hash: "#LidAjr" }));

  test("to a code of two enums names the other", on("catalogue", async (page) => {
    assert.equal(await notice(page), "100 is a code of another enum, too:\n100 VALVE_STUCK");
  }, { hash: "#100" }));

  test("is left behind by the back button", on("catalogue", async (page) => {
    await page.evaluate(() => { location.hash = "#555"; });
    await page.locator(".notice").waitFor();
    await page.evaluate(() => { location.hash = "#110"; });
    await page.waitForSelector("article.marked");
    assert.equal(await page.locator(".notice").isVisible(), false);
    await page.goBack();
    await page.locator(".notice").waitFor();
    assert.deepEqual(await marked(page), []);
    await page.goBack();
    await page.locator(".notice").waitFor({ state: "hidden" });
  }));

  test("to a part of the prose leads there, out of a search too", on("catalogue", async (page) => {
    await page.getByRole("link", { name: "the second part" }).click();
    assert.equal(await page.locator(".notice").isVisible(), false);
    assert.match(page.url(), /#valves$/);
    await search(page, "stuck");
    await page.evaluate(() => { location.hash = "#more"; });
    await page.waitForFunction(() => document.getElementById("more").checkVisibility());
    assert.equal(await page.locator(".notice").isVisible(), false);
  }));

  test("that changes is followed, out of a search too", on("catalogue", async (page) => {
    await search(page, "stuck");
    await page.evaluate(() => { location.hash = "#0"; });
    await page.waitForSelector("article.marked");
    assert.deepEqual(await marked(page), ["0 no power"]);
    assert.equal(await page.getByRole("searchbox").inputValue(), "");
  }));
});

describe("the keyboard", () => {
  test("searches, moves, links and clears", on("catalogue", async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.querySelector?.(".heading")?.textContent.trim() ?? document.activeElement.type);
    await search(page, "tank");
    assert.equal(await focused(), "search");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "110 水位过低");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "0 no power");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(), "search");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector("article.marked");
    assert.match(page.url(), /#110$/);
    assert.deepEqual(await marked(page), ["110 水位过低"]);
    await page.keyboard.press("Escape");
    assert.equal(await focused(), "search");
    assert.deepEqual(await marked(page), []);
    // In the field, a slash is a slash.
    await page.keyboard.type("/");
    assert.equal(await page.getByRole("searchbox").inputValue(), "/");
  }));

  test("reaches the buttons", on("catalogue", async (page) => {
    await page.locator("article .copies").first().waitFor();
    const names = [];
    for (let step = 0; step < 14; step += 1) {
      await page.keyboard.press("Tab");
      names.push(await page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent));
    }
    assert.ok(names.includes("Copy code: 100") && names.includes("Copy path: KettleError::LidAjar"), names.join(", "));
  }));
});

describe("copying", () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  test("takes the code and the path", on("seed", async (page) => {
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const button = page.getByRole("button", { name: "Copy code: 1008003" });
    await button.click();
    assert.equal(await clipboard(), "1008003");
    assert.equal(await button.textContent(), "Copied");
    assert.equal(await page.locator(".said").textContent(), "Copied 1008003");
    await page.getByRole("button", { name: "Copy path: tpns_errors::ErrorCode::AuthFailure" }).click();
    assert.equal(await clipboard(), "tpns_errors::ErrorCode::AuthFailure");
    await search(page, "auth");
    await page.locator(".results button").first().click();
    assert.equal(await clipboard(), "1008003");
  }, { permissions }));
});

describe("every page", () => {
  const sizes = { desktop: { width: 1000, height: 700 }, phone: { width: 360, height: 740 } };
  // What axe measures where the page has not laid anything out yet, it makes the browser lay out.
  const unlike = /^Rendering was performed in a subtree hidden by content-visibility/;
  for (const name of ["seed", "catalogue", "hostile"]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [size, viewport] of Object.entries(sizes)) {
        test(`${name}, ${colorScheme}, ${size}: can be read by all`, on(name, async (page) => {
          const look = async (state) => {
            await page.screenshot({ path: `${pages}/pictures/${name}-${colorScheme}-${size}-${state}.png` });
            const { violations, passes } = await page.evaluate(async (axe) => {
              // Not by a script element, which the policy of the page forbids.
              if (!globalThis.axe) (0, Function)(axe)();
              return globalThis.axe.run();
            }, axe);
            const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
            assert.deepEqual(told, []);
            assert.ok(passes.length > 10);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${wide} px too wide`);
          };
          await page.locator("article .copies").first().waitFor({ state: "attached" });
          await look("whole");
          await search(page, "a");
          await look("search");
          await page.keyboard.press("Escape");
          await search(page, "no such thing at all");
          await look("nothing");
        }, { colorScheme, viewport, unlike, bypassCSP: true }));
      }
    }
  }

  test("dark is dark and light is light", async () => {
    for (const [colorScheme, expected] of [["light", "rgb(255, 255, 255)"], ["dark", "rgb(18, 21, 26)"]]) {
      await on("seed", async (page) => {
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), expected);
      }, { colorScheme })();
    }
  });

  test("prints all codes and none of the controls", on("catalogue", async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal((await shown(page)).length, 7);
    assert.equal(await page.getByRole("searchbox").isVisible(), false);
    assert.equal(await page.locator(".copies").first().isVisible(), false);
  }));

  test("is whole without its script", on("catalogue", async (page) => {
    assert.equal(await page.locator("article:visible").count(), 7);
    assert.equal(await page.getByRole("searchbox").isVisible(), false);
  }, { javaScriptEnabled: false }));
});

describe("a hostile spec", () => {
  test("runs nothing and is shown as text", on("hostile", async (page) => {
    for (const link of await page.locator("main a[href]").all()) {
      const href = await link.getAttribute("href");
      assert.match(href, /^(#|https:\/\/example\.org\/)/);
    }
    await page.evaluate(() => { for (const element of document.querySelectorAll("main :not([href^=http])")) element.click(); });
    assert.equal(await page.evaluate(() => window.ran), undefined);
    assert.equal(await page.locator("main script, main style, main iframe, main img, main form, main header, main [onclick], main [style]").count(), 0);
    const text = await page.locator("main").innerText();
    for (const shown of ['<script>window.ran = "cell"</script>', "</style><script>window.ran = 3</script>", "</script></article></body>", "{{ script }} {% raw %} <b>", "\"quotes\" 'and' `ticks`"]) {
      assert.ok(text.includes(shown), shown);
    }
    assert.ok(!text.includes("\u202e"));
  }));

  test("is refused by the policy where it gets in", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address("hostile"));
    const refused = await page.evaluate(async () => {
      const seen = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = 'policy'";
      const image = new Image();
      image.src = "https://example.org/x.png";
      const place = document.createElement("div");
      place.innerHTML = "<b onclick=\"window.ran = 'policy'\">x</b>";
      document.body.append(script, image, place);
      place.firstChild.click();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { seen: [...new Set(seen)].sort(), ran: window.ran };
    });
    assert.deepEqual(refused, { seen: ["img-src", "script-src-attr", "script-src-elem"], ran: undefined });
    await context.close();
  });
});

// Figures, not verdicts: a time says more of the machine than of the page.
describe("a long page", () => {
  for (const name of (process.env.LONG ?? "long").split(",")) {
    test(`${name}: size and times`, on(name, async (page) => {
      const size = statSync(`${pages}/${name}/index.html`).size;
      assert.ok(size < 4 * 1024 * 1024, `${size} bytes`);
      await page.waitForTimeout(500);
      const paint = await page.evaluate(() => performance.getEntriesByType("paint")[0].startTime);
      const texts = await page.locator("article .heading").allTextContents();
      const typed = [texts[Math.floor(texts.length / 2)].trim().slice(0, 6), "fault", "er", "nowhere", texts.at(-1).trim().slice(0, 4)];
      const times = await page.evaluate(async (typed) => {
        const field = document.querySelector("search input");
        const times = [];
        const type = async (text) => {
          field.value = text;
          const start = performance.now();
          field.dispatchEvent(new Event("input", { bubbles: true }));
          // Style and layout, which the next frame would do.
          document.body.getBoundingClientRect();
          times.push(performance.now() - start);
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        };
        for (const word of typed) {
          for (let end = 1; end <= word.length; end += 1) await type(word.slice(0, end));
          for (let end = word.length - 1; end >= 0; end -= 1) await type(word.slice(0, end));
        }
        return times.sort((a, b) => a - b);
      }, typed);
      const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
      console.log(
        `${name}: ${texts.length} codes, ${(size / 1024 / 1024).toFixed(2)} MiB, first paint ${paint.toFixed(0)} ms, ` +
          `a keystroke ${at(0.5)} ms at the median, ${at(0.95)} ms at the 95th percentile of ${times.length}`,
      );
    }));
  }
});
