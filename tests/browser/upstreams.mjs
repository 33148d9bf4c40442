// Identity providers of other projects, on loopback, as upstream providers: Node's `oidc-provider`, and a SAML identity
// provider made with `samlify`. Each ends with its `stop`.

import { createServer } from "node:http";

import { Provider } from "oidc-provider";

/** The people who have an account there; the address is the name they sign in with. */
const accounts = new Map();

/** An account at every provider here. */
export function upstreamAccount(email, claims = {}) {
  const sub = `sub-${Buffer.from(email).toString("hex").slice(0, 24)}`;
  accounts.set(email, { sub, email, email_verified: true, name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace", ...claims });
  return accounts.get(email);
}

/** Serves on loopback under a name of it; `localhost` and `127.0.0.1` are two sites to a browser. */
export function listen(handler, name = "localhost") {
  return new Promise((resolve, reject) => {
    const server = createServer(handler).once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const stop = () => new Promise((ended) => { server.closeAllConnections(); server.close(ended); });
      resolve({ server, url: `http://${name}:${server.address().port}`, stop });
    });
  });
}

export async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

const escape = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A page with one form. */
export const form = (action, title, inner) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><form method="post" action="${escape(action)}">${inner}</form></html>`;

export const hidden = (name, value) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`;

/** `oidc-provider` with one client; its login page takes any address that has an account. */
export async function startOidc({ redirectUris, name = "Upstream" }) {
  let provider;
  const { url, stop } = await listen(async (request, response) => {
    const at = new URL(request.url, url);
    if (!at.pathname.startsWith("/interaction/")) return provider.callback()(request, response);
    const { prompt, uid } = await provider.interactionDetails(request, response);
    if (request.method === "GET") {
      response.setHeader("content-type", "text/html");
      const field = '<label>Address <input name="login" autocomplete="username"></label>';
      const inner = prompt.name === "login" ? `${field}<button>Sign in at ${name}</button>` : `<button>Allow</button>`;
      const deny = '<button name="deny" value="yes">Cancel</button>';
      return response.end(form(`/interaction/${uid}`, `${name}: ${prompt.name}`, inner + deny));
    }
    const fields = await body(request);
    const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: prompt.name === "consent" });
    if (fields.get("deny")) return finish({ error: "access_denied", error_description: "the person said no" });
    if (prompt.name === "login") {
      const account = accounts.get(fields.get("login"));
      if (!account) return finish({ error: "access_denied", error_description: "nobody of this name" });
      return finish({ login: { accountId: account.sub } });
    }
    const { session, params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    return finish({ consent: { grantId: await grant.save() } });
  });
  provider = new Provider(url, {
    clients: [{
      client_id: "vestibule",
      client_secret: "a secret between the two of them",
      redirect_uris: redirectUris,
      token_endpoint_auth_method: "client_secret_post",
    }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "given_name", "family_name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["only for the tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_context, sub) => {
      const account = [...accounts.values()].find((one) => one.sub === sub);
      return account && { accountId: sub, claims: () => account };
    },
  });
  const problems = [];
  provider.on("server_error", (_context, error) => problems.push(String(error.stack)));
  return { url, issuer: url, stop, problems };
}
