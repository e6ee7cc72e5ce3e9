import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { folderNear, inWorkspace } from "../src/workspace";
import { BLOG, reset, SHOP, Uri, window, workspace } from "./vscode";

beforeEach(reset);

function named(name: string): string {
  return inWorkspace(name).fsPath;
}

test("a model names files of the workspace", () => {
  assert.equal(named("shop/views.py"), "/shop/shop/views.py");
  assert.equal(named("/shop/..hidden.py"), "/shop/..hidden.py");
  assert.equal(named("."), "/shop");
});

test("of several folders the name comes first, as the editor writes it", () => {
  workspace.workspaceFolders = [SHOP, BLOG];
  assert.equal(named("blog/posts.py"), "/home/me/blog/posts.py");
  assert.equal(named("shop/views.py"), "/shop/views.py");
  assert.equal(named("views.py"), "/shop/views.py");
  assert.equal(named("/home/me/blog/posts.py"), "/home/me/blog/posts.py");
});

test("and no others", () => {
  workspace.workspaceFolders = [SHOP, BLOG];
  for (const name of ["../secret.py", "/etc/passwd", "/shop/../other/a.py", "/shop-2/a.py", "blog/../../a.py"]) {
    assert.throws(() => inWorkspace(name), /not in the workspace/);
  }
});

test("the folder of a file, of the editor, the first one, or none", () => {
  workspace.workspaceFolders = [SHOP, BLOG];
  window.activeTextEditor = { document: { uri: Uri.file("/home/me/blog/posts.py") } };
  assert.equal(folderNear(), BLOG.uri);
  assert.equal(folderNear(Uri.file("/shop/a.py") as never), SHOP.uri);
  assert.equal(folderNear(Uri.file("/elsewhere/a.py") as never), SHOP.uri);
  workspace.workspaceFolders = [];
  assert.equal(folderNear(), undefined);
});
