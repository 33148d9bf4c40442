// People and their accounts elsewhere in Chromium, with JavaScript and without: the way by the address at work, from a form to
// another site, which the policy of the pages lets through; and an account that is linked, and unlinked again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDev } from "../clients/node/server.mjs";
import { account, openChromium, person, signIn } from "./people.mjs";

const NAME = "Elsewhere";
let server;
let browser;

before(async () => {
  server = await startDev();
  browser = await openChromium();
  provide();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Demo ID, under a name of its own, known by the domain of a company; the demo app lets people come from there. */
function provide() {
  const [UserPoolId, ClientId] = [server.pool, server.client];
  server.cognito("create-identity-provider", {
    UserPoolId, ProviderName: NAME, ProviderType: "OIDC",
    ProviderDetails: {
      client_id: "vestibule-dev", client_secret: "not-a-secret-of-anybody", oidc_issuer: `${server.url}/demo-id`,
      authorize_scopes: "openid email profile", attributes_request_method: "GET",
    },
    AttributeMapping: { email: "email", name: "name" }, IdpIdentifiers: ["acme.example"],
  });
  const { UserPoolClient } = server.cognito("describe-user-pool-client", { UserPoolId, ClientId });
  for (const member of ["ClientSecret", "CreationDate", "LastModifiedDate"]) delete UserPoolClient[member];
  server.cognito("update-user-pool-client", { ...UserPoolClient, SupportedIdentityProviders: ["COGNITO", NAME] });
}

/** Chooses who to be at Demo ID. */
const be = (page, name) => page.getByRole("button", { name: new RegExp(name) }).first().click();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`an address at work leads to the company's provider and back, ${how} JavaScript`, async () => {
    const { page, blocked } = await person(browser, { javaScriptEnabled });
    await page.goto(`${server.url}/demo/login`);
    await page.locator("[name=username]").fill("grace@acme.example");
    await page.getByRole("button", { name: "Sign in with your company" }).click();
    await page.waitForURL(/\/demo-id\//);
    assert.equal(new URL(page.url()).searchParams.get("login_hint"), "grace@acme.example");
    await be(page, "Grace");
    await page.waitForURL(`${server.url}/demo`);
    assert.deepEqual(blocked, []);
    await page.context().close();
  });

  test(`an account elsewhere is linked and unlinked, ${how} JavaScript`, async () => {
    const address = `ada-${how}@example.test`;
    account(server, address);
    const { page, blocked } = await person(browser, { javaScriptEnabled });
    await page.goto(`${server.issuer}/account/linked`);
    await signIn(page, address);
    await page.waitForURL(/\/account\/linked$/);
    await page.getByRole("button", { name: `Link ${NAME}` }).click();
    await page.waitForURL(/\/demo-id\//);
    await be(page, "Alan");
    await page.getByText("The account is linked").waitFor();
    await page.getByRole("button", { name: `Unlink ${NAME}` }).click();
    await page.getByText("no longer linked").waitFor();
    assert.deepEqual(blocked, []);
    await page.context().close();
  });
}
