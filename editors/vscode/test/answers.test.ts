import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, review } from "../src/answers";
import type { Finding } from "../src/questions";

function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: "related-access-in-loop",
    severity: "warning",
    message: "`customer` loaded once per row",
    filename: "/shop/views.py",
    location: { row: 12, column: 5 },
    impact: { now: "1 + n", fixed: "1", n: "rows of Order" },
    fixable: "safe",
    ...more,
  };
}

test("a finding has its place, its rule and its cost", () => {
  const text = review([finding(), finding({ fixable: "unsafe" }), finding({ fixable: null })]);
  assert.match(text, /3 findings in 1 files, 1 of them with a safe fix/);
  assert.ok(
    text.includes(
      "- [views.py:12](file:///shop/views.py#L12) **related-access-in-loop**: `customer` loaded once per row (1 + n → 1, n = rows of Order)",
    ),
  );
});

test("the worst comes first, else the order of the server counts", () => {
  const error = finding({ severity: "error", rule: "debug-in-production", impact: null });
  const text = review([finding({ rule: "query-in-loop" }), finding(), error]);
  const places = ["### Errors", "debug-in-production", "### Warnings", "query-in-loop", "related-access-in-loop"];
  const found = places.map((words) => text.indexOf(words));
  assert.deepEqual(
    found,
    [...found].sort((a, b) => a - b),
  );
  assert.ok(!found.includes(-1));
});

test("of many findings the rest is counted", () => {
  const text = review(Array.from({ length: MOST + 3 }, () => finding()));
  assert.equal(text.split("related-access-in-loop").length - 1, MOST);
  assert.match(text, /and 3 more/);
});

test("no finding is said so", () => {
  assert.equal(review([]), "Nothing was found.");
});
