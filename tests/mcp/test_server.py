"""What an agent can ask."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scale_lsp.engine.registry import registry

from .conftest import call, connect, refused, spawn

N1 = "related-access-in-loop"
HERE = f"{N1}@shop/views.py:5:46"


@pytest.mark.asyncio
async def test_an_agent_finds_understands_and_fixes(shop: Path) -> None:
    async with spawn(shop) as client:
        found = await call(client, "check")
        assert (found["total"], found["next_offset"], found["by_rule"]) == (1, None, {N1: 1})
        (finding,) = found["findings"]
        assert finding["id"] == HERE
        assert (finding["place"]["file"], finding["place"]["line"], finding["fix"]) == ("shop/views.py", 5, "safe")
        assert (finding["cost"]["now"], finding["cost"]["fixed"], finding["cost"]["now_at"]) == ("1 + n", "1", 101)

        explained = await call(client, "explain", id=HERE)
        assert "queries: 1 + n → 1" in explained["markdown"]
        assert "    5     return [order.customer.name" in explained["source"]

        before = (shop / "shop" / "views.py").read_text()
        (way,) = (await call(client, "fix_preview", id=HERE))["fixes"]
        assert (
            '+    return [order.customer.name for order in Order.objects.all().select_related("customer")]'
            in way["diff"]
        )
        assert (shop / "shop" / "views.py").read_text() == before, "a preview changes nothing"

        applied = await call(client, "apply_fix", id=HERE, digest=way["digest"])
        assert applied["fix"]["diff"] == way["diff"]
        assert 'select_related("customer")' in (shop / "shop" / "views.py").read_text()
        assert (await call(client, "check"))["total"] == 0
        assert "not there any more" in await refused(client, "apply_fix", id=HERE)


@pytest.mark.asyncio
async def test_the_project_is_followed_on_disk(shop: Path) -> None:
    views = shop / "shop" / "views.py"
    async with connect(shop) as client:
        assert (await call(client, "check"))["total"] == 1
        (shop / "shop" / "more.py").write_text(views.read_text())
        assert (await call(client, "check"))["total"] == 2
        views.write_text("# One line more.\n" + views.read_text())
        lines = {f["place"]["file"]: f["place"]["line"] for f in (await call(client, "check"))["findings"]}
        assert lines == {"shop/views.py": 6, "shop/more.py": 5}
        assert (await call(client, "explain", id=HERE))["finding"]["place"]["line"] == 6, "it has moved"
        views.unlink()
        assert (await call(client, "check"))["total"] == 1
        (shop / "scale-lsp.toml").write_text(f'ignore = ["{N1}"]\n')
        assert (await call(client, "check"))["total"] == 0
        (shop / "scale-lsp.toml").write_text("nonsense = 1\n")
        assert "unknown key `nonsense`" in await refused(client, "check")


@pytest.mark.asyncio
async def test_files_that_cannot_be_judged_are_named(shop: Path) -> None:
    (shop / "shop" / "broken.py").write_text("def f(:\n")
    (shop / "shop" / "latin.py").write_bytes(b"name = '\xe9'\n")
    async with connect(shop) as client:
        notes = (await call(client, "check"))["notes"]
        assert [note.partition(":")[0] for note in notes] == ["shop/latin.py", "shop/broken.py"]


@pytest.mark.asyncio
async def test_answers_come_in_pages(shop: Path) -> None:
    for number in range(5):
        (shop / "shop" / f"views{number}.py").write_text((shop / "shop" / "views.py").read_text())
    async with connect(shop) as client:
        ids: list[str] = []
        offset: int | None = 0
        while offset is not None:
            page = await call(client, "check", limit=4, offset=offset)
            assert page["total"] == 6
            ids += [finding["id"] for finding in page["findings"]]
            offset = page["next_offset"]
        assert len(set(ids)) == 6
        assert (await call(client, "check", paths=["shop/views3.py"]))["total"] == 1
        assert (await call(client, "check", rules=["writes"]))["total"] == 0
        assert (await call(client, "check", rules=["queries"], severity="error"))["total"] == 0
        assert "less than or equal to 200" in await refused(client, "check", limit=100_000)
        assert "no rule or category" in await refused(client, "check", rules=["nplusone"])


@pytest.mark.asyncio
async def test_nothing_outside_of_the_roots_is_read_or_written(shop: Path, tmp_path: Path) -> None:
    (shop / "shop" / "link.py").symlink_to(tmp_path / "secret.py")
    (shop / "out").symlink_to(tmp_path)
    outside = tmp_path / "views.py"
    outside.write_text((shop / "shop" / "views.py").read_text())
    (shop / "shop" / "linked.py").symlink_to(outside)
    async with spawn(shop) as client:
        for path in ("../secret.py", "shop/../../secret.py", str(tmp_path / "secret.py"), "/etc/passwd", "", "a\0b"):
            assert "below a root" in (why := await refused(client, "check", paths=[path])) or "is outside of" in why
        for path in ("out", "shop/link.py", "out/secret.py", "shop/linked.py"):
            assert "is outside of" in await refused(client, "check", paths=[path])
        there, not_there = str(tmp_path / "secret.py"), str(tmp_path / "nothing.py")
        answers = [await refused(client, "check", paths=[path]) for path in (there, not_there)]
        assert answers[0].replace(there, not_there) == answers[1], "whether something is there is not told"
        assert (await call(client, "check"))["total"] == 1
        for id in (f"{N1}@shop/linked.py:5:46", f"{N1}@../views.py:5:46", f"{N1}@{outside}:5:46"):
            assert "is outside of" in (why := await refused(client, "apply_fix", id=id)) or "below a root" in why
    assert "select_related" not in outside.read_text()


@pytest.mark.asyncio
async def test_only_fixes_that_were_accepted_are_written(shop: Path) -> None:
    views = shop / "shop" / "views.py"
    views.write_text(
        "from django.shortcuts import render\nfrom .models import Order\n\n\ndef orders(request):\n"
        '    return render(request, "o.html", {"orders": Order.objects.all()})\n'
    )
    (shop / "shop" / "templates").mkdir()
    (shop / "shop" / "templates" / "o.html").write_text("{% for o in orders %}{{ o.id }}{% endfor %}")
    (shop / "urls.py").write_text("from django.urls import path\nfrom shop import views\n")
    with (shop / "urls.py").open("a") as urls:
        urls.write('urlpatterns = [path("orders/", views.orders)]\n')
    before = views.read_text()
    async with connect(shop) as client:
        (finding,) = (await call(client, "check", rules=["unbounded-view-queryset"]))["findings"]
        assert "is unsafe" in await refused(client, "apply_fix", id=finding["id"])
        ways = (await call(client, "fix_preview", id=finding["id"]))["fixes"]
        title = ways[0]["title"]
        assert "no fix" in await refused(client, "apply_fix", id=finding["id"], title="Delete everything")
        stale = await refused(client, "apply_fix", id=finding["id"], digest="0" * 16, accept="unsafe")
        assert "another one by now" in stale
        assert views.read_text() == before
        applied = await call(client, "apply_fix", id=finding["id"], title=title, accept=ways[0]["safety"])
        assert applied["fix"]["files"]
    assert views.read_text() != before


@pytest.mark.asyncio
async def test_models_and_rules(shop: Path) -> None:
    async with connect(shop) as client:
        (order,) = (await call(client, "model_graph", model="order"))["models"]
        assert (order["label"], order["place"]) == ("shop.Order", "shop/models.py:8")
        assert [(r["name"], r["to"], r["many"]) for r in order["relations"]] == [("customer", "shop.Customer", False)]
        (customer,) = (await call(client, "model_graph", model="shop.Customer"))["models"]
        assert customer["columns"] == ["name"]
        assert [(r["name"], r["to"], r["many"]) for r in customer["relations"]] == [("order_set", "shop.Order", True)]
        assert "did you mean `Order`" in await refused(client, "model_graph", model="Ordr")
        assert (await call(client, "model_graph", limit=1))["next_offset"] == 1
        assert len((await call(client, "rule"))["rules"]) == len(registry().entries)
        (page,) = (await call(client, "rule", rule=N1))["rules"]
        assert "```python bad" in page["page"]
        assert f"did you mean `{N1}`" in await refused(client, "rule", rule="related-acess-in-loop")


@pytest.mark.asyncio
async def test_endpoints(shop: Path) -> None:
    (shop / "urls.py").write_text(
        "from django.urls import path\nfrom shop import views\n\n"
        'urlpatterns = [path("names/<int:pk>/", views.names), path("few/", views.few)]\n'
    )
    views = shop / "shop" / "views.py"
    text = "from django.http import JsonResponse\n" + views.read_text().replace("names()", "names(request, pk)")
    text = text.replace("return [", "return JsonResponse([").replace(".all()]", ".all()], safe=False)")
    views.write_text(text + "\n\ndef few(request):\n    return JsonResponse({'orders': Order.objects.count()})\n")
    async with connect(shop) as client:
        names, few = (await call(client, "endpoints"))["endpoints"]
        assert (names["name"], names["routes"]) == ("shop.views.names", ["/names/<int:pk>/"])
        assert (names["queries"], names["fixed"], names["at"], names["fixed_at"]) == ("1 + n", "1", 101, 1)
        assert (few["queries"], few["steps"]) == ("1", [])
        assert [id.partition("@")[0] for id in few["findings"]] == ["uncached-hot-read"]
        (one,) = (await call(client, "endpoints", name="/names/5/"))["endpoints"]
        assert [step["queries"] for step in one["steps"]] == ["n", "1"]
        assert one["findings"][0] == f"{N1}@shop/views.py:6:{text.splitlines()[5].index('Order.objects') + 1}"
        assert (await call(client, "endpoints", name="names"))["endpoints"] == [one]
        assert "did you mean `names`" in await refused(client, "endpoints", name="nams")


@pytest.mark.asyncio
async def test_resources_prompts_and_annotations(shop: Path) -> None:
    async with connect(shop) as client:
        resources = (await client.list_resources()).resources
        assert {str(r.uri) for r in resources} == {
            "scale-lsp://report",
            *(f"scale-lsp://rules/{slug}" for slug in registry().entries),
        }
        (page,) = (await client.read_resource(f"scale-lsp://rules/{N1}")).contents
        assert page.text.startswith("# ")
        prompt = await client.get_prompt("review", {"path": "shop/views.py"})
        assert 'paths ["shop/views.py"]' in prompt.messages[0].content.text
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools if not tool.annotations.read_only_hint] == ["apply_fix"]
        assert all(tool.description and tool.output_schema for tool in tools)


@pytest.mark.asyncio
async def test_several_roots_have_absolute_names(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "models.py").write_text((shop / "shop" / "models.py").read_text())
    (other / "views.py").write_text((shop / "shop" / "views.py").read_text())
    async with connect(shop, other) as client:
        findings = (await call(client, "check"))["findings"]
        files = [shop.resolve() / "shop" / "views.py", (other / "views.py").resolve()]
        assert [finding["place"]["file"] for finding in findings] == [str(path) for path in files]
        assert (await call(client, "check", paths=[str(other)]))["total"] == 1
        await call(client, "apply_fix", id=findings[1]["id"])
    assert "select_related" in files[1].read_text()
    assert "select_related" not in files[0].read_text()


@pytest.mark.asyncio
async def test_a_missing_package_is_named(shop: Path) -> None:
    """As on a machine without the extra."""
    code = "import sys; sys.modules['mcp'] = None; from scale_lsp.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "mcp", str(shop)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'scale-lsp[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_documented_configurations_start_it() -> None:
    text = (Path(__file__).parents[2] / "docs" / "assistants.md").read_text()
    blocks = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```", text, re.M | re.S)]
    blocks += [tomllib.loads(block) for block in re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S)]
    assert len(blocks) == 5
    for block in blocks:
        ((_, servers),) = block.items()
        assert (servers["scale-lsp"]["command"], servers["scale-lsp"]["args"][0]) == ("scale-lsp", "mcp")


@pytest.mark.asyncio
async def test_the_documented_tools_are_there(shop: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "assistants.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (yes|no) \|$", text, re.M))
    async with connect(shop) as client:
        tools = (await client.list_tools()).tools
    assert rows == {tool.name: "no" if tool.annotations.read_only_hint else "yes" for tool in tools}


@pytest.mark.asyncio
async def test_the_report(shop: Path) -> None:
    async with connect(shop) as client:
        (one,) = (await call(client, "report", users=5000))["reports"]
        assert (one["root"], one["users"]) == (shop.as_posix(), 5000)
        assert one["verdict"] == "not known"  # it has no pages that can be asked for
        assert N1 in one["markdown"]
        resource = await client.read_resource("scale-lsp://report")
        assert N1 in resource.contents[0].text
