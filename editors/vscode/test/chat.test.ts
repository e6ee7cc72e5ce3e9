import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type * as vscode from "vscode";
import { registerChat } from "../src/chat";
import { Server } from "./server";
import { BLOG, Location, participants, reset, SHOP, Uri, window, workspace } from "./vscode";

const VIEWS = Uri.file("/shop/views.py");
const POSTS = Uri.file("/home/me/blog/posts.py");
const CURSOR = { line: 4, character: 2 };
const APPLY = { title: "Apply", command: "scale.applyFix", arguments: [{ conversation: "c1" }] };
const NEXT = { title: "Why?", command: "scale.ask", arguments: [{ text: "why?" }] };
let server: Server;
let said: [kind: string, what: unknown][];

beforeEach(() => {
  reset();
  said = [];
  window.activeTextEditor = { document: { uri: VIEWS }, selection: { active: CURSOR } };
  const reply = { text: "a diff", conversation: "c1", suggestions: ["yes"], actions: [NEXT, APPLY], applied: false };
  server = new Server({ "scale.ask": () => reply, "scale.report": () => "# Report" });
  registerChat(server.service, { extensionUri: Uri.file("/e") } as unknown as vscode.ExtensionContext);
});

async function ask(prompt: string, command?: string, references: unknown[] = [], history: unknown[] = []) {
  const told = (kind: string) => (what: unknown) => said.push([kind, what]);
  const kinds = ["markdown", "button", "reference", "progress"].map((kind) => [kind, told(kind)]);
  const request = { prompt, command, references: references.map((value) => ({ value })) };
  const answer = participants.at(-1)?.handler(request, { history }, Object.fromEntries(kinds));
  return (await answer) as vscode.ChatResult;
}

function shown(): unknown[] {
  return said.filter(([kind]) => kind !== "progress");
}

const HERE = { uri: VIEWS.toString(), position: CURSOR };
const BUTTON = { title: "Apply", command: "scale-lsp.applyFix", arguments: APPLY.arguments };

test("a question goes to the server with the place it is about; its diff has a button", async () => {
  const result = await ask("fix it");
  assert.deepEqual(server.asked, [["scale.ask", { text: "fix it", conversation: "", ...HERE }]]);
  assert.deepEqual(shown(), [
    ["reference", VIEWS],
    ["markdown", "a diff\n\n"],
    ["button", BUTTON],
  ]);
  assert.deepEqual(result.metadata, { command: "", conversation: "c1", suggestions: ["yes"] });
});

test("each command is a question to the server", async () => {
  await ask("", "review");
  await ask(" the project ", "review");
  await ask("", "fix");
  await ask("the second one", "fix");
  await ask("", "explain");
  await ask("missing-index", "explain");
  const texts = ["this file", "the project", "this file", "the second one", "this", "missing-index"];
  const verbs = ["review", "review", "fix", "fix", "explain", "explain"];
  const wanted = texts.map((text, i) => ({ text: `${verbs[i] ?? ""} ${text}`, conversation: "", ...HERE }));
  assert.deepEqual(
    server.asked,
    wanted.map((question) => ["scale.ask", question]),
  );
});

test("attached files come before the one in the editor, each with an answer and a button of its own", async () => {
  workspace.workspaceFolders = [SHOP, BLOG];
  await ask("", "fix", [new Location(POSTS), VIEWS, "a selection", Uri.file("/shop/a.py").with({ fragment: "L1" })]);
  assert.deepEqual(
    server.asked.map(([, question]) => (question as { uri: string }).uri),
    ["file:///home/me/blog/posts.py", "file:///shop/views.py", "file:///shop/a.py#L1"],
  );
  assert.deepEqual(
    server.asked.map(([, question]) => (question as { conversation: string }).conversation),
    ["", "c1", "c1"],
  );
  const buttons = said.filter(([kind]) => kind === "button").map(([, button]) => (button as vscode.Command).title);
  assert.deepEqual(buttons, ["Apply: blog/posts.py", "Apply: shop/views.py", "Apply: shop/a.py"]);
  assert.deepEqual("position" in (server.asked[0]?.[1] as object), false);
});

test("without a file the project is reviewed, and the rest says what it wants", async () => {
  window.activeTextEditor = undefined;
  await ask("", "review");
  await ask("", "fix");
  await ask("", "explain");
  assert.deepEqual(server.asked, [["scale.ask", { text: "review the project", conversation: "" }]]);
  const texts = shown().map((each) => (each as [string, unknown])[1]);
  assert.match(String(texts.at(-2)), /^Open a file/);
  assert.match(String(texts.at(-1)), /^Name a rule/);
});

test("the next question goes on where the last answer was", async () => {
  const first = { result: { metadata: { command: "ask", conversation: "c0" } } };
  const others = [{ prompt: "why?" }, { result: { metadata: { command: "review" } } }, { result: {} }];
  await ask("yes", "ask", [], [first, ...others]);
  assert.equal((server.asked[0]?.[1] as { conversation: string }).conversation, "c0");
});

test("what to ask next is what the server proposes, else the other commands", () => {
  const { followupProvider } = participants.at(-1) as { followupProvider: vscode.ChatFollowupProvider };
  const next = (metadata: object) =>
    followupProvider.provideFollowups({ metadata }, undefined as never, undefined as never) as vscode.ChatFollowup[];
  assert.deepEqual(next({ command: "ask", suggestions: ["apply it"] }), [{ prompt: "apply it", command: "ask" }]);
  const commands = (metadata: object) => next(metadata).map(({ command, prompt }) => `${command ?? ""} ${prompt}`);
  assert.deepEqual(commands({ command: "review", suggestions: ["next"] }), ["ask next", "fix "]);
  assert.deepEqual(commands({ command: "capacity" }), ["review "]);
});

test("the capacity is asked of the project of the file, for so many users", async () => {
  await ask("for 5,000 users", "capacity");
  workspace.workspaceFolders = [SHOP, BLOG];
  window.activeTextEditor = { document: { uri: POSTS }, selection: { active: CURSOR } };
  await ask("", "capacity");
  assert.deepEqual(server.asked, [
    ["scale.report", { uri: "file:///shop", users: 5000 }],
    ["scale.report", { uri: "file:///home/me/blog" }],
  ]);
  assert.deepEqual(said.at(-1), ["markdown", "# Report"]);
});

test("without a question it says what it can do", async () => {
  await ask(" ");
  await ask("", "ask");
  assert.deepEqual(server.asked, []);
  assert.equal(shown().filter((each) => /\/review.*\/fix/s.test(String(each))).length, 2);
});
