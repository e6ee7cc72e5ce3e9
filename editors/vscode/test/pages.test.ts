import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { previewable } from "../src/pages";
import { BLOG, reset, SHOP, workspace } from "./vscode";

beforeEach(reset);

test("links to files are looked up in the first folder", () => {
  workspace.workspaceFolders = [SHOP, BLOG];
  const page =
    "[a.py:3](file:///shop/my%20app/a.py#L3) and [b](file:///home/me/blog/b.py), [docs](https://docs.djangoproject.com/)";
  const seen = "[a.py:3](/my%20app/a.py#L3) and [b](/../home/me/blog/b.py), [docs](https://docs.djangoproject.com/)";
  assert.equal(previewable(page), seen);
});
