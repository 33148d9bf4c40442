// Passkeys in Chromium, with an authenticator that the DevTools protocol simulates (WebAuthn domain).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDev } from "../clients/node/server.mjs";
import { isIn, openChromium, person, send, signIn, signUp, toSignIn } from "./people.mjs";

const ADDRESS = "passkeys@example.com";
let server;
let browser;

before(async () => {
  server = await startDev();
  browser = await openChromium();
  policies(["PASSWORD", "WEB_AUTHN"]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

function policies(AllowedFirstAuthFactors) {
  server.cognito("update-user-pool", { UserPoolId: server.pool, Policies: { SignInPolicy: { AllowedFirstAuthFactors } } });
}

/** Gives the page a device that checks its holder. */
async function device(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  const send = (name, more = {}) => cdp.send(`WebAuthn.${name}`, { authenticatorId, ...more });
  return {
    /** Whether somebody touches the device whenever it asks. */
    touched: (enabled) => send("setAutomaticPresenceSimulation", { enabled }),
    credentials: async () => (await send("getCredentials")).credentials,
    give: (credential) => send("addCredential", { credential }),
    empty: () => send("clearCredentials"),
  };
}

/** Signs out of the demo app, and of the pages with it. */
async function leave(page) {
  await page.getByRole("button", { name: /sign out/i }).click();
  await page.waitForURL(`${server.url}/demo`);
}

const PASSKEY = "form[data-passkey] button[type=submit]";
let held;

test("a passkey is added after the sign-up; then the browser fills it in, and the button asks for it", async () => {
  const { context, page, blocked } = await person(browser);
  const own = await device(page);
  await signUp(server, page, ADDRESS);
  // An app that wants people to have one sends them here in the place of /login.
  await page.goto(page.url().replace("/login?", "/passkeys/add?"));
  await page.waitForURL(/\/login\?/);
  await own.touched(false);
  await signIn(page, ADDRESS);
  await page.waitForURL(/\/passkeys\/add\?/);
  await page.locator("[name=passkey_name]").fill("Chromium");
  assert.ok(!(await page.locator("[data-without-passkeys]").isVisible()));
  await own.touched(true);
  await page.locator(PASSKEY).click();
  await page.getByRole("heading", { name: "Your passkey is ready" }).waitFor();
  const [passkey] = await own.credentials();
  assert.ok(passkey.isResidentCredential && passkey.rpId === "localhost");
  held = passkey;
  await page.getByRole("link", { name: /continue/i }).click();
  await isIn(server, page, ADDRESS);
  await leave(page);

  // Autofill: nothing is typed and nothing is pressed.
  await page.goto(`${server.url}/demo/login`);
  await isIn(server, page, ADDRESS);
  await leave(page);

  // By the button, in a browser without autofill: it would be faster than the hand.
  await page.addInitScript(noAutofill);
  await toSignIn(server, page);
  assert.equal(await page.locator("[name=username]").getAttribute("autocomplete"), "username webauthn");
  await page.locator(PASSKEY).click();
  await isIn(server, page, ADDRESS);

  // The same device again: the browser says so before anything is made.
  await toAdding(page);
  await page.locator(PASSKEY).click();
  await page.locator("[data-said=known]").waitFor();
  assert.equal((await own.credentials()).length, 1);
  assert.deepEqual(blocked, [], "nothing on the way breaks the pages' own policy");
  await context.close();
});

/** What older browsers say of offering passkeys where the name is typed. */
function noAutofill() {
  PublicKeyCredential.isConditionalMediationAvailable = async () => false;
}

/** Goes to where one adds a passkey, signed in as one is. */
async function toAdding(page) {
  const query = new URLSearchParams({ client_id: server.client, redirect_uri: `${server.url}/demo/callback` });
  await page.goto(`${server.issuer}/passkeys/add?${query}`);
  await page.waitForURL(/\/passkeys\/add\?/);
}

test("a device without the passkey is told so, and the password works beside it", async () => {
  const { context, page, blocked } = await person(browser);
  const own = await device(page);
  await toSignIn(server, page);
  await page.locator(PASSKEY).click();
  await page.locator("[data-said=failed]").waitFor();
  await signIn(page, ADDRESS);
  await isIn(server, page, ADDRESS);
  await leave(page);

  // The server forgot the passkey that the device still has.
  await own.touched(false);
  await own.give(held);
  const other = { ...held, credentialId: Buffer.from("another one of this device").toString("base64"), signCount: 1 };
  await own.empty();
  await own.give(other);
  // Without autofill: a device that answers by itself would answer again at each page that tells of the refusal.
  await page.addInitScript(noAutofill);
  await toSignIn(server, page);
  await own.touched(true);
  await page.locator(PASSKEY).click();
  await page.getByText("That passkey does not open an account here.").first().waitFor();
  assert.deepEqual(blocked, []);
  await context.close();
});

test("a passkey is the second factor, and the words say what to do without JavaScript", async () => {
  server.cognito("set-user-pool-mfa-config", {
    UserPoolId: server.pool, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration: { FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" },
  });
  const { context, page, blocked } = await person(browser);
  const own = await device(page);
  await own.touched(false);
  await own.give({ ...held, signCount: 100 });
  await toSignIn(server, page);
  await signIn(page, ADDRESS);
  await page.waitForURL(/\/mfa\?/);
  await own.touched(true);
  await page.locator(PASSKEY).click();
  await isIn(server, page, ADDRESS);
  assert.deepEqual(blocked, []);
  await context.close();

  const plain = await person(browser, { javaScriptEnabled: false });
  await toSignIn(server, plain.page);
  assert.ok(!(await plain.page.locator(PASSKEY).isVisible()), "no button that could do nothing");
  await signIn(plain.page, ADDRESS);
  await plain.page.waitForURL(/\/mfa\?/);
  assert.ok(await plain.page.locator("[data-without-passkeys]").isVisible());
  assert.ok(!(await plain.page.locator(PASSKEY).isVisible()));
  await plain.page.locator("a[href*='/mfa/choose']").click();
  assert.ok(await plain.page.locator("a[href*='/mfa/recovery']").isVisible(), "another way is open");
  assert.deepEqual(plain.blocked, []);
  await plain.context.close();
});
