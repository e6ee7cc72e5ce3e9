import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import type * as vscode from "vscode";
import { activate, deactivate } from "../src/extension";
import { LanguageClient } from "./client";
import { configured, participants, registered, reset, settings, tools, trusted, Uri, workspace } from "./vscode";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly languageModelTools: readonly { readonly name: string }[];
  };
}

const MANIFEST = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

beforeEach(async () => {
  reset();
  LanguageClient.made.length = 0;
  settings.set("scale-lsp.path", { workspaceValue: "/opt/scale-lsp" });
  await activate({
    subscriptions: [],
    extension: { packageJSON: MANIFEST },
    extensionPath: process.cwd(),
    extensionUri: Uri.file("/e"),
    asAbsolutePath: (name: string) => `/e/${name}`,
  } as unknown as vscode.ExtensionContext);
});

/** Wait until servers were started so many times. */
async function started(times: number): Promise<string | undefined> {
  while (!LanguageClient.made[times - 1]?.running) {
    await new Promise(setImmediate);
  }
  assert.equal(LanguageClient.made.length, times);
  return LanguageClient.made.at(-1)?.server.command;
}

test("what the manifest declares is there", () => {
  const { commands, languageModelTools } = MANIFEST.contributes;
  assert.deepEqual(
    commands.filter(({ command }) => !registered.has(command)),
    [],
  );
  assert.deepEqual(
    languageModelTools.map(({ name }) => name),
    [...tools.keys()],
  );
  assert.equal(participants.length, 1);
});

test("the server is started again when it is another one, or when the workspace is trusted", async () => {
  assert.equal(await started(1), "/opt/scale-lsp");
  configured.fire({ affectsConfiguration: (name) => name === "scale-lsp.codeLens" });
  settings.set("scale-lsp.path", { workspaceValue: "/opt/another" });
  configured.fire({ affectsConfiguration: (name) => name === "scale-lsp.path" });
  assert.equal(await started(2), "/opt/another");
  workspace.isTrusted = true;
  trusted.fire(undefined);
  await started(3);
  await deactivate();
  assert.ok(LanguageClient.made.every(({ running }) => !running));
});
