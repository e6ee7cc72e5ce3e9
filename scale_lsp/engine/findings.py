"""What the rules say of the facts, kept up to date: a rule runs again on what has changed, and on nothing else."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from operator import eq, is_
from typing import Any

from scale_lsp.config import Config
from scale_lsp.engine.made import Group, Made, Place
from scale_lsp.engine.moved import Moved, places, shifted
from scale_lsp.engine.registry import Rule, registry
from scale_lsp.finding import Finding
from scale_lsp.flow.analysis import Analysis, followed
from scale_lsp.flow.assembly import Assembly, assembly_of
from scale_lsp.flow.declared import DeclaredFact, declared_facts
from scale_lsp.flow.steps import Interrupted, never
from scale_lsp.frameworks import ALL
from scale_lsp.index.dependencies import Dependency, Users, files
from scale_lsp.index.derived import derived
from scale_lsp.index.project import File, Snapshot
from scale_lsp.rule import Context
from scale_lsp.text.folders import relative_to
from scale_lsp.text.positions import Location

Survey = Callable[[Snapshot, Sequence[DeclaredFact]], Iterator[Any]]


class Findings:
    """The findings of a project, before suppressions."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.broken: dict[str, str] = {}
        """Rules that raised, with the traceback: each is named once and silent from then on."""
        self.checked: dict[str, tuple[File, tuple[Finding, ...]]] = {}
        """What `check` said of the files it was asked about."""
        self.made = Made()
        """The fixes that an editor asks for at every move of the cursor."""
        self._active: dict[str, frozenset[str]] = {}
        self._facts: dict[Group, Sequence[Any]] = {}
        self._found: dict[Group, tuple[Finding, ...]] = {}
        self._of_path: dict[str, dict[Group, tuple[Finding, ...]]] = {}
        """What is found in the groups that have findings in a file, or name a place in it."""
        self._apart: dict[str, dict[Group, None]] = {}
        """Those of which a finding names a place in the file that is not in its own block."""
        self._uses: dict[Group, tuple[Dependency, ...]] = {}
        self._users = Users[Group]()
        self._contexts: dict[str, Context] = {}
        self._moved: dict[Group, None] = {}
        """Groups whose findings were moved since the rules ran: the values of these are older than their places."""
        self._sources: dict[str, File] = {}
        self._fed: dict[int, frozenset[str]] = {}
        """Pending entries, and the files with findings that rested on them."""
        self._revision = 0

    def of(self, path: str) -> Iterator[Finding]:
        """The findings in a file."""
        every = chain.from_iterable(self._of_path.get(path, {}).values())
        return (finding for finding in every if finding.location.path == path)

    def naming(self, path: str) -> list[str]:
        """The files with findings that name a place in a file which is not in their own block, in order."""
        groups = self._apart.get(path, ())
        return sorted({finding.location.path for group in groups for finding in self._found[group]})

    def active(self, snapshot: Snapshot, path: str) -> frozenset[str]:
        """The rules that run on a file."""
        if path not in self._active:
            relative = relative_to(path, snapshot.root)
            entries = registry().entries.items()
            active = frozenset(slug for slug, entry in entries if self.config.enabled(entry, relative))
            self._active[path] = next((same for same in self._active.values() if same == active), active)
        return self._active[path]

    def current(self, snapshot: Snapshot, finding: Finding) -> Finding | None:
        """The finding as the rule says it now, with the values that a fix needs; None when it is not there any more."""
        place = self.place_of(finding)
        if place is not None and place[0] in self._moved:
            self._run(snapshot, place[0])
            place = self.place_of(finding)
        return self._found[place[0]][place[1]] if place is not None else None

    def place_of(self, finding: Finding) -> Place | None:
        """What the findings of its file have it from."""
        groups = self._of_path.get(finding.location.path, {}).items()
        for is_it in (is_, eq):  # what is equal takes longer to tell
            for group, found in groups:
                for number, other in enumerate(found):
                    if is_it(other, finding):
                        return group, number
        return None

    def update(self, snapshot: Snapshot, first: str | None = None, stop: Callable[[], bool] = never) -> None:
        """Look at what has changed. `first`: only as far as it has to do with a file; `stop`: until it says so.

        What is left then counts as if it were not there: see `pending`. Raises Interrupted inside `interruptible`, also
        when there is nothing to look at: who asks many questions is interrupted between two of them.
        """
        analysis, assembly = followed(snapshot), assembly_of(snapshot)
        if analysis.stop():
            raise Interrupted
        if analysis.snapshot is not snapshot:
            self._follow(snapshot, analysis, assembly)
        elif not analysis.pending and snapshot.revision == self._revision:
            return
        if first is not None:
            analysis.interpret(ALL, lambda key, entry: entry.path == first or first in self._fed.get(key, ()))
        else:
            with suppress(Interrupted), interruptible(snapshot, stop):
                analysis.interpret(ALL, lambda *_: not stop())
        self._fed = {key: paths for key, paths in self._fed.items() if key in analysis.pending}
        assembly.update(analysis, ALL)
        changed = snapshot.changed_since(self._revision) if self._revision else None
        again = dict(self._users.of(changed)) if changed is not None else dict.fromkeys(self._facts)
        groups, assembly.changed = assembly.changed if self._revision else dict.fromkeys(assembly.facts), {}
        for key in groups:
            self._facts[key] = assembly.facts.get(key, ())
        again |= groups
        for survey, facts in self._surveyed(snapshot):
            if self._facts.get(survey, ()) is not facts:
                self._facts[survey] = facts
                again[survey] = None
        self._revision = snapshot.revision
        self.made.follow(changed)
        self._move(snapshot, changed, again)
        for group in again:
            self._run(snapshot, group)
        if first is None:  # nobody waits
            snapshot.trees.fold()

    @staticmethod
    def pending(snapshot: Snapshot) -> bool:
        """Whether there is something left to look at."""
        analysis = followed(snapshot)
        return analysis.snapshot is not snapshot or bool(analysis.pending)

    def _follow(self, snapshot: Snapshot, analysis: Analysis, assembly: Assembly) -> None:
        """Keep in mind which files had findings from what has to be looked at again: these are the first to want it."""
        for key in analysis.follow(snapshot, ALL):
            found = (finding for group in assembly.groups(key) for finding in self._found.get(group, ()))
            paths = frozenset(place.path for finding in found for place in places(finding))
            self._fed[key] = self._fed.get(key, frozenset()) | paths

    def _surveyed(self, snapshot: Snapshot) -> Iterator[tuple[Group, Sequence[Any]]]:
        """What is seen without interpretation. A framework that fails is named like a rule."""
        wanted = self.config.production_settings
        yield ("declared",), declared_facts(snapshot, wanted)
        for framework in ALL:
            survey = framework.survey
            if survey is None or survey.__module__ in self.broken:
                continue
            try:
                facts = derived(snapshot, (survey.__module__, *wanted), partial(_survey, survey, wanted), late=True)
            except Exception:
                self.broken[survey.__module__] = traceback.format_exc()
                facts = ()
            yield ("survey", survey.__module__), facts

    def _move(self, snapshot: Snapshot, changed: Set[Dependency] | None, again: dict[Group, None]) -> None:
        """Move the findings of edited files that are still true; those on lines that were replaced are made again."""
        edited = self._sources if changed is None else [path for path in files(changed) if path in self._sources]
        for path in [p for p in edited if snapshot.sources.get(p) is not self._sources[p]]:
            before, after = self._sources.pop(path), snapshot.sources.get(path)
            if after is None:
                again |= dict.fromkeys(self._of_path.get(path, {}))
                continue
            self._sources[path] = after
            if after.begins_like(before):
                continue  # another comment
            moved = Moved(before, after)
            for group, found in self._of_path.get(path, {}).items():
                near = [place for finding in found for place in places(finding) if moved.concerns(place)]
                by = [moved.lines(place) for place in near if place.path == path]
                if not any(one != 0 for one in by) or group in again:
                    continue
                if None in by:
                    again[group] = None
                else:
                    self._moved[group] = None
                    self._keep(group, tuple(shifted(finding, path, moved) for finding in found))

    def _run(self, snapshot: Snapshot, group: Group) -> None:
        """Tell the rules of a group anew."""
        self._users.remove(group, self._uses.pop(group, ()))
        self._moved.pop(group, None)
        self.made.forget(group)
        for finding in self._found.pop(group, ()):
            self.checked.pop(finding.location.path, None)
            for place in places(finding):
                self._of_path.get(place.path, {}).pop(group, None)
                self._apart.get(place.path, {}).pop(group, None)
        with snapshot.reads.noted() as uses:
            found = tuple(dict.fromkeys(self._said(snapshot, self._facts[group])))
        if not self._facts[group]:
            del self._facts[group]
        if uses:
            self._uses[group] = tuple(uses)
            self._users.add(group, uses)
        self._keep(group, found)
        for finding in found:
            for place in places(finding):
                self._sources.setdefault(place.path, snapshot.sources[place.path])
            for related in finding.related:
                if not in_one_block(snapshot, finding.location, related.location):
                    self._apart.setdefault(related.location.path, {})[group] = None

    def _keep(self, group: Group, found: tuple[Finding, ...]) -> None:
        if found:
            self._found[group] = found
        for finding in found:
            self.checked.pop(finding.location.path, None)
            for place in places(finding):
                self._of_path.setdefault(place.path, {})[group] = found

    def _context(self, snapshot: Snapshot, rule: Rule) -> Context:
        known = self._contexts.get(rule.entry.slug)
        if known is None or known.snapshot is not snapshot:
            known = self._contexts[rule.entry.slug] = context(snapshot, rule, self.config)
        return known

    def _said(self, snapshot: Snapshot, facts: Iterable[Any]) -> Iterator[Finding]:
        for fact in facts:
            for rule in registry().by_fact.get(type(fact), ()):
                if rule.check is not None and rule.entry.slug not in self.broken:
                    try:
                        yield from rule.check(fact, self._context(snapshot, rule))
                    except Exception:  # a rule must never take the editor down
                        self.broken[rule.entry.slug] = traceback.format_exc()


@contextmanager
def interruptible(snapshot: Snapshot, stop: Callable[[], bool]) -> Iterator[None]:
    """Look at the project until `stop` says so, then raise Interrupted. What has been looked at is kept."""
    analysis = followed(snapshot)
    before, analysis.stop = analysis.stop, stop
    try:
        yield
    finally:
        analysis.stop = before


def _survey(survey: Survey, wanted: Collection[str], snapshot: Snapshot) -> Sequence[Any]:
    return tuple(survey(snapshot, declared_facts(snapshot, wanted)))


def context(snapshot: Snapshot, rule: Rule, config: Config) -> Context:
    """What a rule may ask."""
    return Context(snapshot, rule.entry, config.severity_of(rule.entry), config.options, config.django)


def in_one_block(snapshot: Snapshot, one: Location, other: Location) -> bool:
    """Whether two places are in the same function, the same member of a class, the same template."""
    source = snapshot.sources.get(one.path) if one.path == other.path else None
    return source is not None and source.block_at(one.span.start.line) is source.block_at(other.span.start.line)
