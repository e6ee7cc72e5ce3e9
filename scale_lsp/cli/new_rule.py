"""`scale-lsp dev new-rule`: the three files of a rule, to be filled in.

Nothing is to be registered: the page, the code and the fixture find each other by their name.
"""

from __future__ import annotations

import re
from pathlib import Path

import click


@click.command("new-rule")
@click.argument("category")
@click.argument("slug")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=Path())
def new_rule(category: str, slug: str, root: Path) -> int:
    """Create the page, the check and the fixture of a rule."""
    if not re.fullmatch(r"[a-z]+", category):
        raise click.UsageError(f"`{category}`: a category is one word in small letters")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise click.UsageError(f"`{slug}`: a rule's name is words in small letters, with hyphens between them")
    existing = next((root / "rules").glob(f"*/{slug}.md"), None)
    if existing is not None:
        raise click.UsageError(f"{existing} is there already")
    for path, text in files(category, slug).items():
        target = root / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            click.echo(path)
    click.echo(f"\nSee it fail: {RUN.format(name=slug.replace('-', '_'), slug=slug)}")
    return 0


def files(category: str, slug: str) -> dict[str, str]:
    """Relative path → text of what a rule needs; the package of its category is usually there."""
    name = slug.replace("-", "_")
    words = {"category": category, "slug": slug, "name": name, "title": slug.replace("-", " ").capitalize()}
    return {
        f"rules/{category}/{slug}.md": PAGE.format(**words),
        f"scale_lsp/rules/{category}/__init__.py": f'"""Rules of the category {category}."""\n',
        f"scale_lsp/rules/{category}/{name}.py": CODE.format(**words),
        f"tests/rules/{category}/{name}.py": FIXTURE.format(**words),
    }


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
