"""`scale-lsp dev new-rule`: the three files of a rule, to be filled in."""

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
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise click.UsageError(f"`{slug}`: a rule's name is words in small letters, with hyphens between them")
    name = slug.replace("-", "_")
    package = root / "scale_lsp" / "rules" / category
    files = {
        root / "rules" / category / f"{slug}.md": PAGE,
        package / f"{name}.py": CHECK,
        root / "tests" / "rules" / category / f"{name}.py": FIXTURE,
    }
    existing = next((path for path in files if path.exists()), None)
    if existing is not None:
        raise click.UsageError(f"{existing} is there already")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text.replace("CATEGORY", category).replace("SLUG", slug).replace("NAME", name)
        path.write_text(text, encoding="utf-8")
        click.echo(path)
    init = package / "__init__.py"
    if not init.exists():
        init.write_text(f'"""Rules of the category {category}."""\n', encoding="utf-8")
    return 0


PAGE = """+++
title = "SLUG"
message = "all rows of `{model}` are read: say what happens, why it costs and what to do"
severity = "warning"
fix = "none"
docs = []
+++
What happens, and why it costs.

```python bad
from shop.models import Order

def names():
    return [order.customer.name for order in Order.objects.all()]
```

```python good
from shop.models import Order

def names():
    return [order.customer.name for order in Order.objects.select_related("customer")]
```

## When to leave it

Say so.
"""

CHECK = '''"""See rules/CATEGORY/SLUG.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding
from scale_lsp.flow.facts import RowsVisited
from scale_lsp.rule import Context, checks


@checks
def NAME(fact: RowsVisited, ctx: Context) -> Iterator[Finding]:
    yield ctx.finding(fact.origin.site, model=ctx.graph.models[fact.origin.model].name)
'''

FIXTURE = '''"""What SLUG finds, and what looks the same and is fine."""

from shop.models import Order


def fine():  # queries: 1
    return Order.objects.count()
'''
