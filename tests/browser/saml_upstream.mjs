// A SAML 2.0 identity provider made with `samlify`, on loopback. It takes requests by redirect and by POST, and answers by POST
// with a signed assertion.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";

import samlify from "samlify";

import { body, form, hidden, listen } from "./upstreams.mjs";

/** A new key and a certificate of it, as PEM. */
function keyAndCertificate() {
  const words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tests -keyout - -out -";
  const both = execFileSync("openssl", words.split(" "), { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return both.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g);
}

const bare = (pem) => pem.replace(/-----[^-]+-----|\s/g, "");

// The schema is not what these tests are about.
samlify.setSchemaValidator({ validate: async () => "not looked at" });

const attribute = (name) => ({
  name,
  valueTag: name,
  nameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:basic",
  valueXsiType: "xs:string",
});

/**
 * The identity provider for one service provider, which is known by its entity id and where it takes answers. `metadata` is
 * where its own description lies.
 */
export async function startSaml({ entityId, acs, name = "Company" }) {
  let idp;
  const [privateKey, certificate] = keyAndCertificate();
  const requests = new Map();
  const sp = samlify.ServiceProvider({
    entityID: entityId,
    wantAssertionsSigned: true,
    assertionConsumerService: [{ Binding: samlify.Constants.namespace.binding.post, Location: acs }],
  });
  // 127.0.0.1 is another site than localhost, whatever the ports: what it posts brings no cookies.
  const { url, stop } = await listen(async (request, response) => {
    const at = new URL(request.url, url);
    response.setHeader("content-type", "text/html");
    if (at.pathname === "/metadata") {
      response.setHeader("content-type", "application/samlmetadata+xml");
      return response.end(idp.getMetadata());
    }
    if (at.pathname === "/sso") {
      const isPost = request.method === "POST";
      const fields = isPost ? await body(request) : at.searchParams;
      const message = isPost ? { body: Object.fromEntries(fields) } : { query: Object.fromEntries(fields) };
      const { extract } = await idp.parseLoginRequest(sp, isPost ? "post" : "redirect", message);
      const key = randomUUID();
      requests.set(key, { id: extract.request.id, relayState: fields.get("RelayState") ?? "" });
      const inner = `${hidden("key", key)}<label>Address <input name="login" autocomplete="username"></label>`;
      return response.end(form("/sign-in", `${name}: sign in`, `${inner}<button>Sign in at ${name}</button>`));
    }
    if (at.pathname !== "/sign-in") return response.writeHead(404).end();
    const fields = await body(request);
    const { id, relayState } = requests.get(fields.get("key"));
    const answer = await idp.createLoginResponse(sp, { extract: { request: { id } } }, "post", {}, {
      relayState,
      customTagReplacement: (template) => filled(template, { id, email: fields.get("login"), acs, entityId, issuer: `${url}/metadata` }),
    });
    const inner = hidden("SAMLResponse", answer.context) + hidden("RelayState", relayState) + "<button>Continue</button>";
    return response.end(`${form(acs, "One moment", inner)}<script>document.forms[0].submit()</script>`);
  }, "127.0.0.1");
  const binding = samlify.Constants.namespace.binding;
  idp = samlify.IdentityProvider({
    entityID: `${url}/metadata`,
    privateKey,
    signingCert: bare(certificate),
    requestSignatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    nameIDFormat: ["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"],
    singleSignOnService: [{ Binding: binding.redirect, Location: `${url}/sso` }, { Binding: binding.post, Location: `${url}/sso` }],
    loginResponseTemplate: {
      context: samlify.SamlLib.defaultLoginResponseTemplate.context,
      attributes: [attribute("email"), attribute("name")],
    },
  });
  return { url, stop, metadata: `${url}/metadata` };
}

/** The response about whoever signed in. */
function filled(template, { id, email, acs, entityId, issuer }) {
  const moment = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const statement = `<saml:AuthnStatement AuthnInstant="${moment(0)}" SessionIndex="_${randomUUID()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
  const plain = template.replace("{AuthnStatement}", statement);
  const values = {
    ID: `_${randomUUID()}`,
    AssertionID: `_${randomUUID()}`,
    Issuer: issuer,
    IssueInstant: moment(0),
    Destination: acs,
    InResponseTo: id,
    StatusCode: samlify.Constants.StatusCode.Success,
    NameIDFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    NameID: `person-${Buffer.from(email).toString("hex")}`,
    SubjectRecipient: acs,
    SubjectConfirmationDataNotOnOrAfter: moment(5),
    ConditionsNotBefore: moment(-1),
    ConditionsNotOnOrAfter: moment(5),
    Audience: entityId,
    attrEmail: email,
    attrName: "Ada Lovelace",
  };
  return { id: values.ID, context: samlify.SamlLib.replaceTagsByValue(plain, values) };
}
