import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { registerCommands } from "../src/commands";
import type { Pages } from "../src/pages";
import type { Service } from "../src/service";
import { registered, settings, shown } from "./vscode";

type Asked = [command: string, ...given: unknown[]];
const asked: Asked[] = [];
const pages: [name: string, text: string][] = [];
let answer: () => unknown;

beforeEach(() => {
  asked.length = pages.length = shown.length = 0;
  answer = () => "# Page";
  const service = {
    execute: (...said: Asked) => {
      asked.push(said);
      return Promise.resolve().then(answer);
    },
  };
  const shows = { show: (name: string, text: string) => pages.push([name, text]) };
  registerCommands(service as unknown as Service, undefined as never, shows as unknown as Pages);
});

async function run(name: string, ...given: unknown[]): Promise<void> {
  const command = registered.get(name);
  assert.ok(command, name);
  await command(...given);
}

test("a code lens shows the breakdown of its endpoint", async () => {
  const endpoint = { name: "shop.views.orders", uri: "file:///shop/views.py" };
  await run("scale.showEndpoint", endpoint);
  assert.deepEqual(asked, [["scale.endpoint", endpoint]]);
  assert.deepEqual(pages, [["shop.views.orders", "# Page"]]);
});

test("the report is about the folder", async () => {
  answer = () => ({ markdown: "# Report" });
  await run("scale-lsp.showReport");
  assert.deepEqual(asked, [["scale.report", { uri: "file:///shop" }]]);
  assert.deepEqual(pages, [["report", "# Report"]]);
});

test("what goes wrong is said", async () => {
  answer = () => {
    throw new Error("There is no endpoint here.");
  };
  await run("scale.showEndpoint", { name: "x", uri: "file:///x.py" });
  assert.deepEqual(pages, []);
  assert.deepEqual(shown, ["There is no endpoint here."]);
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
