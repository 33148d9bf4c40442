// A person at their account page in Chromium, without JavaScript: an address is proven, an authenticator app set up from the
// secret that is shown, the password changed, a browser signed out from another.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { codeInMailbox, startDev } from "../clients/node/server.mjs";

const password = "a long passphrase";
let server;
let browser;

before(async () => {
  server = await startDev();
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function person() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

const send = (page, field) => page.locator(`form:has([name=${field}]) button[type=submit]`).first().click();

async function signUp(page, address) {
  await page.goto(`${server.issuer}/account`);
  await page.waitForURL(/\/login\?/);
  await page.locator("a[href*=signup]").click();
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=password]").fill(password);
  await send(page, "password");
  await page.locator("[name=code]").fill(await codeInMailbox(server.url, address));
  await send(page, "code");
  await signIn(page, address);
}

async function signIn(page, address) {
  await page.waitForURL(/\/login\?/);
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=password]").fill(password);
  await send(page, "password");
}

/** The code of an authenticator app (RFC 6238) for a secret in base32. */
function totp(secret) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const key = Buffer.from(bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("an account is looked after without JavaScript", async () => {
  const page = await person();
  await signUp(page, "ada@example.com");
  await page.waitForURL(`${server.issuer}/account`);
  assert.ok((await page.content()).includes("Ada Lovelace"));

  await page.getByRole("link", { name: "Profile" }).first().click();
  await page.locator("[name=given_name]").fill("Ada");
  await send(page, "given_name");
  assert.ok(await page.getByRole("status").isVisible(), "it says that it is saved");
  assert.equal(await page.locator("[name=given_name]").inputValue(), "Ada");

  await page.goto(`${server.issuer}/account/email`);
  await page.locator("[name=email]").fill("ada@lovelace.example");
  await send(page, "email");
  await page.locator("[name=code]").fill(await codeInMailbox(server.url, "ada@lovelace.example"));
  await send(page, "code");
  await page.waitForURL(/\/account\/profile$/);
  assert.ok((await page.content()).includes("ada@lovelace.example"));

  const other = await person();
  await other.goto(`${server.issuer}/account/sessions`);
  await signIn(other, "ada@lovelace.example");
  await other.waitForURL(/\/account\/sessions$/);
  await page.goto(`${server.issuer}/account/sessions`);
  await page.locator("button[value^='session:']").first().click();
  assert.ok(await page.getByRole("status").isVisible());
  await other.goto(`${server.issuer}/account`);
  assert.match(other.url(), /\/login\?/, "the other browser is out");

  server.cognito("set-user-pool-mfa-config", {
    UserPoolId: server.pool,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    MfaConfiguration: "OPTIONAL",
  });
  await page.goto(`${server.issuer}/account/factors`);
  await page.locator("button[value='app:add']").click();
  await page.locator("details.detail summary").click();
  const secret = (await page.locator(".code-block code").innerText()).replaceAll(" ", "");
  await page.locator("[name=code]").fill(totp(secret));
  await send(page, "code");
  await page.waitForURL(/\/account\/codes$/);
  assert.equal(await page.locator(".codes li").count(), 10);
  await page.locator("button[value=done]").click();
  await page.waitForURL(/\/account\/factors$/);

  await page.goto(`${server.issuer}/account/password`);
  await page.locator("[name=password]").fill(password);
  await page.locator("[name=new_password]").fill("another long passphrase");
  await send(page, "new_password");
  assert.ok(await page.getByRole("status").isVisible());
  await page.context().close();
  await other.context().close();
});
