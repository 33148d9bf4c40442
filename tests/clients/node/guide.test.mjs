// The web app of the guide, run as it is printed there: a person signs in, is greeted, and signs out.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Person } from "./browser.mjs";
import { codeInMailbox, startDev } from "./server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
let server;
before(async () => (server = await startDev()));
after(() => server.stop());

/** Makes a client as the guide does, with the AWS command line. */
function makeClient(home) {
  const made = server.cognito("create-user-pool-client", {
    UserPoolId: server.pool,
    ClientName: "web",
    CallbackURLs: [`${home}/callback`],
    LogoutURLs: [`${home}/`],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "email", "profile"],
  });
  return made.UserPoolClient.ClientId;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "localhost", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts the guide's program beside the installed packages, with a client made for it. */
async function startApp(clientId, port) {
  const folder = mkdtempSync(`${here}.guide-`);
  copyFileSync(new URL("../../../docs/guides/web-app/app.mjs", import.meta.url), `${folder}/app.mjs`);
  const environment = { ...process.env, ISSUER: server.issuer, CLIENT_ID: clientId, PORT: String(port) };
  const child = spawn(process.execPath, ["app.mjs"], { cwd: folder, env: environment });
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => String(data).includes("open http") && resolve());
    child.on("exit", (code) => reject(new Error(`the app ended with ${code}`)));
  });
  return () => {
    child.removeAllListeners("exit");
    child.kill();
    rmSync(folder, { recursive: true });
  };
}

test("the app of the guide signs a person in and out", async () => {
  const port = await freePort();
  const home = `http://localhost:${port}`;
  const stop = await startApp(makeClient(home), port);
  try {
    const app = async (path, cookie) => fetch(`${home}${path}`, { redirect: "manual", headers: { cookie } });
    const first = await app("/login", "");
    const before = first.headers.get("set-cookie").split(";")[0];

    const person = new Person(server.url);
    await person.open(first.headers.get("location").replace("/oauth2/authorize", "/signup"));
    const email = `guide-${port}@example.test`;
    await person.submit("/signup", { username: email, password: "correct horse 7 battery", name: "Guide Reader" });
    await person.submit("/confirm", { code: await codeInMailbox(server.url, email) });
    if (!person.leftTo) await person.submit("/login", { username: email, password: "correct horse 7 battery" });
    assert.ok(person.leftTo.href.startsWith(`${home}/callback`), person.leftTo.href);

    const back = await app(person.leftTo.pathname + person.leftTo.search, before);
    assert.equal(back.status, 303);
    const cookie = back.headers.get("set-cookie").split(";")[0];
    assert.match(await (await app("/", before)).text(), /Sign in/, "the session is a new one");
    const greeted = await (await app("/", cookie)).text();
    assert.match(greeted, new RegExp(`Signed in as ${email}`));

    // The same address again: the code was used, and nobody is greeted by it.
    const stranger = await app(person.leftTo.pathname + person.leftTo.search, "");
    assert.equal(stranger.status, 400);

    const out = await app("/logout", cookie);
    const left = new Person(server.url);
    left.cookies = person.cookies;
    await left.open(out.headers.get("location"));
    assert.equal(left.leftTo.href, `${home}/`);
    assert.match(await (await app("/", cookie)).text(), /Sign in/);
  } finally {
    stop();
  }
});
