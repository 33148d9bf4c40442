// Starts the built server as `vestibule dev`, on a free port and in an empty folder, for the time of a test file.

import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A running server, with more settings if named: its URL, the demo pool and client, an admin key, and how to stop it. */
export async function startDev(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), "vestibule-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("VESTIBULE_"));
  const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "vestibule");
  const server = spawn(binary, ["dev"], {
    cwd: folder,
    env: { ...Object.fromEntries(kept), VESTIBULE_LISTEN: `127.0.0.1:${port}`, VESTIBULE_PUBLIC_URL: url, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const begun = performance.now();
  let log = "";
  const said = (name) => log.match(new RegExp(`${name}\\s+(\\S+)`))?.[1];
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready: ${log}`)), 60_000);
    const read = (chunk) => {
      log += chunk;
      if (/\bready\b.*listen=/.test(log)) resolve(clearTimeout(timer));
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`ended with ${code}: ${log}`)));
  });
  console.log(`vestibule dev was ready after ${Math.round(performance.now() - begun)} ms in an empty folder`);
  return {
    url,
    issuer: said("Issuer"),
    pool: said("Pool id"),
    client: said("Client id"),
    /** Administers the server with the AWS command line; the answer. */
    cognito(operation, request) {
      const aws = join(root, "tests/clients/python/.venv/bin/aws");
      const words = ["--endpoint-url", url, "cognito-idp", operation, "--output", "json"];
      const env = {
        ...Object.fromEntries(kept),
        AWS_ACCESS_KEY_ID: log.match(/AWS_ACCESS_KEY_ID=(\S+)/)?.[1],
        AWS_SECRET_ACCESS_KEY: log.match(/AWS_SECRET_ACCESS_KEY=(\S+)/)?.[1],
        AWS_DEFAULT_REGION: "xx-local-1",
      };
      const answer = execFileSync(aws, [...words, "--cli-input-json", JSON.stringify(request)], { env, encoding: "utf8" });
      return answer.trim() ? JSON.parse(answer) : {};
    },
    log: () => log,
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true });
      if (log.includes("panicked")) throw new Error(log);
    },
  };
}

/** The six digits in the newest mail to an address on the mailbox page, once they are others than `used`. */
export async function codeInMailbox(url, address, used = "") {
  for (let tries = 0; tries < 200; tries++) {
    const page = await (await fetch(`${url}/dev/mailbox`)).text();
    const after = page.slice(Math.max(page.indexOf(address), 0));
    const code = page.includes(address) && after.match(/>\s*(\d{6})\s*</)?.[1];
    if (code && code !== used) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no code for ${address} came`);
}
