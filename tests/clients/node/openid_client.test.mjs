// A relying party written with openid-client: discovers the pool, signs a new person up and in through the real pages,
// verifies the tokens and refreshes them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import * as oidc from "openid-client";

import { Person } from "./browser.mjs";
import { codeInMailbox, startDev } from "./server.mjs";

let server;
before(async () => (server = await startDev()));
after(() => server.stop());

test("a new person signs up, confirms, signs in; the app verifies, asks userInfo and refreshes", async () => {
  const redirect_uri = `${server.url}/demo/callback`;
  const config = await oidc.discovery(new URL(server.issuer), server.client, undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: "openid email profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });

  const address = "grace@example.com";
  const password = "a long passphrase";
  const person = new Person(server.url);
  await person.open(url.href.replace("/oauth2/authorize", "/signup"));
  await person.submit("/signup", { username: address, name: "Grace", password });
  await person.submit("/confirm", { code: await codeInMailbox(server.url, address) });

  // The demo app lives on the same server: stop where the browser would leave for it.
  person.base = `${server.url}/${server.pool}`;
  await person.submit("/login", { username: address, password });
  assert.ok(person.leftTo, `still at ${person.url}: ${person.page}`);
  assert.equal(person.leftTo.origin + person.leftTo.pathname, redirect_uri);

  const tokens = await oidc.authorizationCodeGrant(config, person.leftTo, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  const claims = tokens.claims();
  assert.equal(claims.email, address);
  assert.equal(claims.email_verified, true);
  assert.equal(claims.name, "Grace");

  const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(info.email, address);

  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(renewed.claims().sub, claims.sub);
  assert.equal(renewed.claims().auth_time, claims.auth_time);

  await assert.rejects(
    oidc.authorizationCodeGrant(config, person.leftTo, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }),
    (error) => error.error === "invalid_grant",
  );
  await assert.rejects(oidc.refreshTokenGrant(config, renewed.refresh_token), (error) => error.error === "invalid_grant");
});
