import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { analysisSettings, kebab, wishes } from "../src/settings";
import { settings } from "./vscode";

const MANIFEST: unknown = JSON.parse(readFileSync("package.json", "utf8"));

beforeEach(() => {
  settings.clear();
});

test("defaults stay with the editor: the file of the project decides", () => {
  settings.set("scale-lsp.targetUsers", { defaultValue: 1000 });
  assert.deepEqual(analysisSettings(MANIFEST), {});
});

test("what the user has set goes to the server in the words of the file", () => {
  settings.set("scale-lsp.targetUsers", { defaultValue: 1000, globalValue: 5000 });
  settings.set("scale-lsp.perFileIgnores", { workspaceValue: { "shop/*": ["missing-index"] } });
  assert.deepEqual(analysisSettings(MANIFEST), {
    "target-users": 5000,
    "per-file-ignores": { "shop/*": ["missing-index"] },
  });
});

test("settings of the extension are no settings of the server", () => {
  settings.set("scale-lsp.path", { globalValue: "/opt/scale-lsp" });
  settings.set("scale-lsp.trace.server", { globalValue: "verbose" });
  assert.deepEqual(analysisSettings(MANIFEST), {});
  assert.equal(wishes().path, "/opt/scale-lsp");
});

test("names in the words of the file", () => {
  assert.deepEqual(["select", "httpTimeoutS"].map(kebab), ["select", "http-timeout-s"]);
});
