// A person in Chromium at `vestibule dev`: the demo app, the pages and the mailbox, with JavaScript and without.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { codeInMailbox, startDev } from "../clients/node/server.mjs";

const output = join(dirname(fileURLToPath(import.meta.url)), "output");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
let server;
let browser;

before(async () => {
  await mkdir(output, { recursive: true });
  server = await startDev();
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A fresh browser; collects what the page's policy blocked. */
async function person(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const blocked = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) blocked.push(message.text());
  });
  page.setDefaultTimeout(15_000);
  return { context, page, blocked };
}

async function journey(page, address) {
  const password = "a long passphrase";
  await page.goto(`${server.url}/demo`);
  await page.getByRole("link", { name: /create|sign up/i }).first().click();
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=password]").fill(password);
  await page.locator("form:has([name=password]) button[type=submit]").click();

  const code = await codeInMailbox(server.url, address);
  await page.locator("[name=code]").fill(code);
  await page.locator("form:has([name=code]) button[type=submit]").click();

  await page.waitForURL(/\/login\?/);
  assert.equal(await page.locator("[name=username]").inputValue(), address, "the name is filled in");
  await page.locator("[name=password]").fill("not the password");
  await page.locator("form:has([name=password]) button[type=submit]").click();
  assert.ok(await page.getByRole("alert").first().isVisible(), "what is wrong is said");
  await page.locator("[name=password]").fill(password);
  await page.locator("form:has([name=password]) button[type=submit]").click();

  await page.waitForURL(`${server.url}/demo`);
  const signedIn = await page.content();
  assert.ok(signedIn.includes(address) && signedIn.includes("Ada Lovelace"), signedIn);

  await page.getByRole("button", { name: /refresh/i }).click();
  await page.waitForURL(`${server.url}/demo`);
  assert.ok((await page.content()).includes(address));

  await page.getByRole("button", { name: /sign out/i }).click();
  await page.waitForURL(`${server.url}/demo`);
  assert.ok(!(await page.content()).includes("Ada Lovelace"));
  return code;
}

async function recovery(page, address, used) {
  await page.goto(`${server.url}/demo`);
  await page.getByRole("link", { name: /sign in/i }).first().click();
  await page.locator("a[href*=forgotPassword]").first().click();
  await page.locator("[name=username]").fill(address);
  await page.locator("form:has([name=username]) button[type=submit]").click();
  await page.waitForURL(/confirmforgotPassword/);
  const code = await codeInMailbox(server.url, address, used);
  const renewed = "another long passphrase";
  await page.locator("[name=code]").fill(code);
  await page.locator("[name=new_password]").fill(renewed);
  await page.locator("form:has([name=new_password]) button[type=submit]").click();
  await page.waitForURL(/\/login\?/);
  await page.locator("[name=password]").fill(renewed);
  await page.locator("form:has([name=password]) button[type=submit]").click();
  await page.waitForURL(`${server.url}/demo`);
  assert.ok((await page.content()).includes(address));
}

for (const javaScriptEnabled of [true, false]) {
  test(`sign up, sign in, refresh, sign out, recover; JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { context, page, blocked } = await person({ javaScriptEnabled });
    const address = `ada-${javaScriptEnabled ? "on" : "off"}@example.com`;
    const used = await journey(page, address);
    await recovery(page, address, used);
    assert.deepEqual(blocked, [], "nothing on the way breaks the pages' own policy");
    await context.close();
  });
}

/** Someone who was invited: the password that they were given leads to the page for one of their own, and no further. */
async function invitation(page, address) {
  server.cognito("admin-create-user", {
    UserPoolId: server.pool,
    Username: address,
    TemporaryPassword: "Temporary-7",
    MessageAction: "SUPPRESS",
    UserAttributes: [{ Name: "email", Value: address }, { Name: "email_verified", Value: "true" }],
  });
  await page.goto(`${server.url}/demo`);
  await page.getByRole("link", { name: /sign in/i }).first().click();
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=password]").fill("Temporary-7");
  await page.locator("form:has([name=password]) button[type=submit]").click();
  await page.waitForURL(/\/changePassword\?/);
  const send = () => page.locator("form:has([name=new_password]) button[type=submit]").click();
  // The demo pool demands a name, which the invitation did not give.
  await page.locator("[name=name]").fill("Grace Hopper");
  await page.locator("[name=new_password]").fill("short");
  await send();
  await page.getByRole("alert").first().waitFor();
  assert.match(page.url(), /\/changePassword\?/);
  assert.equal(await page.locator("[name=name]").inputValue(), "Grace Hopper", "what was right stays");
  assert.equal(await page.locator("[name=new_password]").inputValue(), "", "a password is never written into a page");
  await page.locator("[name=new_password]").fill("a passphrase of my own");
  await send();
  await page.waitForURL(`${server.url}/demo`);
  const signedIn = await page.content();
  assert.ok(signedIn.includes(address) && signedIn.includes("Grace Hopper"), signedIn);
}

/** Signs out where no app asked to have the browser back: the page asks first, and a fresh sign-in is needed then. */
async function signOut(page) {
  await page.goto(`${server.issuer}/logout`);
  await page.waitForURL(/\/signOut/);
  await page.locator("form[action*=signOut] button[type=submit]").click();
  await page.waitForURL(/\/signedOut/);
  assert.ok(await page.getByRole("heading", { name: /signed out/i }).isVisible());
  await page.goto(`${server.url}/demo/login`);
  await page.waitForURL(/\/login\?/);
  assert.ok(await page.locator("[name=password]").isVisible(), "the session is over");
}

for (const javaScriptEnabled of [true, false]) {
  test(`an invited person sets a password, and signs out; JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { context, page, blocked } = await person({ javaScriptEnabled });
    await invitation(page, `invited-${javaScriptEnabled ? "on" : "off"}@example.com`);
    await signOut(page);
    assert.deepEqual(blocked, [], "nothing on the way breaks the pages' own policy");
    await context.close();
  });
}

test("three tabs of one browser end at their own requests", async () => {
  const { context } = await person();
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const url = (state) =>
    `${server.url}/login?client_id=${server.client}&response_type=code&scope=openid&state=${state}` +
    `&code_challenge=${challenge}&code_challenge_method=S256`;
  const tabs = [];
  for (const state of ["one", "two", "three"]) {
    const page = await context.newPage();
    await page.goto(url(state));
    tabs.push(page);
  }
  const landed = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/demo/callback") landed.push(url.searchParams.get("state"));
  });
  for (const page of tabs) {
    await page.locator("[name=username]").fill("ada-on@example.com");
    await page.locator("[name=password]").fill("another long passphrase");
    await page.locator("form:has([name=password]) button[type=submit]").click();
    await page.waitForURL(/\/demo/);
  }
  assert.deepEqual(landed, ["one", "two", "three"]);
  await context.close();
});

test("a page of another origin signs in over the API with amazon-cognito-identity-js", async () => {
  const { context, page } = await person();
  // The page comes from no network, so that Chromium takes it for one of the internet that calls this machine.
  await context.grantPermissions(["local-network-access"]);
  await page.route("http://localhost:9/", (route) => route.fulfill({ contentType: "text/html", body: "<title>App</title>" }));
  await page.goto("http://localhost:9/");
  const library = "../clients/node/node_modules/amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js";
  await page.addScriptTag({ path: fileURLToPath(new URL(library, import.meta.url)) });
  const made = server.cognito("create-user-pool-client", {
    UserPoolId: server.pool, ClientName: "page", ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
  const email = await page.evaluate(async ({ url, pool, client }) => {
    const { AuthenticationDetails, CognitoUser, CognitoUserPool } = window.AmazonCognitoIdentity;
    const [Username, Password] = ["ada-on@example.com", "another long passphrase"];
    const Pool = new CognitoUserPool({ UserPoolId: pool, ClientId: client, endpoint: url });
    const user = new CognitoUser({ Username, Pool });
    user.setAuthenticationFlowType("USER_PASSWORD_AUTH");
    const signedIn = await new Promise((onSuccess, onFailure) =>
      user.authenticateUser(new AuthenticationDetails({ Username, Password }), { onSuccess, onFailure }));
    const renewed = await new Promise((resolve, reject) =>
      user.refreshSession(signedIn.getRefreshToken(), (error, session) => (error ? reject(error) : resolve(session))));
    return renewed.getIdToken().payload.email;
  }, { url: server.url, pool: server.pool, client: made.UserPoolClient.ClientId });
  assert.equal(email, "ada-on@example.com");
  await context.close();
});

test("the sign-in page does not appear in a frame", async () => {
  const { context, page } = await person();
  await page.route("http://other.test/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${server.url}/login?client_id=${server.client}"></iframe>` }));
  await page.goto("http://other.test/");
  const frame = page.frames().find((frame) => frame !== page.mainFrame());
  assert.ok(!(await frame.content()).includes("name=\"password\""));
  await context.close();
});

test("the pages look right in light and dark, on a phone and on a desktop", async () => {
  const pages = {
    login: `/login?client_id=${server.client}&response_type=code&code_challenge=${"a".repeat(43)}&code_challenge_method=S256`,
    signup: `/signup?client_id=${server.client}&response_type=code&code_challenge=${"a".repeat(43)}&code_challenge_method=S256`,
    forgot: `/forgotPassword?client_id=${server.client}&response_type=code&code_challenge=${"a".repeat(43)}&code_challenge_method=S256`,
    error: "/login?client_id=unknown",
    home: "/",
    demo: "/demo",
    mailbox: "/dev/mailbox",
  };
  for (const colorScheme of ["light", "dark"]) {
    for (const [device, width] of [["phone", 390], ["narrow", 320], ["desktop", 1280]]) {
      const { context, page } = await person({ colorScheme, viewport: { width, height: 800 } });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(server.url + path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} px too wide at ${width}`);
        if (device !== "narrow") await page.screenshot({ path: join(output, `${name}-${device}-${colorScheme}.png`) });
      }
      await context.close();
    }
  }
});
