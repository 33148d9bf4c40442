// Every other factor in Chromium with JavaScript off: an authenticator app that learns its secret from a picture of the QR
// code, codes and links by mail, recovery codes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import jsQR from "jsqr";
import { PNG } from "pngjs";

import { codeInMailbox, startDev } from "../clients/node/server.mjs";
import { account, appCode, isIn, openChromium, person, send, signIn, toSignIn } from "./people.mjs";

let server;
let browser;

before(async () => {
  server = await startDev();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const plain = () => person(browser, { javaScriptEnabled: false });

function ask(MfaConfiguration, more = {}) {
  server.cognito("set-user-pool-mfa-config", {
    UserPoolId: server.pool, MfaConfiguration, SoftwareTokenMfaConfiguration: { Enabled: true }, ...more,
  });
}

/** What a camera reads of the QR code on the page. */
async function scanned(page) {
  const { data, width, height } = PNG.sync.read(await page.locator("svg.qr").screenshot());
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  assert.ok(found, "the picture can be read");
  return new URL(found.data);
}

/** Mails that were read. */
const read = new Set();

/** What the pattern finds in the newest mail to an address, once one came that was not read before. */
async function inMail(address, pattern) {
  for (let tries = 0; tries < 200; tries++) {
    const mailbox = await (await fetch(`${server.url}/dev/mailbox`)).text();
    const mail = mailbox.split('class="mail"').slice(1).find((one) => one.includes(address));
    const href = mail?.match(/href="([^"]+)"/)?.[1];
    const text = href && !read.has(href) ? await (await fetch(new URL(href, server.url))).text() : "";
    const found = text.replaceAll("&#38;", "&").match(pattern)?.[1];
    if (found) {
      read.add(href);
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing for ${address} came`);
}

test("an app learns its secret from the QR code, and recovery codes stand in for it", async () => {
  const address = "app@example.com";
  account(server, address);
  ask("ON");
  const { context, page, blocked } = await plain();
  await toSignIn(server, page);
  await signIn(page, address);
  await page.waitForURL(/\/mfa\/setup\?/);
  const uri = await scanned(page);
  const secret = uri.searchParams.get("secret");
  assert.equal(`${uri.protocol}//${uri.host}`, "otpauth://totp");
  assert.equal(decodeURIComponent(uri.pathname), `/Demo:${address}`);
  await page.locator("[name=code]").fill(appCode(secret));
  await send(page, "/mfa/setup");
  await page.waitForURL(/\/mfa\/codes\?/);
  const codes = await page.locator(".codes code").allTextContents();
  assert.equal(codes.length, 10);
  await send(page, "/mfa/codes");
  await isIn(server, page, address);
  await context.close();

  const next = await plain();
  await toSignIn(server, next.page);
  await signIn(next.page, address);
  await next.page.waitForURL(/\/mfa\?/);
  await next.page.locator("[name=code]").fill("000000");
  await send(next.page, "/mfa");
  assert.ok(await next.page.getByRole("alert").first().isVisible());
  // A step counts once: the one after it is within what clocks may differ.
  await next.page.locator("[name=code]").fill(appCode(secret, 1));
  await send(next.page, "/mfa");
  await isIn(server, next.page, address);
  await next.context.close();

  const lost = await plain();
  await toSignIn(server, lost.page);
  await signIn(lost.page, address);
  await lost.page.locator("a[href*='/mfa/choose']").click();
  await lost.page.locator("a[href*='/mfa/recovery']").click();
  await lost.page.locator("[name=code]").fill(codes[3].toLowerCase());
  await send(lost.page, "/mfa/recovery");
  await isIn(server, lost.page, address);
  assert.deepEqual([...blocked, ...next.blocked, ...lost.blocked], []);
  await lost.context.close();
});

test("a code by mail is the second factor", async () => {
  const address = "mailed@example.com";
  account(server, address);
  server.cognito("update-user-pool", {
    UserPoolId: server.pool, AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] },
  });
  ask("OPTIONAL", { EmailMfaConfiguration: {} });
  server.cognito("admin-set-user-mfa-preference", {
    UserPoolId: server.pool, Username: address, EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const { context, page, blocked } = await plain();
  await toSignIn(server, page);
  await signIn(page, address);
  await page.waitForURL(/\/mfa\?/);
  await page.locator("[name=code]").fill(await codeInMailbox(server.url, address));
  await send(page, "/mfa");
  await isIn(server, page, address);
  assert.deepEqual(blocked, []);
  await context.close();
});

test("a code by text message is the second factor, and comes first where the pool lets it", async () => {
  const [address, number] = ["texted@example.com", "+4915112345678"];
  account(server, address);
  server.cognito("admin-update-user-attributes", {
    UserPoolId: server.pool, Username: address,
    UserAttributes: [{ Name: "phone_number", Value: number }, { Name: "phone_number_verified", Value: "true" }],
  });
  const gateway = { SnsCallerArn: "arn:aws:iam::123456789012:role/sms", ExternalId: "demo" };
  server.cognito("update-user-pool", {
    UserPoolId: server.pool, SmsConfiguration: gateway,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "SMS_OTP"] } },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] },
  });
  ask("OPTIONAL", { SmsMfaConfiguration: { SmsConfiguration: gateway } });
  server.cognito("admin-set-user-mfa-preference", {
    UserPoolId: server.pool, Username: address, SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const { context, page, blocked } = await plain();
  await toSignIn(server, page);
  await signIn(page, address);
  await page.waitForURL(/\/mfa\?/);
  await page.locator("[name=code]").fill(await byText(number));
  await send(page, "/mfa");
  await isIn(server, page, address);
  await context.close();

  ask("OFF", { SoftwareTokenMfaConfiguration: { Enabled: false } });
  const first = await plain();
  await toSignIn(server, first.page);
  await first.page.locator("[name=username]").fill(address);
  await first.page.locator("button[name=way][value=sms]").click();
  await first.page.waitForURL(/\/login\/code\?/);
  await first.page.locator("[name=code]").fill(await byText(number));
  await send(first.page, "/login/code");
  await isIn(server, first.page, address);
  assert.deepEqual([...blocked, ...first.blocked], []);
  await first.context.close();
});

/** The code of the newest text message to a number, once one came that was not read before. */
async function byText(number) {
  for (let tries = 0; tries < 200; tries++) {
    const mailbox = await (await fetch(`${server.url}/dev/mailbox`)).text();
    const newest = mailbox.split('class="mail"').slice(1).find((one) => one.includes(number));
    const code = newest?.match(/>(\d{6,8}) /)?.[1];
    if (code && !read.has(code)) {
      read.add(code);
      return code;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing for ${number} came`);
}

test("a code, or the link beside it, comes in the place of the password", async () => {
  const address = "link@example.com";
  account(server, address);
  server.cognito("update-user-pool", {
    UserPoolId: server.pool, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
  });
  ask("OFF", { SoftwareTokenMfaConfiguration: { Enabled: false } });
  for (const way of ["code", "link"]) {
    const { context, page, blocked } = await plain();
    await toSignIn(server, page);
    await page.locator("[name=username]").fill(address);
    await page.locator("button[name=way][value=email]").click();
    await page.waitForURL(/\/login\/code\?/);
    if (way === "code") {
      await page.locator("[name=code]").fill(await inMail(address, /\b(\d{8})\b/));
      await send(page, "/login/code");
    } else {
      await page.goto(await inMail(address, /href="([^"]+\/login\/link[^"]+)"/));
      await page.locator("form[action*='/login/link'] button[type=submit]").click();
    }
    await isIn(server, page, address);
    assert.deepEqual(blocked, []);
    await context.close();
  }
});
