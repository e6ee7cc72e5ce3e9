"""Creates the three files of a rule: `make new-rule CATEGORY=queries SLUG=my-rule`.

Nothing is to be registered: the page, the code and the fixture find each other by their name.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CATEGORY = re.compile(r"[a-z]+")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

RUN = '.venv/bin/python -m pytest tests/test_fixtures.py -k "{name} or {slug}"'

PAGE = """\
+++
title = "{title}"
message = "What happens to `{{model}}`, why it costs, what to do"
severity = "warning"
fix = "none"
impact = {{ resource = "queries", now = "1 + n", fixed = "1", n = "rows of the queryset" }}
docs = ["https://docs.djangoproject.com/en/{{version}}/topics/db/optimization/"]
+++
What happens, and why it costs, in numbers.

```python bad
from shop.models import Order


def keys():
    return [order.pk for order in Order.objects.all()]
```

```python good
from shop.models import Order


def keys():
    return list(Order.objects.values_list("pk", flat=True))
```

## When to leave it

- When the cost is known and small.
"""

CODE = '''\
"""See rules/{category}/{slug}.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding
from scale_lsp.flow.facts import RowsVisited
from scale_lsp.rule import Context, checks


@checks
def {name}(rows: RowsVisited, ctx: Context) -> Iterator[Finding]:
    if _is_a_problem(rows):
        yield ctx.finding(rows.origin.site, model=ctx.graph.models[rows.origin.model].name)


def _is_a_problem(rows: RowsVisited) -> bool:
    """The facts that a rule may ask for are in flow/facts.py."""
    return False
'''

FIXTURE = '''\
"""{title}."""

from shop.models import Order


def common():  # queries: 1
    return [order.pk for order in Order.objects.order_by("pk")]  # expect: {slug}


# what looks the same and is fine


def only_the_column():  # queries: 1
    return list(Order.objects.order_by("pk").values_list("pk", flat=True))
'''


def main(arguments: list[str]) -> int:
    category, slug = arguments if len(arguments) == 2 else ("", "")
    if not (CATEGORY.fullmatch(category) and SLUG.fullmatch(slug)):
        print("usage: make new-rule CATEGORY=queries SLUG=what-is-wrong (lower case)", file=sys.stderr)
        return 2
    root = Path(__file__).parent.parent
    pages = [*(root / "rules").glob(f"*/{slug}.md")]
    if pages:
        print(f"{slug} is there already: {pages[0].relative_to(root)}", file=sys.stderr)
        return 2
    for path, text in files(category, slug).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(path)
    print(f"\nSee it fail: {RUN.format(name=slug.replace('-', '_'), slug=slug)}")
    return 0


def files(category: str, slug: str) -> dict[str, str]:
    """Relative path → text of what a new rule needs."""
    name = slug.replace("-", "_")
    words = {"category": category, "slug": slug, "name": name, "title": slug.replace("-", " ").capitalize()}
    new = {
        f"rules/{category}/{slug}.md": PAGE.format(**words),
        f"scale_lsp/rules/{category}/{name}.py": CODE.format(**words),
        f"tests/rules/{category}/{name}.py": FIXTURE.format(**words),
    }
    package = f"scale_lsp/rules/{category}/__init__.py"
    if not (Path(__file__).parent.parent / package).exists():
        new[package] = f'"""Rules of the category {category}."""\n'
    return new


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
