"""The tools: what an agent may ask, checked by the types of the parameters. Only `apply_fix` changes something."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, TypeVar

from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, Field

from scale_lsp.assistant import models
from scale_lsp.assistant.proposals import Proposal, ways
from scale_lsp.config import did_you_mean
from scale_lsp.engine.explain import explain as explained
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Safety
from scale_lsp.mcp import describe, shapes
from scale_lsp.mcp.roots import Refused
from scale_lsp.mcp.workspace import Workspace
from scale_lsp.text.folders import within

T = TypeVar("T")

Offset = Annotated[int, Field(ge=0, description="How many to pass over: `next_offset` of the answer before.")]
Limit = Annotated[int, Field(ge=1, le=200, description="The most to answer at once.")]
Id = Annotated[str, Field(max_length=1000, description="The id of a finding, from `check`.")]
Paths = Annotated[
    list[str], Field(max_length=100, description="Files or folders below a root; without any, the whole project.")
]
Names = Annotated[list[str], Field(max_length=100, description="Rules or categories; without any, all of them.")]
_LEVELS = list(Safety)
_SEVERITIES = ["error", "warning", "info", "hint"]


class Tools:
    """The functions that are registered, each with its description for the agent."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def check(
        self,
        paths: Paths = [],  # noqa: B006 - the schema shows it
        rules: Names = [],  # noqa: B006
        severity: Annotated[shapes.Severity, Field(description="The least severe to answer.")] = "hint",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, shapes.Findings]:
        """Find what will not scale in a Django project: N+1 queries, unbounded pages, missing indexes, settings and
        deployment that cap the site. The most important findings come first, with the cost now and after the fix.
        """
        _check_names(rules)
        with self._workspace.open() as session:
            below = session.below(paths)
            wanted = _SEVERITIES[: _SEVERITIES.index(severity) + 1]
            matching = [
                (view, finding)
                for view, finding in session.findings()
                if finding.severity.value in wanted
                and (not below or any(within(finding.location.path, path) for path in below))
                and (not rules or {finding.rule, registry().entries[finding.rule].category} & set(rules))
            ]
            answer = shapes.Findings(
                **_page(len(matching), offset, limit),
                by_rule=dict(Counter(finding.rule for _, finding in matching).most_common()),
                findings=[describe.found(session, *each) for each in matching[offset : offset + limit]],
                notes=[f"{place}: {reason}" for place, reason in session.left_out][:20],
            )
        lines = [f"{len(matching)} findings"] if matching else ["Nothing found."]
        lines += [
            f"{f.place.file}:{f.place.line}:{f.place.column}: {f.severity} {f.rule}: {f.message}"
            + (f" [{f.fix} fix]" if f.fix else "")
            for f in answer.findings
        ]
        return _answer(answer, *lines, *answer.notes, _more(answer))

    def explain(self, id: Id) -> Annotated[CallToolResult, shapes.Explained]:
        """Explain one finding: what it costs and why, an example before and after, the code around it."""
        with self._workspace.open() as session:
            view, finding = session.find(id)
            answer = shapes.Explained(
                finding=describe.found(session, view, finding),
                markdown=explained(finding, view.config),
                source=describe.source(view, finding.location),
            )
        read = [f"- {p.file}:{p.line}: {p.message}" for p in answer.finding.related]
        return _answer(answer, answer.markdown, f"```\n{answer.source}\n```", *read)

    def fix_preview(self, id: Id) -> Annotated[CallToolResult, shapes.Preview]:
        """Show the fixes of a finding as unified diffs, and change nothing."""
        with self._workspace.open() as session:
            view, finding = session.find(id)
            answer = shapes.Preview(id=id, fixes=[describe.way(session, each) for each in ways(view, finding)])
        if not answer.fixes:
            return _answer(answer, "There is no automatic fix; `explain` and `rule` say what to do.")
        return _answer(answer, *(_shown(each) for each in answer.fixes))

    def apply_fix(
        self,
        id: Id,
        title: Annotated[str, Field(max_length=500, description="Which fix; empty: the preferred one.")] = "",
        digest: Annotated[str, Field(max_length=64, description="Of the preview; then only this very change.")] = "",
        accept: Annotated[
            shapes.Safety,
            Field(
                description="`unsafe` accepts a change of behaviour that `reason` names, `manual` an unfinished one."
            ),
        ] = "safe",
    ) -> Annotated[CallToolResult, shapes.Applied]:
        """Write the fix of one finding to disk. The answer is the unified diff of what was changed."""
        with self._workspace.open() as session:
            view, finding = session.find(id)
            proposal = _chosen(list(ways(view, finding)), title, digest)
            if _LEVELS.index(proposal.safety) > _LEVELS.index(Safety(accept)):
                why = f": {proposal.reason}" if proposal.reason else ""
                raise Refused(f"{proposal.title!r} is {proposal.safety.value}{why}. Nothing was changed; see `accept`")
            session.apply(proposal)
            answer = shapes.Applied(id=id, fix=describe.way(session, proposal))
        return _answer(answer, _shown(answer.fix))

    def endpoints(
        self,
        name: Annotated[
            str, Field(max_length=500, description="A view, task or command by its name, or a URL; empty: all of them.")
        ] = "",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, shapes.Endpoints]:
        """How many queries one run of each view, API, admin page, task, command and consumer sends, as a formula: now
        and when the findings are fixed, the most expensive first. For a single one also each place that sends some.
        """
        with self._workspace.open() as session:
            known = [(view, each) for view in session.views.values() for each in view.endpoints]
            if name.startswith("/"):
                matching = [(view, each) for view in session.views.values() for each in view.endpoints_at(name)]
            else:
                wanted = f".{name.lower()}." if name else "."
                matching = [(view, each) for view, each in known if wanted in f".{each.name.lower()}."]
            if name and not matching:
                names = [each.name.rpartition(".")[2] for _, each in known]
                raise Refused(f"There is no endpoint {name!r}{did_you_mean(name, names)}")
            page = matching[offset : offset + limit]
            answer = shapes.Endpoints(
                **_page(len(matching), offset, limit),
                endpoints=[describe.endpoint(session, view, each, len(matching) == 1) for view, each in page],
            )
        lines = [
            f"{' '.join([e.kind, e.name, *e.routes])} {e.place}: {e.queries} → {e.fixed} queries"
            + (f", n = {e.n}: {e.at:,} → {e.fixed_at:,}" if e.n else "")
            for e in answer.endpoints
        ]
        steps = [f"- {s.place} `{s.words}`: {s.queries}" for e in answer.endpoints for s in e.steps]
        return _answer(answer, *lines, *steps, _more(answer))

    def report(
        self,
        users: Annotated[int, Field(ge=0, le=1_000_000_000, description="Users to carry; 0: as configured.")] = 0,
    ) -> Annotated[CallToolResult, shapes.Reports]:
        """Whether each project is ready for so many users: a verdict with what gives way first, what is good already,
        findings in the order of what they cost at that number, capacity by scale, a roadmap and a checklist.
        """
        answer = shapes.Reports(reports=self.reports(users))
        return _answer(answer, *(one.markdown for one in answer.reports))

    def reports(self, users: int) -> list[shapes.Report]:
        with self._workspace.open() as session:
            return [describe.report(root, view, users) for root, view in session.views.items()]

    def model_graph(
        self,
        model: Annotated[str, Field(max_length=200, description="`Order` or `shop.Order`; empty: all models.")] = "",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, shapes.Models]:
        """The models of the project: columns, indexes and relations, also reverse ones, as Django names them."""
        with self._workspace.open() as session:
            known = [each for view in session.views.values() for each in models.models(view)]
            wanted = model.lower()
            matching = [e for e in known if wanted in ("", e.label.lower(), e.label.lower().rpartition(".")[2])]
            if wanted and not matching:
                raise Refused(
                    f"There is no model {model!r}{did_you_mean(model, [e.label.split('.')[-1] for e in known])}"
                )
            answer = shapes.Models(
                **_page(len(matching), offset, limit),
                models=[describe.model(session, each) for each in matching[offset : offset + limit]],
            )
        lines = [
            f"{m.label} ({m.place}): {', '.join(m.columns)}; "
            + ", ".join(f"{r.name} → {'many ' if r.many else ''}{r.to or '?'}" for r in m.relations)
            for m in answer.models
        ]
        return _answer(answer, *lines, _more(answer))

    def rule(
        self, rule: Annotated[str, Field(max_length=100, description="The name of a rule; empty: a list of all.")] = ""
    ) -> Annotated[CallToolResult, shapes.Rules]:
        """What a rule means: what happens, why it costs, how to mend it, when to leave it, how to silence it."""
        entries = registry().entries
        if rule and rule not in entries:
            raise Refused(f"There is no rule {rule!r}{did_you_mean(rule, entries)}")
        chosen = [entries[rule]] if rule else list(entries.values())
        answer = shapes.Rules(rules=[describe.rule(entry, bool(rule)) for entry in chosen])
        if rule:
            silence = f"Silence it in a comment on the line: `# scale: ignore[{rule}]`."
            return _answer(answer, answer.rules[0].page, silence)
        return _answer(
            answer, *(f"{r.rule} ({r.category}, {r.severity}, {r.fix} fix): {r.title}" for r in answer.rules)
        )


def _chosen(proposals: list[Proposal], title: str, digest: str) -> Proposal:
    if not proposals:
        raise Refused("There is no automatic fix; `explain` and `rule` say what to do")
    titled = [p for p in proposals if not title or p.title == title]
    if not titled:
        raise Refused(f"There is no fix {title!r}; there is {', '.join(repr(p.title) for p in proposals)}")
    if not digest:
        return titled[0]
    same = next((p for p in titled if p.digest == digest), None)
    if same is None:
        raise Refused("The change would be another one by now; ask `fix_preview` again. Nothing was changed")
    return same


def _check_names(names: list[str]) -> None:
    known = {*registry().entries, *(entry.category for entry in registry().entries.values())}
    for name in names:
        if name not in known:
            raise Refused(f"There is no rule or category {name!r}{did_you_mean(name, known)}")


def _page(total: int, offset: int, limit: int) -> dict[str, int | None]:
    return {"total": total, "offset": offset, "next_offset": offset + limit if offset + limit < total else None}


def _more(page: shapes.Page) -> str:
    return f"More from offset {page.next_offset} of {page.total}." if page.next_offset is not None else ""


def _shown(way: shapes.Way) -> str:
    safety = way.safety + (f": {way.reason}" if way.reason else "")
    cut = "\n… the diff is longer" if way.truncated else ""
    return f"{way.title} ({safety}), digest {way.digest}\n```diff\n{way.diff}{cut}```"


def _answer(answer: BaseModel, *text: str) -> CallToolResult:
    """Text for a reader, and the same structured."""
    content = TextContent(type="text", text="\n".join(part for part in text if part))
    return CallToolResult(content=[content], structured_content=answer.model_dump(mode="json"))
