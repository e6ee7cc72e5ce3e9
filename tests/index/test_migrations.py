"""What the migrations of an app say, and when a fix leaves them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fix_all, fixes
from scale_lsp.finding import Fix
from scale_lsp.flow.analysis import analyse
from scale_lsp.frameworks import ALL
from scale_lsp.workspace import discover
from tests.proof.projects import project

MODELS = """\
from django.db import models


class Order(models.Model):
    phone = models.CharField(max_length=20)
"""
VIEWS = """\
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shop.models import Order


@require_GET
def view(request):
    return HttpResponse(str(list(Order.objects.filter(phone="77"))))
"""
FIRST = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("phone", models.CharField(max_length=20)),
            ],
        ),
    ]
"""
FILES = {
    "settings.py": "",
    "shop/models.py": MODELS,
    "shop/views.py": VIEWS,
    "shop/migrations/__init__.py": "",
    "shop/migrations/0001_initial.py": FIRST,
}
INHERITED = """
    class Meta:
        pass


class Export(Order):
    class Meta(Order.Meta):
        verbose_name = "to be sent"
"""
INDEX = 'index=models.Index(fields=["phone"], name="{}")'


def following(
    name: str, operations: str = "", after: str = '("shop", "0001_initial")', more: str = ""
) -> dict[str, str]:
    """A further migration."""
    head = f"from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n{more}"
    body = f"    dependencies = [{after}]\n    operations = [{operations}]\n"
    return {f"shop/migrations/{name}.py": head + body}


def offered(files: dict[str, str], rule: str = "missing-index", app: str = "shop") -> list[Fix]:
    snapshot = project(files).snapshot()
    config = Config(select=(rule,))
    (finding,) = check(snapshot, f"/site/{app}/models.py", config)
    return list(fixes(snapshot, finding, config))


def written(files: dict[str, str], rule: str = "missing-index") -> tuple[str, str] | None:
    """Name and text of the migration that the preferred fix writes."""
    (*with_one, alone) = offered(files, rule)
    assert alone.new_files == ()
    if not with_one:
        return None
    ((new,),) = [fix.new_files for fix in with_one]
    return new.path.removeprefix("/site/shop/migrations/").removesuffix(".py"), new.text


@pytest.mark.parametrize(
    ("more", "name", "after"),
    [
        ({}, "0002", "0001_initial"),
        (following("0002_a") | following("0003_b", after='("shop", "0002_a")'), "0004", "0003_b"),
        (following("0012_sub_test"), "0013", "0012_sub_test"),
        (following("first"), "0001", "first"),
        (following("0001_squashed_0004_a"), "0005", "0001_squashed_0004_a"),
        (following("_notes") | following("~0002_x") | {"shop/migrations/data/0002_x.py": "x"}, "0002", "0001_initial"),
        (
            following("0002_a") | following("0002_b")
            | following("0003_merge", after='("shop", "0002_a"), ("shop", "0002_b")'),
            "0004",
            "0003_merge",
        ),
        (following("0002_a", after='("shop", "0001_initial"), ("auth", "0002_x")'), "0003", "0002_a"),
    ],
    ids=["one", "a line", "a name like a test's", "no number", "squashed", "no migrations", "merged", "another app"],
)  # fmt: skip
def test_it_follows_the_last(more: dict[str, str], name: str, after: str) -> None:
    found = written(FILES | more)
    assert found is not None
    assert found[0] == f"{name}_order_shop_order_phone_6c7e9e_idx"
    assert f'("shop", "{after}"),' in found[1]


@pytest.mark.parametrize(
    "more",
    [
        following("0002_a") | following("0002_b"),
        following("0002_a", after='("shop", "0000_gone")'),
        following("0002_a", after='("shop", "__first__")'),
        following("0002_a", after="*others()"),
        following("0002_a", after='("shop", "0003_b")') | following("0003_b", after='("shop", "0002_a")'),
        following("0002_a", more='    replaces = [("shop", "0001_initial")]\n'),
        following("0002_a", more='    run_before = [("auth", "0001_initial")]\n'),
        following("0002_a", more="    def apply(self): ...\n"),
        {"shop/migrations/0001_initial.py": FIRST.replace("migrations.Migration)", "Base)")},
        {"shop/migrations/0001_initial.py": FIRST + "\n\nMigration.operations.append(more())\n"},
        {"shop/migrations/0001_initial.py": FIRST.replace("]\n", "\n", 1)},
        {"shop/migrations/0002_empty.py": ""},
        following("0002_a", "*operations()"),
        following("0002_a", "Shuffle()"),
        following("0002_a", "migrations.AddField(**given)"),
        following("0002_a", 'migrations.AddField("other", "name", models.CharField())'),
        following("0002_a", 'migrations.RenameField("order", "gone", "new")'),
        following("0002_a", "migrations.RunSQL('x', state_operations=made())"),
        following("0002_a", f"migrations.AddIndex('order', {INDEX.format('shop_order_phone_6c7e9e_idx')})"),
        following("0002_a", 'migrations.RemoveField("order", "phone")'),
        following("0002_a", 'migrations.RenameField("order", "phone", "number")'),
        following("0002_a", 'migrations.RenameModel("Order", "Purchase")'),
        following("0002_a", 'migrations.DeleteModel("Order")'),
        following("0002_a", 'migrations.AlterModelTable("order", "orders")'),
        following("0002_a", 'migrations.AlterField("order", "phone", models.CharField(db_column="tel"))'),
        following("0002_a", 'migrations.AlterField("order", "phone", numbers.PhoneField(max_length=20))'),
        {"settings.py": 'MIGRATION_MODULES = {"shop": "shop.versions"}\nINSTALLED_APPS = []\n'},
        {"shop/apps.py": "class Shop(AppConfig):\n    name = 'shop'\n    label = 'store'\n"} | following("0002_a"),
        {"shop/models.py": MODELS.replace("max_length=20", 'max_length=20, db_column="tel"')},
        {"shop/models.py": MODELS + "\n    class Meta:\n        db_table = 'orders'\n"},
        {"shop/models.py": MODELS + "\n    class Meta:\n        db_table = prefix('orders')\n"},
        {"shop/models.py": MODELS + INHERITED},
    ],
)  # fmt: skip
def test_without_a_history_that_is_understood_the_model_alone_changes(more: dict[str, str]) -> None:
    assert written(FILES | more) is None


def test_an_app_without_migrations_gets_none() -> None:
    assert written({path: text for path, text in FILES.items() if "__init__" not in path}) is None
    assert written({path: text for path, text in FILES.items() if "0001" not in path}) is None


def test_the_files_that_django_reads_are_found(tmp_path: Path) -> None:
    names = {"__init__.py", "0001_initial.py", "0002_sub_test.py", "test_3.py"}
    others = {"_notes.py", "~0002.py", "0002.txt", "data/0003_x.py", "templates/x.html"}
    for name in names | others:
        (tmp_path / "shop" / "migrations" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shop" / "migrations" / name).touch()
    found = {
        Path(path).relative_to(tmp_path / "shop" / "migrations").as_posix() for path in discover(tmp_path, Config())
    }
    assert found == names


def test_a_migration_that_comes_or_goes_is_no_reason_to_look_at_code_again() -> None:
    made = project(FILES)
    analyse(made.snapshot(), ALL)
    path = "/site/shop/migrations/0002_a.py"
    for text in following("0002_a").values():
        made.put(path, text)
    assert (analyse(made.snapshot(), ALL).interpreted, path in made.snapshot().sources) == (0, True)
    made.remove(path)
    assert (analyse(made.snapshot(), ALL).interpreted, path in made.snapshot().sources) == (0, False)


def test_fixing_everything_leaves_the_project_as_it_was() -> None:
    made, config = project(FILES), Config(select=("missing-index",))
    before = dict(made.snapshot().sources)
    result = fix_all(made, list(made.snapshot().paths), config, unsafe=True)
    assert [new.path.rpartition("/")[2][:5] for new in result.new_files] == ["0002_"]
    assert list(result.texts) == ["/site/shop/models.py"]
    after = made.snapshot().sources
    assert {path: source.text for path, source in after.items()} == {path: s.text for path, s in before.items()}
    alone = fix_all(made, list(made.snapshot().paths), config, unsafe=True, creates=False)
    assert (alone.new_files, alone.texts) == ((), result.texts)
    assert fix_all(made, list(made.snapshot().paths), config).new_files == ()


def test_state_is_what_counts() -> None:
    """What only the database is told, and what an operation hides in its state."""
    told = "migrations.SeparateDatabaseAndState([Anything()], [migrations.AlterModelTable('Order', 'orders')])"
    found = written(FILES | following("0002_a", told))
    assert found is None, "the model does not know of it"
    meta = {"shop/models.py": MODELS + "\n    class Meta:\n        db_table = 'orders'\n"}
    found = written(FILES | following("0002_a", told) | meta)
    assert found is not None
    assert found[0].startswith("0003_order_orders_phone_")


def test_a_model_that_has_moved_on_keeps_its_own_changes() -> None:
    """The migration adds the index and nothing else; `makemigrations` still writes the rest."""
    found = written(FILES | {"shop/models.py": MODELS.replace("20", "30") + "    note = models.TextField()\n"})
    assert found is not None
    assert "AlterField" not in found[1]
    assert "note" not in found[1]


def test_long_names_of_tables_are_left_to_the_database() -> None:
    long = "a_table_with_a_very_long_name_of_its_own"
    files = FILES | {"shop/models.py": MODELS + f"\n    class Meta:\n        db_table = '{long}'\n"}
    files |= following("0002_a", f"migrations.AlterModelTable('order', '{long}')")
    assert written(files) is None, "Oracle shortens it"
    settings = "SECRET_KEY = 'x'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n"
    assert written(files | {"settings.py": settings}) is not None


def test_quotes_are_those_of_the_migrations() -> None:
    found = written(FILES | {"shop/migrations/0001_initial.py": FIRST.replace('"', "'")})
    assert found is not None
    assert '"' not in found[1]
    assert "model_name='order'" in found[1]


FIELD = "models.IntegerField(db_index=True, help_text='Say \"how much\"', default={})"
KEY = "models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to={})"


def redundant(
    declaration: str, index: str, imports: str = "", models: str = "models.IntegerField(db_index=True)"
) -> str:
    """The field of the migration that removes an index, from a field as a migration declares it."""
    code = MODELS.replace("class Order", "class Shop(models.Model):\n    name = models.TextField()\n\n\nclass Order")
    code += (
        f"    amount = models.IntegerField()\n    extra = {models}\n\n    class Meta:\n        indexes = [{index}]\n"
    )
    columns = f'("amount", models.IntegerField()), ("extra", {declaration}),\n            ],\n'
    first = FIRST.replace("            ],\n", columns)
    files = FILES | {"shop/models.py": code, "shop/migrations/0001_initial.py": imports + first}
    del files["shop/views.py"]
    found = written(files, "redundant-index")
    return "" if found is None else found[1]


TWO = "models.Index(fields=['extra', 'amount'], name='x')"


def test_the_rest_of_the_field_stays_as_it_was() -> None:
    text = redundant(FIELD.format("shop.numbers.one"), TWO, "import os\nimport shop.numbers\nimport shop.others\n")
    assert text.startswith("import shop.numbers\nfrom django.db import migrations, models\n\n\nclass")
    assert "field=models.IntegerField(default=shop.numbers.one, help_text='Say \"how much\"')," in text
    assert redundant(FIELD.format("list"), TWO).startswith("from django.db import migrations, models\n\n\nclass")
    text = redundant(FIELD.format("n.one"), TWO, "from shop import numbers as n\n")
    assert text.startswith("from django.db import migrations, models\nfrom shop import numbers as n\n")


@pytest.mark.parametrize("default", ["made_here", "lambda: 1", "[n for n in (1, 2)]", "one(\n1)", "1, **more"])
def test_a_field_that_cannot_be_told_exactly_is_left_to_django(default: str) -> None:
    assert redundant(FIELD.format(default), TWO) == ""
    assert redundant(FIELD.format(1), TWO) != ""


def test_a_field_without_an_index_in_the_migrations_has_none_to_lose() -> None:
    assert redundant("models.IntegerField()", TWO) == ""


@pytest.mark.parametrize(
    ("to", "written"),
    [("'shop.shop'", True), ("'shop.Shop'", True), ("'shop.store'", False), ("'shop.shop', to_field='code'", False)],
)
def test_a_key_still_points_to_the_model_it_names(to: str, written: bool) -> None:
    """A model that was renamed since has another name than the migration says."""
    model = "models.ForeignKey(Shop, on_delete=models.CASCADE)"
    text = redundant(
        KEY.format(to),
        "models.Index(fields=['extra', 'amount'], name='x')",
        "import django.db.models.deletion\n",
        model,
    )
    assert bool(text) is written
    assert ("ForeignKey(db_index=False, on_delete=" in text) is written
