// A relying party written with openid-client, for the Python tests: signs the person of USERNAME and PASSWORD in to ISSUER
// through the pages, as the client of CLIENT_ID and REDIRECT_URI, and prints what the library found to be true of them.

import * as oidc from "openid-client";

import { Person } from "./browser.mjs";

const { ISSUER, CLIENT_ID, REDIRECT_URI, USERNAME, PASSWORD } = process.env;

const config = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.None(), {
  // Without the second the library takes an ID token that comes straight from the token endpoint on trust.
  execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
});
const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const nonce = oidc.randomNonce();
const url = oidc.buildAuthorizationUrl(config, {
  redirect_uri: REDIRECT_URI,
  scope: "openid email profile",
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
});

const person = new Person(new URL(ISSUER).origin);
await person.open(url.href);
await person.submit("/login", { username: USERNAME, password: PASSWORD });
if (!person.leftTo) throw new Error(`still at ${person.url}`);
const tokens = await oidc.authorizationCodeGrant(config, person.leftTo, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
});
const claims = tokens.claims();
const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
console.log(JSON.stringify({ claims, info, refreshed: refreshed.claims() }));
