// Somebody who has had an account here for long comes from Google for the first time, in Chromium, with JavaScript and without:
// they are asked whose account it is, and either prove it or go on with another. Google is Node's `oidc-provider`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDev } from "../clients/node/server.mjs";
import { account, openChromium, PASSWORD, person, send } from "./people.mjs";
import { startOidc, upstreamAccount } from "./upstreams.mjs";

let server;
let browser;
let upstream;

before(async () => {
  server = await startDev({ VESTIBULE_OUTBOUND_ALLOW: "localhost,127.0.0.0/8" });
  browser = await openChromium();
  upstream = await startOidc({ name: "Google", redirectUris: [`${server.url}/${server.pool}/oauth2/idpresponse`] });
  const [UserPoolId, ClientId] = [server.pool, server.client];
  server.cognito("create-identity-provider", {
    UserPoolId, ProviderName: "Google", ProviderType: "Google",
    ProviderDetails: {
      client_id: "vestibule", client_secret: "a secret between the two of them",
      authorize_scopes: "openid email profile", oidc_issuer: upstream.issuer,
    },
    AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
  });
  const { UserPoolClient } = server.cognito("describe-user-pool-client", { UserPoolId, ClientId });
  for (const member of ["ClientSecret", "CreationDate", "LastModifiedDate"]) delete UserPoolClient[member];
  server.cognito("update-user-pool-client", { ...UserPoolClient, SupportedIdentityProviders: ["COGNITO", "Google"] });
});
after(async () => {
  await browser?.close();
  await upstream?.stop();
  await server?.stop();
});

/** Comes from Google with this address, which a user here has proven, too; ends where one is asked. */
async function arrive(page, address) {
  account(server, address);
  upstreamAccount(address);
  await page.goto(`${server.url}/demo/login`);
  await page.waitForURL(/\/login\?/);
  await page.locator('a[href*="identity_provider=Google"]').first().click();
  await page.locator("[name=login]").fill(address);
  await page.getByRole("button", { name: "Sign in at Google" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(/\/link\?/);
  await page.getByText(address).waitFor();
}

/** What an admin sees of the users with this address: their statuses. */
function statuses(address) {
  const { Users } = server.cognito("list-users", { UserPoolId: server.pool, Filter: `email = "${address}"` });
  return Users.map((user) => user.UserStatus).sort();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`who proves the account is one person from then on, ${how} JavaScript`, async () => {
    const address = `ada-${how}@offer.example`;
    const { page, blocked } = await person(browser, { javaScriptEnabled });
    await arrive(page, address);
    await page.getByRole("button", { name: "Sign in to it and link Google" }).click();
    await page.waitForURL(/\/login\?/);
    assert.equal(await page.locator("[name=username]").inputValue(), address);
    await page.locator("[name=password]").fill(PASSWORD);
    await send(page, "/login");
    await page.waitForURL(`${server.url}/demo`);
    assert.deepEqual(statuses(address), ["CONFIRMED"]);
    await page.context().clearCookies();
    await page.goto(`${server.url}/demo/login`);
    await page.locator('a[href*="identity_provider=Google"]').first().click();
    await page.locator("[name=login]").fill(address);
    await page.getByRole("button", { name: "Sign in at Google" }).click();
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${server.url}/demo`);
    assert.deepEqual(statuses(address), ["CONFIRMED"]);
    assert.deepEqual(blocked, []);
    await page.context().close();
  });

  test(`who wants another account gets it, ${how} JavaScript`, async () => {
    const address = `bob-${how}@offer.example`;
    const { page, blocked } = await person(browser, { javaScriptEnabled });
    await arrive(page, address);
    await page.getByRole("button", { name: "Continue with a new account" }).click();
    await page.waitForURL(`${server.url}/demo`);
    assert.deepEqual(statuses(address), ["CONFIRMED", "EXTERNAL_PROVIDER"]);
    assert.deepEqual(blocked, []);
    await page.context().close();
  });
}
