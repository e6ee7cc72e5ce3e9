import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { registerCommands } from "../src/commands";
import type { Pages } from "../src/pages";
import { Server } from "./server";
import { BLOG, diagnostics, pressed, registered, reset, settings, SHOP, shown, Uri, window, workspace } from "./vscode";

const pages: [name: string, text: string][] = [];
const RULES = ["missing-index", "query-in-loop", "related-access-in-loop"].map((slug) => ({ slug, title: slug }));
let server: Server;
let fixed: number;
let applied: boolean;

beforeEach(() => {
  reset();
  pages.length = 0;
  fixed = 2;
  applied = true;
  server = new Server({
    "scale.endpoint": ({ name }: { name: string }) => {
      if (name === "nobody") {
        throw new Error("There is no endpoint here.");
      }
      return "# Page";
    },
    "scale.report": () => "# Report",
    "scale.findings": () => [],
    "scale.rules": () => RULES,
    "scale.explain": (slug: string) => `# ${slug}`,
    "scale.fixAllInWorkspace": () => fixed,
    "scale.applyFix": () => ({ applied, text: "Apply 1 safe fix: `views.py`." }),
  });
  const shows = { show: (name: string, text: string) => pages.push([name, text]) };
  registerCommands(server.service, undefined as never, shows as unknown as Pages);
});

async function run(name: string, ...given: unknown[]): Promise<void> {
  const command = registered.get(name);
  assert.ok(command, name);
  await command(...given);
}

test("a code lens shows the breakdown of its endpoint", async () => {
  const endpoint = { name: "shop.views.orders", uri: "file:///shop/views.py" };
  await run("scale.showEndpoint", endpoint);
  assert.deepEqual(server.asked, [["scale.endpoint", endpoint]]);
  assert.deepEqual(pages, [["shop.views.orders", "# Page"]]);
});

test("the report is about the folder of the file in the editor", async () => {
  await run("scale-lsp.showReport");
  workspace.workspaceFolders = [SHOP, BLOG];
  window.activeTextEditor = { document: { uri: Uri.file("/home/me/blog/posts.py") } };
  await run("scale-lsp.showReport");
  assert.deepEqual(server.asked, [
    ["scale.report", { uri: "file:///shop" }],
    ["scale.report", { uri: "file:///home/me/blog" }],
  ]);
  assert.deepEqual(pages.at(-1), ["report", "# Report"]);
});

test("the review is about all folders", async () => {
  workspace.workspaceFolders = [SHOP, BLOG];
  await run("scale-lsp.review");
  assert.deepEqual(server.asked, [["scale.findings", {}]]);
  assert.deepEqual(pages, [["review", "# Scale LSP\n\nNothing was found."]]);
});

test("the rule at the cursor is the first to choose", async () => {
  const uri = Uri.file("/shop/views.py");
  const said = (code: string, here: boolean) => ({ source: "scale-lsp", severity: 1, code, range: here });
  diagnostics.said = [[uri, [said("missing-index", false), said("query-in-loop", true)]]];
  const selection = { intersection: (range: unknown) => range || undefined };
  window.activeTextEditor = { document: { uri }, selection };
  await run("scale-lsp.explainRule");
  await run("scale-lsp.explainRule", "missing-index");
  assert.deepEqual(pages, [
    ["query-in-loop", "# query-in-loop"],
    ["missing-index", "# missing-index"],
  ]);
});

test("what the server has fixed in the workspace is saved if that is wanted", async () => {
  const saved: string[] = [];
  const document = (name: string, isDirty: boolean) => ({ isDirty, isUntitled: false, save: () => saved.push(name) });
  workspace.textDocuments = [document("a.py", true), document("b.py", false)];
  await run("scale-lsp.fixAllInWorkspace");
  assert.deepEqual(saved, []);
  pressed.button = "Save All";
  await run("scale-lsp.fixAllInWorkspace");
  assert.deepEqual(saved, ["a.py"]);
  assert.match(shown[0]?.text ?? "", /fixed 2 files/);
  fixed = 0;
  await run("scale-lsp.fixAllInWorkspace");
  assert.match(shown.at(-1)?.text ?? "", /no safe fix/);
});

test("the button under a diff applies it and says what came of it", async () => {
  await run("scale-lsp.applyFix", { conversation: "c" });
  applied = false;
  await run("scale-lsp.applyFix", { conversation: "c" });
  assert.deepEqual(server.asked[0], ["scale.applyFix", { conversation: "c" }]);
  assert.deepEqual(shown, [
    { text: "Apply 1 safe fix: views.py.", buttons: ["Save All"] },
    { text: "Apply 1 safe fix: views.py.", buttons: [] },
  ]);
});

test("what goes wrong is said", async () => {
  await run("scale.showEndpoint", { name: "nobody", uri: "file:///x.py" });
  assert.deepEqual(pages, []);
  assert.deepEqual(shown, [{ text: "There is no endpoint here.", buttons: [] }]);
});

test("code lenses are switched where they are set", async () => {
  await run("scale-lsp.toggleCodeLens");
  assert.deepEqual(settings.get("scale-lsp.codeLens"), { globalValue: false });
  await run("scale-lsp.toggleCodeLens");
  assert.deepEqual(settings.get("scale-lsp.codeLens"), { globalValue: true });
  settings.set("scale-lsp.codeLens", { workspaceValue: true });
  await run("scale-lsp.toggleCodeLens");
  assert.deepEqual(settings.get("scale-lsp.codeLens"), { workspaceValue: false });
});
