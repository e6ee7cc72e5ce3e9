import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type * as vscode from "vscode";
import { registerChat } from "../src/chat";
import type { Service } from "../src/service";
import { participants, Uri, window } from "./vscode";

const VIEWS = Uri.file("/shop/views.py");
const APPLY = { title: "Apply", command: "scale.applyFix", arguments: [{ conversation: "c1" }] };
const NEXT = { title: "Why?", command: "scale.ask", arguments: [{ text: "why?" }] };
const asked: [command: string, ...given: unknown[]][] = [];
let said: [kind: string, what: unknown][] = [];
let offered: string[];

beforeEach(() => {
  asked.length = 0;
  said = [];
  offered = ["scale.ask", "scale.report"];
  window.activeTextEditor = { document: { uri: VIEWS }, selection: { active: { line: 4, character: 2 } } };
  const reply = { text: "a diff", conversation: "c1", suggestions: ["apply it"], actions: [NEXT, APPLY] };
  const service = {
    offers: (command: string) => offered.includes(command),
    execute: (...given: [string, ...unknown[]]) => {
      asked.push(given);
      return Promise.resolve(given[0] === "scale.ask" ? reply : "# Report");
    },
  };
  registerChat(service as unknown as Service, { extensionUri: Uri.file("/e") } as unknown as vscode.ExtensionContext);
});

async function ask(prompt: string, command?: string, history: unknown[] = []): Promise<vscode.ChatResult> {
  const told = (kind: string) => (what: unknown) => said.push([kind, what]);
  const kinds = ["markdown", "button", "reference", "progress"].map((kind) => [kind, told(kind)]);
  const request = { prompt, command, references: [] };
  const answer = participants.at(-1)?.handler(request, { history }, Object.fromEntries(kinds));
  return (await answer) as vscode.ChatResult;
}

test("a question goes to the server with the place it is about, and its answer has buttons", async () => {
  const result = await ask("fix it");
  const place = { uri: VIEWS.toString(), position: { line: 4, character: 2 } };
  assert.deepEqual(asked, [["scale.ask", { text: "fix it", conversation: "", ...place }]]);
  const shown = said.filter(([kind]) => kind !== "progress");
  assert.deepEqual(shown, [
    ["reference", VIEWS],
    ["markdown", "a diff"],
    ["button", APPLY],
  ]);
  assert.deepEqual(result.metadata, { command: "", conversation: "c1", suggestions: ["apply it"] });
});

test("the next question goes on where the last answer was", async () => {
  const first = { result: { metadata: { command: "ask", conversation: "c0" } } };
  const others = [{ prompt: "why?" }, { result: { metadata: { command: "review" } } }, { result: {} }];
  await ask("yes", "ask", [first, ...others]);
  assert.equal((asked[0]?.[1] as { conversation: string }).conversation, "c0");
});

test("the answer proposes what to ask next", () => {
  const { followupProvider } = participants.at(-1) as { followupProvider: vscode.ChatFollowupProvider };
  const metadata = { command: "ask", suggestions: ["apply it"] };
  const next = followupProvider.provideFollowups({ metadata }, undefined as never, undefined as never);
  assert.deepEqual(next, [{ prompt: "apply it", command: "ask" }]);
});

test("the capacity is asked for so many users", async () => {
  await ask("for 5,000 users", "capacity");
  await ask("", "capacity");
  const uri = "file:///shop";
  assert.deepEqual(asked, [
    ["scale.report", { uri, users: 5000 }],
    ["scale.report", { uri }],
  ]);
  assert.deepEqual(said.at(-1), ["markdown", "# Report"]);
});

test("without a question, and with a server that answers none, it says what it can do", async () => {
  await ask(" ");
  offered = [];
  await ask("why?", "ask");
  assert.deepEqual(asked, []);
  assert.equal(said.filter(([kind, text]) => kind === "markdown" && String(text).includes("/review")).length, 2);
});
