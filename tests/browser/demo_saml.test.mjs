// Demo SAML of `vestibule dev` in Chromium: a sign-in that goes wrong, one that does not, and single logout in both directions.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { startDev } from "../clients/node/server.mjs";
import { openChromium, person } from "./people.mjs";

const output = join(dirname(fileURLToPath(import.meta.url)), "output");
let server;
let browser;

before(async () => {
  await mkdir(output, { recursive: true });
  server = await startDev();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Goes to the sign-in page, and from there to a provider. */
async function choose(page, name) {
  await page.goto(`${server.url}/demo/login`);
  await page.waitForURL(/\/login\?/);
  await page.locator(`a[href*="identity_provider=${name}"]`).first().click();
}

/** The demo app says who is signed in. */
async function isIn(page, address) {
  await page.waitForURL(`${server.url}/demo`);
  await page.getByText(address).first().waitFor();
}

test("Demo SAML of vestibule dev: in, out here and so there, out there and so here; and what goes wrong is seen", async () => {
  const { context, page, blocked } = await person(browser);
  const isOut = () => page.getByRole("link", { name: /sign in/i }).first().waitFor();
  const sessions = page.locator("form [value=session]");
  await choose(page, "DemoSAML");
  await page.waitForURL(/\/demo-id\/saml\/sso\?/);
  await page.screenshot({ path: join(output, "demo_saml.png"), fullPage: true });
  await page.locator("#trouble").selectOption("expired");
  await page.getByRole("button", { name: /Ada Lovelace/ }).click();
  await page.getByText(/cannot be trusted or read/).waitFor();
  await choose(page, "DemoSAML");
  await page.getByRole("button", { name: /Ada Lovelace/ }).click();
  await isIn(page, "ada@example.com");

  await page.goto(`${server.url}/demo-id/saml`);
  assert.equal(await sessions.count(), 2, "there the one that went wrong here is a session too");
  await page.screenshot({ path: join(output, "demo_saml_sessions.png"), fullPage: true });
  await page.goto(`${server.url}/demo`);
  await page.locator("form[action='/demo/logout'] button").click();
  await page.waitForURL(`${server.url}/demo`);
  await isOut();
  await page.goto(`${server.url}/demo-id/saml`);
  assert.equal(await sessions.count(), 1);

  await choose(page, "DemoSAML");
  await page.getByRole("button", { name: /Ada Lovelace/ }).click();
  await isIn(page, "ada@example.com");
  await page.goto(`${server.url}/demo-id/saml`);
  await sessions.first().click();
  await page.waitForURL(/\/demo-id\/saml\/slo\?SAMLResponse=/);
  assert.equal(await sessions.count(), 1);
  await page.goto(`${server.url}/${server.pool}/account`);
  await page.waitForURL(/\/login\?/);
  assert.deepEqual(blocked, []);
  await context.close();
});
