// Every page in every state, as `examples/gallery.rs` writes them: none is wider than its window, in any language, on the
// narrowest phone and at 200 % zoom; and the states that people meet most are photographed, to be looked at.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "output");
const program = join(process.env.CARGO_TARGET_DIR ?? join(here, "../../target"), "debug/examples/gallery");
const photographed = [
  "account--plain", "account_factors--plain", "account_linked--plain", "account_profile--waiting", "account_sessions--plain",
  "busy--plain", "confirm--plain", "confirm--wrong", "confirm_forgot_password--plain", "confirm_forgot_password--weak",
  "continue_as--named", "demo--signed-in", "departure--form", "error--general", "error--request", "forgot_password--plain", "login--plain",
  "login--all-ways", "login--with-providers", "login--with-company", "login--provider-denied", "login--wrong", "login_code--plain", "login_link--elsewhere", "mfa--remembering", "mfa_choose--plain", "mfa_codes--plain", "mfa_enrol--plain", "mfa_passkey--plain", "mfa_sent--plain", "passkeys_add--added", "passkeys_add--plain",
  "new_password--plain", "new_password--weak", "sign_out_confirm--known", "signed_out--with-app",
  "signup--wrong",
];
let folder;
let browser;

before(async () => {
  mkdirSync(output, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "vestibule-gallery-"));
  const flags = ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"];
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Writes the pages in one language; their files. */
function gallery(language) {
  const place = join(folder, language);
  execFileSync(program, [place, language]);
  const files = readdirSync(place).filter((file) => file.startsWith("pages-"));
  assert.ok(files.length > 80, "all pages are there");
  return files;
}

/** Opens many pages at once, each in a frame of its own as large as a window. */
async function open(page, language, files, { columns, width, height }) {
  const frame = (file) => `<iframe src="${file}" style="border:0;width:${width}px;height:${height}px"></iframe>`;
  const grid = `display:grid;gap:8px;grid-template-columns:repeat(${columns},${width}px)`;
  const sheet = join(folder, language, "sheet.html");
  writeFileSync(sheet, `<!doctype html><body style="margin:0;background:#888;${grid}">${files.map(frame).join("")}`);
  await page.setViewportSize({ width: columns * (width + 8), height: Math.ceil(files.length / columns) * (height + 8) });
  await page.goto(pathToFileURL(sheet).href);
}

/** What is wider than its window in the frames of a page. */
function tooWide(width) {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    frame.style.width = `${width}px`;
    const page = frame.contentDocument;
    const name = frame.getAttribute("src");
    if (!page.querySelector("h1")) found.push(`${name} is empty`);
    if (page.documentElement.scrollWidth > width) found.push(`${name}: ${page.documentElement.scrollWidth} px`);
    for (const element of page.querySelectorAll("a, button, input:not([hidden]):not([type=hidden])")) {
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.left < -1 || box.right > width + 1)) found.push(`${name}: ${element.outerHTML.slice(0, 80)}`);
    }
  }
  return found;
}

for (const language of ["en", "de", "ar"]) {
  test(`no page is too wide in the language ${language}`, async () => {
    const page = await browser.newPage();
    await open(page, language, gallery(language), { columns: 10, width: 320, height: 400 });
    // 640 px is what 200 % zoom leaves of a window of 1280; no page fits into 100.
    for (const width of [320, 640]) assert.deepEqual(await page.evaluate(tooWide, width), [], `at ${width} px`);
    assert.notDeepEqual(await page.evaluate(tooWide, 100), [], "what is too wide is found");
    await page.close();
  });
}

/** What shows no ring when it has the keyboard's focus. */
function withoutRing() {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument;
    // What is folded away is reached once it is unfolded.
    for (const folded of page.querySelectorAll("details")) folded.open = true;
    for (const element of page.querySelectorAll("a, button, summary, input:not([hidden]):not([type=hidden])")) {
      element.focus();
      const { outlineStyle, outlineWidth } = frame.contentWindow.getComputedStyle(element);
      const isSeen = page.activeElement === element && outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
      if (!isSeen) found.push(`${frame.getAttribute("src")}: ${element.outerHTML.slice(0, 80)}`);
    }
  }
  return found;
}

test("whoever uses a keyboard sees where they are", async () => {
  const page = await browser.newPage();
  await open(page, "en", gallery("en"), { columns: 10, width: 390, height: 400 });
  await page.keyboard.press("Tab");
  assert.deepEqual(await page.evaluate(withoutRing), []);
  await page.close();
});

test("the pages have their pictures taken, in light and dark, on a phone and on a desktop", async () => {
  const files = gallery("en").filter((file) => photographed.includes(file.replace(/^pages-|\.html$/g, "")));
  assert.equal(files.length, photographed.length);
  const windows = { phone: { columns: 6, width: 390, height: 844 }, desktop: { columns: 3, width: 1024, height: 768 } };
  for (const colorScheme of ["light", "dark"]) {
    for (const [device, window] of Object.entries(windows)) {
      const page = await browser.newPage({ colorScheme });
      await open(page, "en", files, window);
      await page.screenshot({ path: join(output, `states-${device}-${colorScheme}.png`) });
      await page.close();
    }
  }
});
