import assert from "node:assert/strict";
import { test } from "node:test";
import { inWorkspace } from "../src/tools";

test("a model names files of the workspace", () => {
  assert.equal(inWorkspace("shop/views.py"), "/shop/shop/views.py");
  assert.equal(inWorkspace("/shop/..hidden.py"), "/shop/..hidden.py");
  assert.equal(inWorkspace("."), "/shop");
});

test("and no others", () => {
  for (const name of ["../secret.py", "/etc/passwd", "/shop/../other/a.py", "/shop-2/a.py"]) {
    assert.throws(() => inWorkspace(name), /not in the workspace/);
  }
});
