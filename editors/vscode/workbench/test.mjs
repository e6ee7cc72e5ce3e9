// The extension in a real workbench: `node test.mjs WORKBENCH VSIX PYTHON PICTURES`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually, openPage, serverProcess, startWorkbench } from "./editor.mjs";
import { user } from "./user.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, "../../..");
const [installed, vsix, python, pictures] = process.argv.slice(2).map((path) => resolve(path));

const data = mkdtempSync(join(tmpdir(), "scale-workbench-"));
const shop = join(data, "shop");
const views = join(shop, "shop", "views.py");
mkdirSync(pictures, { recursive: true });
cpSync(join(ROOT, "examples", "shop"), shop, { recursive: true });

const settings = {
  "scale-lsp.interpreter": [python],
  "scale-lsp.importStrategy": "useBundled",
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Dark Modern",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "telemetry.telemetryLevel": "off",
  "git.enabled": false,
  "editor.minimap.enabled": false,
  "files.autoSave": "off",
  "files.hotExit": "off",
};

const workbench = await startWorkbench({
  installed,
  data,
  folder: shop,
  vsix,
  settings,
  beside: join(HERE, "fake-model"),
});
let browser;
let step = "the workbench opens";
const began = Date.now();

function next(name) {
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${step}`);
  step = name;
}

try {
  browser = await openPage(installed, workbench.url);
  await use(browser.page);
  next("done");
} catch (error) {
  console.error(`not ok: ${step}`);
  console.error(error);
  await browser?.page.screenshot({ path: join(pictures, "failed.png") }).catch(console.error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  workbench.stop();
  rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}

async function use(page) {
  const { ask, follow, goTo, open, preview, run, save, text, until } = user(page);
  const picture = (name) => page.screenshot({ path: join(pictures, `${name}.png`) });
  const onDisk = () => readFileSync(views, "utf8");
  const lineOf = (code) =>
    onDisk()
      .split("\n")
      .findIndex((one) => one.includes(code)) + 1;
  const line = lineOf("product.reviews.all()");
  const found = async () => Number(/Scale: (\d+)/.exec(await text(".statusbar"))?.[1] ?? 0);

  next("findings are underlined and counted");
  await open("shop/views.py");
  await page.waitForSelector(".squiggly-warning");
  await eventually("the number of findings", found);

  next("the Problems panel names them");
  const problems = async () => /scale-lsp\s*\(?\s*[a-z]+-[a-z-]+/.test(await text(".markers-panel"));
  await until("the Problems panel", () => run("Problems: Focus on Problems View"), problems);

  next("a template that is renamed on disk takes its reads along, and brings them back");
  const template = join(shop, "shop", "templates", "shop", "product.html");
  const before = await found();
  await goTo(line, 20);
  renameSync(template, `${template}.away`);
  await eventually("less is found", async () => (await found()) < before);
  renameSync(`${template}.away`, template);
  await eventually("the same is found again", async () => (await found()) === before);

  next("the hover has the numbers");
  const hover = () => text(".monaco-hover");
  await until(
    "the hover",
    () => run("Show or Focus Hover"),
    async () => /1 \+ n/.test(await hover()),
  );
  await picture("hover");
  await page.keyboard.press("Escape");

  next("a quick fix is applied and saved");
  const choice = page
    .locator(".action-widget .monaco-list-row", { hasText: 'Add `select_related("customer")`' })
    .first();
  await goTo(line, 20);
  await until(
    "the light bulb's list",
    () => page.keyboard.press("Control+."),
    () => choice.isVisible(),
  );
  await picture("quick-fix");
  await choice.click();
  await eventually("the finding is gone", async () => (await found()) === before - 1);
  await save();
  const fixed = 'product.reviews.all().select_related("customer")';
  await eventually("the fix is on disk", () => onDisk().includes(fixed));

  next("a server that is killed comes back");
  const killed = await eventually("the server runs", () => serverProcess(workbench.pid));
  process.kill(Number(killed), "SIGKILL");
  const another = await eventually("another server runs", () => {
    const pid = serverProcess(workbench.pid);
    return pid !== killed && pid;
  });
  assert.notEqual(another, killed);
  await eventually("it finds the same", async () => (await found()) === before - 1);

  next("a code lens says what a view costs, and leads to the breakdown");
  const lens = page.locator(".codelens-decoration a", { hasText: /quer(y|ies)/ }).first();
  await goTo(lineOf("def shop_view"), 1);
  await lens.waitFor();
  await picture("code-lens");
  await until(
    "the breakdown",
    () => lens.click(),
    async () => /shop\.views\.\w+[^]*product_row\.html/.test(await preview()),
  );
  await picture("breakdown");
  await page.keyboard.press("Control+W");

  next("a rule is explained");
  await run("Scale LSP: Explain a Rule");
  const rule = page.locator(".quick-input-widget .monaco-list-row", { hasText: "related-access-in-loop" }).first();
  await rule.click();
  await eventually("its page", async () => /Related rows loaded one at a time/.test(await preview()));
  await page.keyboard.press("Control+W");

  next("the workspace is reviewed");
  await run("Scale LSP: Review Workspace");
  await eventually("the review", async () => /\d+ findings in \d+ files[^]*settings\.py:\d+/.test(await preview()));
  await picture("review");
  await until(
    "the link opens the file",
    () => follow("project/settings.py:9"),
    async () => (await text(".statusbar-item")).includes("Ln 9, Col 1"),
  );
  await page.keyboard.press("Control+W");
  await open("shop/views.py");

  next("the chat reviews the file and explains a rule");
  await ask("@scale /review", /findings in [^]*views\.py/);
  await ask("@scale /explain related-access-in-loop", /Related rows loaded one at a time/);

  next("the chat shows what a fix changes, and its button applies it");
  const words = 'exclude(pk=product.pk).select_related("category")[:4]';
  await goTo(lineOf("exclude(pk=product.pk)"), 6);
  await ask("@scale /fix this", /select_related[^]*Nothing is changed yet/);
  await picture("chat");
  assert.ok(!onDisk().includes(words));
  await page.locator(".interactive-response .monaco-button", { hasText: "Apply" }).last().click();
  await page.locator(".notification-toast a.monaco-button", { hasText: "Save All" }).click();
  await eventually("the fix is on disk", () => onDisk().includes(words));

  next("agents have tools");
  await run("Fake model: call the tools");
  const answers = await eventually("their answers", () => JSON.parse(readFileSync(join(data, "tools.json"), "utf8")));
  assert.ok(
    answers.findings.some(({ rule, filename }) => rule === "related-access-in-loop" && filename === "shop/views.py"),
  );
  assert.match(answers.explanation, /N\+1/);
  assert.match(answers.outside, /not in the workspace/);

  next("fix all in the file does what the command line does");
  const wanted = fixedByCommandLine("views.py");
  await open("shop/views.py");
  await run("Scale LSP: Fix All Scalability Problems in File");
  await eventually("the file is changed", () => page.locator(".tab.active.dirty").isVisible());
  await save();
  await eventually("the fixes are on disk", () => onDisk() === wanted["shop/views.py"]);

  next("fix all in the workspace does what the command line does");
  const all = fixedByCommandLine("");
  const changed = Object.keys(all).filter((path) => all[path] !== readFileSync(join(shop, path), "utf8"));
  assert.ok(changed.length > 1);
  await run("Scale LSP: Fix All Scalability Problems in Workspace");
  await page.locator(".notification-toast a.monaco-button", { hasText: "Save All" }).click();
  const different = () => changed.filter((path) => all[path] !== readFileSync(join(shop, path), "utf8"));
  await eventually("the fixes are on disk", () => different().length === 0).catch((error) => {
    throw new Error(`${error.message}: ${different().join(", ")}`);
  });
}

/** The texts of Python files and templates in a copy of the shop after `scale-lsp check --fix` of a part of it. */
function fixedByCommandLine(part) {
  const copy = join(data, "copy");
  rmSync(copy, { recursive: true, force: true });
  cpSync(shop, copy, { recursive: true });
  const libs = join(HERE, "..", "bundled", "libs");
  const arguments_ = ["-P", "-m", "scale_lsp", "check", "--fix", "--exit-zero", join(copy, part && `shop/${part}`)];
  const done = spawnSync(python, arguments_, { encoding: "utf8", env: { ...process.env, PYTHONPATH: libs } });
  assert.equal(done.status, 0, done.stderr);
  const listed = spawnSync("find", [".", "-name", "*.py", "-o", "-name", "*.html"], { cwd: copy, encoding: "utf8" });
  const paths = listed.stdout
    .trim()
    .split("\n")
    .map((path) => path.slice(2));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(copy, path), "utf8")]));
}
