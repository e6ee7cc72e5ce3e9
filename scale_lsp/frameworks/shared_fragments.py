"""Loops in templates whose output is the same for all visitors, or differs by variables that they show.

https://docs.djangoproject.com/en/5.2/topics/cache/#template-fragment-caching
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from scale_lsp.flow.facts import QueryRun
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import FUNCTIONS, mentions, nodes_with
from scale_lsp.flow.surveys import SharedFragment, SharedRead
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.fragment_variables import Dependent, dependencies
from scale_lsp.frameworks.hot_views import is_hot
from scale_lsp.frameworks.shared_reads import depends_on_code_only, shared_reads
from scale_lsp.index.project import Snapshot
from scale_lsp.text.jinja import JinjaFile
from scale_lsp.text.template import BlockNode, For, If, Node, Tag, TemplateFile, With, template_names

_I18N = "django.template.context_processors.i18n"


def shared_fragments(snapshot: Snapshot, run: QueryRun) -> Iterator[SharedRead]:
    """The loop over rows that one place of the project puts into a context, chosen by nothing but the code."""
    if run.site.path.endswith(".py") or run.method != "iterate":
        return
    if run.cached or run.repeated or run.relation is not None:
        return
    source = snapshot.source(run.site.path)
    if not isinstance(source, TemplateFile) or isinstance(source, JinjaFile):
        return
    over = next((n for n in _outer_loops(source.nodes) if n.iterable.node is run.site.node), None)
    if over is None or len(over.iterable.path) != 1 or over.iterable.filters:
        return
    if not any(is_hot(snapshot, entry) for entry in run.entries):
        return
    languages = _languages(snapshot)
    if languages is None or not _is_provided_once(snapshot, over.iterable.path[0], run):
        return
    try:
        vary = dependencies(snapshot, over)
    except Dependent:
        return
    fragment = SharedFragment(_fragment_name(source, over), (*vary, *languages))
    yield SharedRead(run, False, fragment.name, fragment=fragment)


def _languages(snapshot: Snapshot) -> tuple[str, ...] | None:
    """The variable that has the language, where pages have several; None where it, or the time zone, is not known."""
    sources = [path for path in snapshot.paths if path.endswith(".py")]
    if any(mentions(snapshot, path, "timezone.activate(", "timezone.override(") for path in sources):
        return None
    if any(mentions(snapshot, path, "LocaleMiddleware", "translation.activate(") for path in sources):
        return ("LANGUAGE_CODE",) if any(mentions(snapshot, path, _I18N) for path in sources) else None
    return ()


def _outer_loops(nodes: Iterable[Node]) -> Iterator[For]:
    """The loops of a template that stand in no other loop."""
    for node in nodes:
        match node:
            case For():
                yield node
            case If(branches=branches):
                for _, body in branches:
                    yield from _outer_loops(body)
            case BlockNode(body=body) | With(body=body):
                yield from _outer_loops(body)
            case Tag(name=name, body=body) if name != "cache":
                yield from _outer_loops(body)


def _fragment_name(source: TemplateFile, over: For) -> str:
    """A name that no other fragment has: the template's, the variable's, and a number where it is visited again."""
    name = over.iterable.path[0]
    same = [each for each in _outer_loops(source.nodes) if each.iterable.path == (name,)]
    number = next(i for i, each in enumerate(same) if each is over)
    template = (*template_names(source.path), source.path.rpartition("/")[2])[0]
    words = re.sub(r"\W+", "-", template.rpartition(".")[0])
    return f"{words}-{name}" + (f"-{number + 1}" if number else "")


def _is_provided_once(snapshot: Snapshot, name: str, run: QueryRun) -> bool:
    """Whether all templates have the variable from one place, which gives it the queryset that this loop visits."""
    rebound = re.compile(rf"\b(?:as|for)\s+(?:\w+\s*,\s*)*{name}\b|\b{name}\s*=")
    for path in snapshot.paths:
        if path.endswith(".py"):
            if mentions(snapshot, path, "locals()", "vars("):
                return False
        elif isinstance(source := snapshot.source(path), TemplateFile) and rebound.search(source.text):
            return False
    places = [each for each in nodes_with(snapshot, name) if _names(each[1].node, name)]
    if len(places) != 1:
        return False
    path, site = places[0]
    value = _value(site, name)
    if value is None or not any(node is run.origin.site.node for node in ast.walk(value)):
        return False
    return depends_on_code_only(snapshot, path, value)


def _names(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Constant(value=value):
            return bool(value == name)
        case ast.keyword(arg=arg):
            return arg == name
    return False


def _value(site: Site, name: str) -> ast.expr | None:
    """What the name at `site` stands for in the context: `{"menu": …}` or `context["menu"] = …`."""
    for statement in site.block.statements:
        for node in ast.walk(statement):
            match node:
                case ast.Dict(keys=keys, values=values) if any(key is site.node for key in keys):
                    return _assigned(site, next(v for k, v in zip(keys, values, strict=True) if k is site.node))
                case ast.Assign(targets=[ast.Subscript(slice=ast.Constant() as key)], value=value) if key is site.node:
                    return _assigned(site, value)
    return None


def _assigned(site: Site, value: ast.expr) -> ast.expr | None:
    """The expression itself, or the only one that is assigned to the variable."""
    if not isinstance(value, ast.Name):
        return value
    walked = [list(ast.walk(statement)) for statement in site.block.statements]
    functions = [n for nodes in walked for n in nodes if isinstance(n, FUNCTIONS)]
    inner = [f for f in functions if any(n is value for n in ast.walk(f))]
    for function in inner[-1:]:
        stored = [n for n in ast.walk(function) if isinstance(n, ast.Name | ast.arg) and _binds(n, value.id)]
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Name() as target], value=given) if stored == [target]:
                    return given
    return None


def _binds(node: ast.Name | ast.arg, name: str) -> bool:
    if isinstance(node, ast.arg):
        return node.arg == name
    return node.id == name and not isinstance(node.ctx, ast.Load)


def _derived(snapshot: Snapshot, run: QueryRun) -> Iterator[SharedRead]:
    yield from shared_reads(snapshot, run)
    yield from shared_fragments(snapshot, run)


SHARED_READS = Framework(derive=_derived)
