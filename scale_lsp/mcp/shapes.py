"""What the tools answer, as the schemas that agents see. Lines and columns count from one."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["error", "warning", "info", "hint"]
Safety = Literal["safe", "unsafe", "manual"]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Shape):
    file: str = Field(description="Relative to the root; absolute when the server has several roots.")
    line: int
    column: int
    end_line: int
    end_column: int
    message: str = ""


class Cost(Shape):
    resource: str
    now: str = Field(description="A formula: `1 + n`.")
    fixed: str
    n: str = Field(description="What n counts.")
    at: int = Field(description="The n that the two numbers are for.")
    now_at: int
    fixed_at: int


class Found(Shape):
    id: str = Field(description="For `explain`, `fix_preview` and `apply_fix`.")
    rule: str
    severity: Severity
    message: str
    place: Place
    related: list[Place]
    cost: Cost | None
    fix: Safety | None = Field(description="The safest fix there may be; null when there is none.")


class Page(Shape):
    total: int
    offset: int
    next_offset: int | None = Field(description="Where the next page begins; null on the last one.")


class Findings(Page):
    by_rule: dict[str, int] = Field(description="How many of all that match, by rule.")
    findings: list[Found] = Field(description="Those to look at first before the others.")
    notes: list[str] = Field(description="What could not be judged.")


class Explained(Shape):
    finding: Found
    markdown: str
    source: str = Field(description="The lines around the place, numbered.")


class Way(Shape):
    title: str
    safety: Safety
    reason: str = Field(description="Why it is not safe.")
    files: list[str]
    diff: str
    digest: str = Field(description="For `apply_fix`, which refuses when the change would be another one by then.")
    truncated: bool


class Preview(Shape):
    id: str
    fixes: list[Way] = Field(description="The preferred one first; none when the code has to be changed by hand.")


class Applied(Shape):
    id: str
    fix: Way


class Step(Shape):
    place: str
    words: str
    queries: str = Field(description="A formula, as of the endpoint.")
    at: int = Field(description="The number at the configured or usual rows.")


class Endpoint(Shape):
    kind: Literal["view", "api", "admin", "task", "command", "consumer"]
    name: str
    routes: list[str]
    place: str
    queries: str = Field(description="Of one run: `1 + n`, with n rows, and m below each of them.")
    fixed: str = Field(description="The same when the findings are fixed.")
    n: str = Field(description="What n counts.")
    at: int = Field(description="The queries at the configured or usual rows.")
    fixed_at: int
    paginated: bool | None = Field(description="Null where no list is answered, or where it is not known.")
    cached: bool
    emails: int
    external_calls: int
    writes: int
    steps: list[Step] = Field(description="The most expensive ones first; empty in a list of several endpoints.")
    findings: list[str] = Field(description="Their ids.")
    unknown: list[str] = Field(description="What could not be counted.")


class Endpoints(Page):
    endpoints: list[Endpoint]


class Report(Shape):
    root: str
    verdict: str = Field(description="`ready`, `partially ready`, `not ready` or `not known`.")
    users: int
    markdown: str


class Reports(Shape):
    reports: list[Report]


class Relation(Shape):
    name: str
    kind: str
    to: str
    many: bool
    forward: bool
    null: bool


class Model(Shape):
    label: str = Field(description="`app.Model`.")
    place: str
    abstract: bool
    columns: list[str]
    relations: list[Relation]
    indexes: list[list[str]]
    rows: int | None = Field(description="The rows of its table, where the configuration says so.")


class Models(Page):
    models: list[Model]


class Rule(Shape):
    rule: str
    category: str
    title: str
    severity: Severity
    fix: Literal["safe", "unsafe", "manual", "none"]
    preview: bool = Field(description="Off until it is asked for.")
    page: str = Field(description="Markdown; empty in the list of all rules.")


class Rules(Shape):
    rules: list[Rule]
