"""Changes that somebody may agree to: shown as a diff first, made when the diff is still the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from scale_lsp.assistant.view import View
from scale_lsp.engine.fix import FixResult, applied, fix_all, fixes
from scale_lsp.engine.ignore import ignore_edit
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.report.diff import diff_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of texts. Nothing is written here."""

    title: str
    safety: Safety
    reason: str
    """Why it is not safe."""
    result: FixResult
    diff: str

    @property
    def digest(self) -> str:
        """Equal digests, equal changes."""
        return blake2b(self.diff.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def ways(view: View, finding: Finding) -> Iterator[Proposal]:
    """All ways to fix a finding, the preferred one first."""
    for made in fixes(view.snapshot, finding, view.config):
        yield _of(view, made)


def all_safe(view: View, paths: Sequence[str], rules: Collection[str] = ()) -> Proposal | None:
    """The safe fixes of the findings in some files, of some rules or of all; None when there are none."""
    result = fix_all(view.project, paths, view.config, rules=rules, stop=view.stop)
    if not result.applied:
        return None
    title = f"Apply {result.applied} safe fix{'' if result.applied == 1 else 'es'}"
    return Proposal(title, Safety.SAFE, "", result, diff_of(result, view.snapshot, view.name))


def silenced(view: View, finding: Finding) -> Proposal | None:
    """A comment that silences a finding; None where no line can carry one."""
    source = view.snapshot.source(finding.location.path)
    edit = ignore_edit(source, finding) if source is not None else None
    if edit is None:
        return None
    return _of(view, Fix(f"Ignore {finding.rule} on this line", Safety.SAFE, (edit,)))


def _of(view: View, made: Fix) -> Proposal:
    result = applied(view.snapshot, made)
    return Proposal(made.title, made.safety, made.reason, result, diff_of(result, view.snapshot, view.name))
