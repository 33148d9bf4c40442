// What people do in the tests with Chromium, whichever way they sign in.

import { createHmac } from "node:crypto";

import { chromium } from "playwright-core";

import { codeInMailbox } from "../clients/node/server.mjs";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
export const PASSWORD = "a long passphrase";

export const openChromium = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });

/** A fresh browser; collects what the page's policy blocked and what its scripts threw. */
export async function person(browser, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const blocked = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) blocked.push(message.text());
  });
  page.on("pageerror", (error) => blocked.push(String(error)));
  page.setDefaultTimeout(15_000);
  return { context, page, blocked };
}

/** Presses the button of the form that goes to a path of the pages. */
export const send = (page, path) => page.locator(`form[action*="${path}?"] button[type=submit]`).first().click();

/** An account made at the pages; ends where one signs in. */
export async function signUp(server, page, address) {
  await page.goto(`${server.url}/demo`);
  await page.getByRole("link", { name: /create|sign up/i }).first().click();
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=password]").fill(PASSWORD);
  await send(page, "/signup");
  await page.locator("[name=code]").fill(await codeInMailbox(server.url, address));
  await send(page, "/confirm");
  await page.waitForURL(/\/login\?/);
}

/** An account that an admin made. */
export function account(server, address) {
  const [UserPoolId, Username] = [server.pool, address];
  const named = (Name, Value) => ({ Name, Value });
  const UserAttributes = [named("email", address), named("email_verified", "true"), named("name", "Ada Lovelace")];
  server.cognito("admin-create-user", { UserPoolId, Username, MessageAction: "SUPPRESS", UserAttributes });
  server.cognito("admin-set-user-password", { UserPoolId, Username, Password: PASSWORD, Permanent: true });
}

/** Goes to the sign-in page as the demo app sends people there. */
export async function toSignIn(server, page) {
  await page.goto(`${server.url}/demo/login`);
  await page.waitForURL(/\/login\?/);
}

/** Types name and password where one signs in. */
export async function signIn(page, address) {
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("form:has([name=password]) button[type=submit]").first().click();
}

/** Waits until the demo app says who is signed in. */
export async function isIn(server, page, address) {
  await page.waitForURL(`${server.url}/demo`);
  await page.getByText(address).first().waitFor();
}

/** The code that an authenticator app with this secret shows (RFC 6238), `later` steps from now. */
export function appCode(secret, later = 0) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
