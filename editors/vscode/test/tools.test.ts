import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { registerTools } from "../src/tools";
import { Server } from "./server";
import { BLOG, others, reset, SHOP, tools, workspace } from "./vscode";

const FINDING = {
  rule: "missing-index",
  severity: "warning",
  message: "no index",
  filename: "/home/me/blog/models.py",
  location: { row: 3, column: 1 },
  impact: null,
  fixable: "safe",
};
let server: Server;
let fixable: boolean;

beforeEach(() => {
  reset();
  workspace.workspaceFolders = [SHOP, BLOG];
  fixable = true;
  const action = { kind: "scale", edit: {} };
  others.set("vscode.executeCodeActionProvider", () => (fixable ? [action] : []));
  server = new Server({
    "scale.findings": () => [{ ...FINDING, category: "indexes", related: [] }],
    "scale.rules": () => [{ slug: "missing-index", title: "An index is missing" }],
    "scale.explain": (slug: string) => `# ${slug}`,
  });
  registerTools(server.service);
});

async function call(name: string, input: object): Promise<string> {
  const result = await tools.get(name)?.invoke({ input });
  return (result?.content ?? []).map(({ value }) => value).join("");
}

test("findings are those of all folders, or of a place, and name files as the editor does", async () => {
  assert.deepEqual(JSON.parse(await call("scale_findings", {})), [{ ...FINDING, filename: "blog/models.py" }]);
  await call("scale_findings", { path: "blog/models.py" });
  await call("scale_findings", { path: "/shop" });
  assert.deepEqual(
    server.asked.map(([, asked]) => asked),
    [{}, { uris: ["file:///home/me/blog/models.py"] }, { uris: ["file:///shop"] }],
  );
});

test("a rule is explained; for one that is not there, all are named", async () => {
  assert.equal(await call("scale_explain", { rule: "missing-index" }), "# missing-index");
  assert.equal(
    await call("scale_explain", { rule: "no-such" }),
    "There is no rule no-such. The rules are: missing-index",
  );
});

test("a fix has to be confirmed", async () => {
  const input = { path: "blog/models.py" };
  assert.match(
    tools.get("scale_fix")?.prepareInvocation?.({ input }).confirmationMessages?.message ?? "",
    /blog\/models/,
  );
  assert.match(await call("scale_fix", input), /^Applied/);
  fixable = false;
  assert.equal(await call("scale_fix", input), "There is no safe fix.");
});

test("what is outside of the workspace is nobody's business", async () => {
  await assert.rejects(call("scale_findings", { path: "/etc/passwd" }), /not in the workspace/);
  await assert.rejects(call("scale_fix", { path: "blog/../../secret.py" }), /not in the workspace/);
  assert.deepEqual(server.asked, []);
});
