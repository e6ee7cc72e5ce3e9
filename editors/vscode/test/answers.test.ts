import assert from "node:assert/strict";
import { test } from "node:test";
import { hasSafeFix, markdown, MOST, offer, page, replyOf, review } from "../src/answers";
import type { Finding } from "../src/questions";

function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: "related-access-in-loop",
    severity: "warning",
    message: "`customer` loaded once per row",
    filename: "/shop/views.py",
    location: { row: 12, column: 5 },
    end_location: { row: 12, column: 9 },
    impact: { now: "1 + n", fixed: "1", n: "rows of Order" },
    fix: { title: "Add `select_related()`", applicability: "safe" },
    url: null,
    ...more,
  };
}

test("a finding has its place, its rule and its cost", () => {
  const text = review([finding()]);
  assert.match(text, /1 findings in 1 files, 1 of them with a safe fix/);
  assert.ok(
    text.includes(
      "- [views.py:12](file:///shop/views.py#L12) **related-access-in-loop**: `customer` loaded once per row (1 + n → 1, n = rows of Order)",
    ),
  );
});

test("the worst comes first", () => {
  const text = review([finding(), finding({ severity: "error", rule: "debug-in-production", impact: null })]);
  assert.ok(text.indexOf("debug-in-production") < text.indexOf("related-access-in-loop"));
  assert.ok(text.indexOf("### Errors") < text.indexOf("### Warnings"));
});

test("of many findings the rest is counted", () => {
  const text = review(Array.from({ length: MOST + 3 }, () => finding()));
  assert.equal(text.split("related-access-in-loop").length - 1, MOST);
  assert.match(text, /and 3 more/);
});

test("no finding is said so", () => {
  assert.equal(review([]), "Nothing was found.");
  assert.equal(offer([]), "Nothing was found.");
});

test("safe fixes, others, and findings without any are told apart", () => {
  const unsafe = finding({ fix: { title: "Share the cache in Redis", applicability: "unsafe" } });
  const none = finding({ fix: null });
  const [safe, first, yours, second, rest] = offer([none, unsafe, finding()]).split("\n\n");
  assert.match(safe ?? "", /safe: the results stay the same/);
  assert.match(first ?? "", /select_related/);
  assert.match(yours ?? "", /yours to decide/);
  assert.match(second ?? "", /Redis/);
  assert.match(rest ?? "", /1 more findings have no automatic fix/);
  assert.equal(hasSafeFix([none, unsafe]), false);
});

test("a page is Markdown that editors highlight", () => {
  const rule = { slug: "a-rule", title: "A rule", category: "queries", severity: "warning", fix: "none" };
  const text = page({ ...rule, body: "Why.\n\n```python bad\nx = 1\n```\n" });
  assert.ok(text.startsWith("# A rule (a-rule)\n\nqueries · warning · no automatic fix\n\nWhy."));
  assert.ok(text.includes("```python\nx = 1"));
});

test("an answer of the server is a page, or has one", () => {
  assert.equal(markdown("# Page"), "# Page");
  assert.equal(markdown({ markdown: "# Page" }), "# Page");
  assert.equal(markdown({ text: "# Page", intent: "review" }), "# Page");
  for (const nothing of [null, undefined, 3, {}, { text: 3 }]) {
    assert.equal(markdown(nothing), "The server had no answer.");
  }
});

test("a reply has buttons and what may be asked next, if there are any", () => {
  const action = { title: "Apply", command: "scale.applyFix", arguments: [{ conversation: "c" }] };
  const said = {
    text: "a diff",
    intent: "fix",
    conversation: "c",
    suggestions: ["yes"],
    actions: [action],
    applied: false,
  };
  assert.deepEqual(replyOf(said), { text: "a diff", conversation: "c", suggestions: ["yes"], actions: [action] });
  assert.deepEqual(replyOf({ text: "no" }), { text: "no", conversation: "", suggestions: [], actions: [] });
});
