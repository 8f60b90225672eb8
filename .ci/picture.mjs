// A picture of a page, in which somebody has searched: BROWSER PAGE PICTURE.

import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, file, path] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 900, height: 560 }, deviceScaleFactor: 1.5 });
await page.goto(pathToFileURL(file).href);
await page.keyboard.press("/");
await page.keyboard.type("token");
await page.locator(".results .copies").first().waitFor();
await page.screenshot({ path });
await browser.close();
