import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const MANIFEST = readFileSync("package.json", "utf8");
const TEXTS = Object.keys(JSON.parse(readFileSync("package.nls.json", "utf8")) as object);
const SOURCES = readdirSync("src").map((name) => readFileSync(`src/${name}`, "utf8"));

test("each text of the manifest is there, and none that is not used", () => {
  const used = [...MANIFEST.matchAll(/"%([^%]+)%"/g)].map((match) => match[1]);
  assert.deepEqual([...new Set(used)].sort(), [...TEXTS].sort());
});

test("each text of the code can be translated, and none is left behind", () => {
  const said = SOURCES.flatMap((source) => [...source.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)]);
  const texts = Object.keys(JSON.parse(readFileSync("l10n/bundle.l10n.json", "utf8")) as object);
  assert.deepEqual([...new Set(said.map((match) => match[1]))].sort(), texts.sort());
});

test("each command of the manifest is registered", () => {
  const { contributes } = JSON.parse(MANIFEST) as { contributes: { commands: { command: string }[] } };
  const source = readFileSync("src/commands.ts", "utf8");
  for (const { command } of contributes.commands) {
    assert.match(source, new RegExp(`^    ${command.replace("scale-lsp.", "")}: `, "m"), command);
  }
});
