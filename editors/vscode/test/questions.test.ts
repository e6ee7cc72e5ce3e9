import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../src/discovery";
import { Questions } from "../src/questions";

const COMMAND: Command = { file: "python3", args: ["-P", "-m", "scale_lsp"], env: { A: "1" }, origin: "" };

test("findings are asked of the same command that serves the editor", async () => {
  const asked: unknown[] = [];
  const questions = new Questions(COMMAND, (...call) => {
    asked.push(call);
    return Promise.resolve("[]");
  });
  assert.deepEqual(await questions.findings(["/shop/a.py", "-x.py"]), []);
  const check = ["check", "--exit-zero", "--output-format", "json", "--", "/shop/a.py", "-x.py"];
  assert.deepEqual(asked, [["python3", ["-P", "-m", "scale_lsp", ...check], { A: "1" }]]);
});

test("the rules are asked for once, and again after a failure", async () => {
  let calls = 0;
  const questions = new Questions(COMMAND, () => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error("busy")) : Promise.resolve('[{"slug": "a-rule"}]');
  });
  await assert.rejects(questions.rules(), /busy/);
  assert.equal((await questions.rule("a-rule"))?.slug, "a-rule");
  assert.equal(await questions.rule("another"), undefined);
  assert.equal(calls, 2);
});
