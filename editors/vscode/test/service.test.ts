import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import type * as vscode from "vscode";
import type { Run } from "../src/discovery";
import { Service } from "../src/service";
import { Status } from "../src/status";
import { LanguageClient, State } from "./client";
import { diagnostics, extensions, pressed, ran, reset, settings, shown, statusItem, Uri, workspace } from "./vscode";

const MANIFEST: unknown = JSON.parse(readFileSync("package.json", "utf8"));
let pythons: Record<string, string>;
let service: Service;
let outputShown: number;

beforeEach(() => {
  reset();
  LanguageClient.made.length = outputShown = 0;
  pythons = { python3: "3 12" };
  const run: Run = (file, args) => {
    const version = pythons[file];
    return version && args.at(-1) !== undefined ? Promise.resolve(version) : Promise.reject(new Error("not there"));
  };
  const context = { extension: { packageJSON: MANIFEST }, asAbsolutePath: (name: string) => `/e/${name}` };
  const output = { info: () => 0, warn: () => 0, error: () => 0, show: () => (outputShown += 1) };
  const channel = output as unknown as vscode.LogOutputChannel;
  service = new Service(context as unknown as vscode.ExtensionContext, channel, channel, new Status(), run);
});

function client(): LanguageClient {
  const made = LanguageClient.made.at(-1);
  assert.ok(made);
  return made;
}

test("the server that the settings name runs, with the settings of the user and our commands", async () => {
  settings.set("scale-lsp.path", { globalValue: "/opt/scale-lsp" });
  settings.set("scale-lsp.targetUsers", { globalValue: 5000 });
  await service.restart();
  assert.deepEqual([client().server.command, client().server.args], ["/opt/scale-lsp", ["server"]]);
  assert.deepEqual(client().options.initializationOptions, { settings: { "target-users": 5000 } });
  assert.deepEqual(client().capabilities.experimental, { commands: { commands: ["scale.showEndpoint"] } });
});

test("a workspace that is not trusted names no server and no Python, until it is trusted", async () => {
  settings.set("scale-lsp.path", { workspaceValue: "/shop/evil" });
  settings.set("scale-lsp.interpreter", { workspaceValue: ["/shop/python"] });
  pythons["/shop/python"] = "3 12";
  workspace.isTrusted = false;
  await service.restart();
  assert.deepEqual([client().server.command, client().server.args], ["python3", ["-P", "-m", "scale_lsp", "server"]]);
  assert.equal(client().server.options.env.PYTHONPATH, "/e/bundled/libs");
  workspace.isTrusted = true;
  await service.restart();
  assert.equal(client().server.command, "/shop/evil");
  assert.deepEqual(
    LanguageClient.made.map(({ running }) => running),
    [false, true],
  );
});

test("without a Python that is new enough a message has buttons that lead on", async () => {
  pythons = { python3: "3 9" };
  extensions.installed.set("ms-python.python", { activate: () => Promise.resolve(undefined) });
  await service.restart();
  assert.deepEqual(LanguageClient.made, []);
  assert.match(shown[0]?.text ?? "", /needs Python 3.11 or newer: no Python was found/);
  assert.deepEqual(shown[0]?.buttons, ["Select Interpreter", "Open Settings", "Show Output"]);
  assert.deepEqual([statusItem.text, statusItem.command], ["$(error) Scale", "scale-lsp.showOutput"]);
  for (pressed.button of ["Select Interpreter", "Open Settings", "Show Output"]) {
    await service.restart();
    await new Promise(setImmediate);
  }
  assert.deepEqual(ran, [["python.setInterpreter"], ["workbench.action.openSettings", "scale-lsp.interpreter"]]);
  assert.equal(outputShown, 1);
  await assert.rejects(service.execute("scale.rules"), /not running/);
});

test("commands are those of the running server", async () => {
  await service.restart();
  assert.equal(await service.execute("scale.rules", 1), "an answer");
  assert.deepEqual(client().sent, [["workspace/executeCommand", { command: "scale.rules", arguments: [1] }]]);
  await assert.rejects(service.execute("scale.new"), /no command scale.new; a newer one is needed/);
});

test("what the user sets reaches the server, whether it asks or is told, and nothing else does", async () => {
  await service.restart();
  const middleware = client().options.middleware.workspace;
  settings.set("scale-lsp.codeLens", { workspaceValue: false });
  await middleware.didChangeConfiguration();
  const mine = { "code-lens": false };
  assert.deepEqual(client().sent, [["workspace/didChangeConfiguration", { settings: { "scale-lsp": mine } }]]);
  const items = [{ section: "scale-lsp" }, { section: "editor" }];
  assert.deepEqual(await middleware.configuration({ items }, undefined, () => ["raw", "theirs"]), [mine, "theirs"]);
});

test("the status item has the state and the number of findings", async () => {
  const finding = { source: "scale-lsp", severity: 1, code: "x" };
  diagnostics.said = [
    [Uri.file("/shop/a.py"), [finding, { ...finding, severity: 3 }, { ...finding, source: "ruff" }]],
    [Uri.file("/shop/b.py"), [finding]],
  ];
  await service.restart();
  assert.deepEqual([statusItem.text, statusItem.command], ["$(graph) Scale: 2", "workbench.actions.view.problems"]);
  diagnostics.said = [];
  diagnostics.heard();
  assert.equal(statusItem.text, "$(graph) Scale: 0");
  client().say(State.Stopped);
  assert.equal(statusItem.text, "$(error) Scale");
  client().say(State.Starting);
  assert.equal(statusItem.text, "$(sync~spin) Scale");
});
