// A VS Code workbench: the server, and the page in headless Chromium that shows it.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const PATIENCE = 240_000;
const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** The first truthy answer. */
export async function eventually(what, ask, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await Promise.resolve()
      .then(ask)
      .catch(() => undefined);
    if (answer) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts the workbench of `installed` on a folder, with the extension from its package, and another one beside it. */
export async function startWorkbench({ installed, data, folder, vsix, settings, beside }) {
  const modules = join(installed, "node_modules");
  const node = ["x64", "arm64"].map((cpu) => join(modules, `node-linux-${cpu}`, "bin", "node")).find(existsSync);
  const entry = join(modules, "code-server", "out", "node", "entry.js");
  const port = await freePort();
  mkdirSync(join(data, "user", "User"), { recursive: true });
  writeFileSync(join(data, "user", "User", "settings.json"), JSON.stringify(settings));
  writeFileSync(join(data, "config.yaml"), `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);
  const common = [entry, "--config", join(data, "config.yaml"), "--user-data-dir", join(data, "user")];
  common.push("--extensions-dir", join(data, "extensions"));
  cpSync(beside, join(data, "extensions", basename(beside)), { recursive: true });
  const done = spawnSync(node, [...common, "--install-extension", vsix], { encoding: "utf8" });
  if (done.status !== 0) {
    throw new Error(`the extension cannot be installed: ${done.stdout}${done.stderr}`);
  }
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"];
  const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env; // the second start is to be as fast as a user's
  const server = spawn(node, [...common, ...quiet, "--disable-getting-started-override"], { stdio: "ignore", env });
  const host = `127.0.0.1:${port}`;
  await eventually("the workbench listens", async () => (await fetch(`http://${host}/healthz`)).ok);
  const url = `http://${host}/?folder=${encodeURIComponent(folder)}`;
  return { url, pid: server.pid, stop: () => server.kill() };
}

export async function openPage(installed, url) {
  const { chromium } = createRequire(join(installed, "package.json"))("playwright-core");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
  args.push("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args, timeout: PATIENCE });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  await page.waitForSelector(".monaco-workbench .explorer-folders-view");
  return { page, close: () => browser.close() };
}

/** The process of the language server that an ancestor started. */
export function serverProcess(ancestor) {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.find((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return words.includes("scale_lsp") && words.includes("server") && isBelow(pid, ancestor);
    } catch {
      return false;
    }
  });
}

function isBelow(pid, ancestor) {
  for (let at = Number(pid); at > 1; ) {
    if (at === ancestor) {
      return true;
    }
    const stat = readFileSync(`/proc/${at}/stat`, "utf8");
    at = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  }
  return false;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
