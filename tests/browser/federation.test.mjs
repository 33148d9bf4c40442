// People in Chromium who come from providers of other projects: Node's `oidc-provider` as Google and as any OpenID provider,
// a SAML identity provider made with `samlify`, a second Vestibule, and Demo ID of `vestibule dev`.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { startDev } from "../clients/node/server.mjs";
import { account, openChromium, PASSWORD, person } from "./people.mjs";
import { startApple } from "./apple_upstream.mjs";
import { startSaml } from "./saml_upstream.mjs";
import { startOidc, upstreamAccount } from "./upstreams.mjs";

const output = join(dirname(fileURLToPath(import.meta.url)), "output");
const mapping = { email: "email", name: "name" };
let server;
let browser;
const started = [];

before(async () => {
  await mkdir(output, { recursive: true });
  // Upstream providers are on loopback here, which is not called unless the operator says so.
  server = await startDev({ VESTIBULE_OUTBOUND_ALLOW: "localhost,127.0.0.0/8" });
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  for (const one of started) await one.stop();
  await server?.stop();
});

/** Configures a provider and lets the demo app's people come from it. */
function provide(at, provider) {
  at.cognito("create-identity-provider", { UserPoolId: at.pool, ...provider });
  const { UserPoolClient } = at.cognito("describe-user-pool-client", { UserPoolId: at.pool, ClientId: at.client });
  const { CreationDate, LastModifiedDate, ...settings } = UserPoolClient;
  const listed = settings.SupportedIdentityProviders ?? ["COGNITO"];
  at.cognito("update-user-pool-client", { ...settings, SupportedIdentityProviders: [...new Set([...listed, provider.ProviderName])] });
}

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

async function signInAtOidc(page, address, name) {
  await page.locator("[name=login]").fill(address);
  await page.getByRole("button", { name: `Sign in at ${name}` }).click();
  await page.getByRole("button", { name: "Allow" }).click();
}

for (const [type, name] of [["Google", "Google"], ["OIDC", "Acme"]]) {
  test(`oidc-provider as ${type}: in, again without a word, and back after saying no`, async () => {
    const upstream = await startOidc({ name, redirectUris: [`${server.url}/${server.pool}/oauth2/idpresponse`] });
    started.push(upstream);
    const details = {
      client_id: "vestibule",
      client_secret: "a secret between the two of them",
      authorize_scopes: "openid email profile",
      oidc_issuer: upstream.issuer,
      ...(type === "OIDC" ? { attributes_request_method: "GET" } : {}),
    };
    provide(server, { ProviderName: name, ProviderType: type, ProviderDetails: details, AttributeMapping: mapping });
    const address = `ada@${name.toLowerCase()}.example`;
    const { sub } = upstreamAccount(address);
    const { context, page, blocked } = await person(browser);

    await choose(page, name);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.waitForURL(/\/login\?/);
    assert.ok(await page.getByRole("alert").first().isVisible(), "what happened is said");

    await choose(page, name);
    await signInAtOidc(page, address, name);
    await isIn(page, address);
    assert.ok((await page.content()).includes(`${name}_${sub}`), "named after the provider");
    const { Users } = server.cognito("list-users", { UserPoolId: server.pool, Filter: `username = "${name}_${sub}"` });
    assert.equal(Users[0].UserStatus, "EXTERNAL_PROVIDER");

    await page.getByRole("button", { name: /sign out/i }).click();
    await page.waitForURL(`${server.url}/demo`);
    await choose(page, name);
    await isIn(page, address);
    assert.deepEqual(blocked, [], "nothing on the way breaks the pages' own policy");
    assert.deepEqual(upstream.problems, []);
    await context.close();
  });
}

test("a stand-in for Apple: in by a form from another site, the name kept from the only time it comes", async () => {
  const upstream = await startApple({ clientId: "com.example.vestibule", redirectUri: `${server.url}/${server.pool}/oauth2/idpresponse` });
  started.push(upstream);
  provide(server, {
    ProviderName: "SignInWithApple",
    ProviderType: "SignInWithApple",
    ProviderDetails: upstream.details,
    AttributeMapping: { email: "email", name: "name" },
  });
  const { context, page, blocked } = await person(browser);
  for (const time of ["first", "second"]) {
    await choose(page, "SignInWithApple");
    await page.locator("[name=login]").fill("ada");
    await page.getByRole("button", { name: "Sign in with the stand-in" }).click();
    await isIn(page, "relay1@privaterelay.appleid.com");
    assert.ok((await page.content()).includes("Ada Lovelace"), `the ${time} time`);
    await page.getByRole("button", { name: /sign out/i }).click();
    await page.waitForURL(`${server.url}/demo`);
  }
  assert.deepEqual(blocked, []);
  await context.close();
});

test("a SAML identity provider by its metadata: in by a POST from another site", async () => {
  const [entityId, acs] = [`urn:amazon:cognito:sp:${server.pool}`, `${server.url}/saml2/idpresponse`];
  const upstream = await startSaml({ entityId, acs, name: "Company" });
  started.push(upstream);
  const MetadataFile = await (await fetch(upstream.metadata)).text();
  provide(server, {
    ProviderName: "Company",
    ProviderType: "SAML",
    ProviderDetails: { MetadataFile },
    AttributeMapping: mapping,
  });
  const { context, page, blocked } = await person(browser);
  await choose(page, "Company");
  await page.locator("[name=login]").fill("grace@company.example");
  await page.getByRole("button", { name: "Sign in at Company" }).click();
  await isIn(page, "grace@company.example");
  assert.deepEqual(blocked, []);
  await context.close();
});

test("a second Vestibule as the provider of the first", async () => {
  const other = await startDev();
  started.push(other);
  const { UserPoolClient } = other.cognito("create-user-pool-client", {
    UserPoolId: other.pool,
    ClientName: "The first one",
    GenerateSecret: true,
    CallbackURLs: [`${server.url}/${server.pool}/oauth2/idpresponse`],
    AllowedOAuthFlows: ["code"],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ["openid", "email", "profile"],
    SupportedIdentityProviders: ["COGNITO"],
  });
  provide(server, {
    ProviderName: "Other",
    ProviderType: "OIDC",
    ProviderDetails: {
      client_id: UserPoolClient.ClientId,
      client_secret: UserPoolClient.ClientSecret,
      authorize_scopes: "openid email profile",
      oidc_issuer: other.issuer,
      attributes_request_method: "GET",
    },
    AttributeMapping: mapping,
  });
  account(other, "ada@other.example");
  const { context, page, blocked } = await person(browser);
  await choose(page, "Other");
  assert.ok(page.url().startsWith(other.url) || (await page.waitForURL(`${other.url}/**`), true));
  await page.locator("[name=username]").fill("ada@other.example");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("form:has([name=password]) button[type=submit]").first().click();
  await isIn(page, "ada@other.example");
  assert.deepEqual(blocked, []);
  await context.close();
});

test("Demo ID of vestibule dev: on the sign-in page, and in", async () => {
  const { context, page, blocked } = await person(browser);
  await choose(page, "DemoID");
  await page.waitForURL(/\/demo-id\/authorize\?/);
  await page.screenshot({ path: join(output, "demo_id.png"), fullPage: true });
  await page.getByRole("button", { name: /Ada Lovelace/ }).click();
  await isIn(page, "ada@example.com");
  assert.deepEqual(blocked, []);
  await context.close();
});
