// A web app that signs people in: Node's own HTTP server and the library openid-client.
// ISSUER, CLIENT_ID and, for a client with one, CLIENT_SECRET say where; PORT is 3000 unless set.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

import * as oidc from "openid-client";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = "3000" } = process.env;
const home = `http://localhost:${PORT}`;

// Signatures are verified, also where TLS could vouch for a token; plain http is for one's own machine only.
const execute = [oidc.enableNonRepudiationChecks];
if (ISSUER.startsWith("http://")) execute.push(oidc.allowInsecureRequests);
const authentication = CLIENT_SECRET ? oidc.ClientSecretBasic(CLIENT_SECRET) : oidc.None();
const provider = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, authentication, { execute });

// One entry per browser. A real app keeps this in its database.
const sessions = new Map();

const cookieOf = (request) => /(?:^|; )app=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];

function begin(response, session) {
  const id = randomUUID();
  sessions.set(id, session);
  response.setHeader("set-cookie", `app=${id}; HttpOnly; SameSite=Lax; Path=/`);
  return session;
}

const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const pages = {
  "/": async (_, response, visitor) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    const page = visitor.user
      ? `<p>Signed in as ${escape(visitor.user.email)}</p><a href="/logout">Sign out</a>`
      : `<a href="/login">Sign in</a>`;
    response.end(`<!doctype html><title>App</title>${page}`);
  },

  // The way there: what must come back unchanged stays here, its hash goes along.
  "/login": async (_, response, visitor) => {
    visitor.verifier = oidc.randomPKCECodeVerifier();
    visitor.state = oidc.randomState();
    visitor.nonce = oidc.randomNonce();
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: `${home}/callback`,
      scope: "openid email profile",
      code_challenge: await oidc.calculatePKCECodeChallenge(visitor.verifier),
      code_challenge_method: "S256",
      state: visitor.state,
      nonce: visitor.nonce,
    });
    redirect(response, url.href);
  },

  // The way back: the library compares state and nonce, redeems the code and verifies the ID token.
  "/callback": async (request, response, visitor) => {
    const tokens = await oidc.authorizationCodeGrant(provider, new URL(request.url, home), {
      pkceCodeVerifier: visitor.verifier,
      expectedState: visitor.state,
      expectedNonce: visitor.nonce,
    });
    // A session of its own: a cookie that somebody slipped to this browser before is worth nothing now.
    sessions.delete(cookieOf(request));
    begin(response, { user: tokens.claims(), idToken: tokens.id_token });
    redirect(response, "/");
  },

  // Ends the app's session, then the one at the sign-in pages.
  "/logout": async (_, response, visitor) => {
    const url = oidc.buildEndSessionUrl(provider, {
      id_token_hint: visitor.idToken,
      post_logout_redirect_uri: `${home}/`,
    });
    for (const key of Object.keys(visitor)) delete visitor[key];
    redirect(response, url.href);
  },
};

function redirect(response, location) {
  response.writeHead(303, { location }).end();
}

createServer(async (request, response) => {
  const page = pages[new URL(request.url, home).pathname];
  try {
    if (page) await page(request, response, sessions.get(cookieOf(request)) ?? begin(response, {}));
    else response.writeHead(404).end();
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain" });
    response.end("That did not work. Please sign in again.");
  }
}).listen(Number(PORT), "localhost", () => console.log(`open ${home}`));
