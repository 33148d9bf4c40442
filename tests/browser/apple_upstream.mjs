// A stand-in for Sign in with Apple, on loopback, with its behaviour where it is its own: answers by a form that is posted
// from another site, the name once and never again, a client secret that is a JWT of ES256, `email_verified` as a string.

import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";

import { body, form, hidden, listen } from "./upstreams.mjs";

const base64url = (text) => Buffer.from(text).toString("base64url");
const AUDIENCE = "https://appleid.apple.com";

/** The stand-in for one app. `privateKey` is the .p8 that its console gave out. */
export async function startApple({ clientId, redirectUri }) {
  const [teamId, keyId] = ["TEAM123456", "KEY1234567"];
  const app = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const [requests, codes, known] = [new Map(), new Map(), new Set()];
  const json = (response, status, value) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

  function isOurs(secret) {
    const [header, claims, signature] = secret.split(".");
    const read = (part) => JSON.parse(Buffer.from(part, "base64url"));
    const key = { key: createPublicKey(app.privateKey), dsaEncoding: "ieee-p1363" };
    const holds = verify("sha256", Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"));
    const [{ alg, kid }, { iss, sub, aud, iat, exp }] = [read(header), read(claims)];
    const now = Date.now() / 1000;
    const isOfUse = iat <= now + 5 && exp > now && exp - iat <= 15_777_000;
    return holds && alg === "ES256" && kid === keyId && iss === teamId && sub === clientId && aud === AUDIENCE && isOfUse;
  }

  function idToken(request, person) {
    const now = Math.floor(Date.now() / 1000);
    const header = base64url(JSON.stringify({ kid: "apple", alg: "RS256" }));
    const claims = base64url(JSON.stringify({
      iss: url, aud: clientId, exp: now + 600, iat: now, auth_time: now, sub: person.sub, nonce: request.nonce,
      nonce_supported: true, email: person.email, email_verified: "true", is_private_email: "true",
    }));
    return `${header}.${claims}.${sign("sha256", Buffer.from(`${header}.${claims}`), own.privateKey).toString("base64url")}`;
  }

  // 127.0.0.1 is another site than localhost, whatever the ports: what it posts brings no cookies.
  const { url, stop } = await listen(async (request, response) => {
    const at = new URL(request.url, url);
    if (at.pathname === "/auth/keys") {
      return json(response, 200, { keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "apple", use: "sig", alg: "RS256" }] });
    }
    if (at.pathname === "/.well-known/openid-configuration") {
      return json(response, 200, {
        issuer: url, authorization_endpoint: `${url}/auth/authorize`, token_endpoint: `${url}/auth/token`, jwks_uri: `${url}/auth/keys`,
        response_types_supported: ["code"], response_modes_supported: ["query", "fragment", "form_post"],
        subject_types_supported: ["pairwise"], id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["client_secret_post"],
      });
    }
    if (at.pathname === "/auth/authorize") {
      const wanted = Object.fromEntries(at.searchParams);
      const isGood = wanted.client_id === clientId && wanted.redirect_uri === redirectUri && wanted.response_type === "code"
        && (wanted.response_mode === "form_post" || !wanted.scope);
      if (!isGood) return response.writeHead(400).end("invalid_request");
      const key = randomBytes(16).toString("hex");
      requests.set(key, wanted);
      response.setHeader("content-type", "text/html");
      const inner = `${hidden("key", key)}<label>Apple Account <input name="login"></label><button>Sign in with the stand-in</button>`;
      return response.end(form("/sign-in", "Apple's stand-in", inner));
    }
    const fields = await body(request);
    if (at.pathname === "/sign-in") {
      const wanted = requests.get(fields.get("key"));
      const code = randomBytes(16).toString("hex");
      const person = { sub: `000001.${Buffer.from(fields.get("login")).toString("hex")}.0001`, email: "relay1@privaterelay.appleid.com" };
      codes.set(code, { wanted, person });
      const isFirst = !known.has(person.sub);
      known.add(person.sub);
      const user = JSON.stringify({ name: { firstName: "Ada", lastName: "Lovelace" }, email: person.email });
      const inner = hidden("state", wanted.state) + hidden("code", code) + (isFirst ? hidden("user", user) : "");
      response.setHeader("content-type", "text/html");
      return response.end(`${form(redirectUri, "One moment", inner)}<script>document.forms[0].submit()</script>`);
    }
    if (at.pathname !== "/auth/token") return response.writeHead(404).end();
    const found = codes.get(fields.get("code"));
    codes.delete(fields.get("code"));
    if (fields.get("client_id") !== clientId || !isOurs(fields.get("client_secret") ?? "..")) return json(response, 400, { error: "invalid_client" });
    if (!found || fields.get("redirect_uri") !== redirectUri) return json(response, 400, { error: "invalid_grant" });
    return json(response, 200, {
      access_token: randomBytes(16).toString("hex"), token_type: "Bearer", expires_in: 3600, refresh_token: randomBytes(16).toString("hex"),
      id_token: idToken(found.wanted, found.person),
    });
  }, "127.0.0.1");
  const privateKey = app.privateKey.export({ format: "pem", type: "pkcs8" });
  return { url, stop, details: { client_id: clientId, team_id: teamId, key_id: keyId, private_key: privateKey, oidc_issuer: url,
    authorize_url: `${url}/auth/authorize`, token_url: `${url}/auth/token`, jwks_uri: `${url}/auth/keys`, authorize_scopes: "email name" } };
}
