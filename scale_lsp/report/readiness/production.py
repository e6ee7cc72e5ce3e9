"""The settings of production as a report reads them: only what is surely so."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.config import Config
from scale_lsp.flow.declared import DatabaseConfigured, ProductionSettings, declared_facts
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.values import Setting


@dataclass(frozen=True, slots=True)
class Production:
    """The first settings module of production, as for its capacity; `files` are those that settings are read from."""

    settings: ProductionSettings | None
    database: Setting | None
    files: frozenset[str]

    @classmethod
    def of(cls, snapshot: Snapshot, config: Config) -> Production:
        facts = declared_facts(snapshot, config.production_settings)
        modules = [fact for fact in facts if isinstance(fact, ProductionSettings)]
        first = modules[0] if modules else None
        databases = [
            fact.setting
            for fact in facts
            if isinstance(fact, DatabaseConfigured)
            and fact.production is first
            and fact.alias == "default"
            and not fact.condition
        ]
        files = {setting.site.path for module in modules for setting in module.settings.values()}
        return cls(first, databases[0] if databases else None, frozenset(files | {one.path for one in modules}))

    def get(self, *names: str) -> Setting | None:
        """A setting, or what is below it by its keys."""
        found = self.settings.get(names[0]) if self.settings is not None else None
        for name in names[1:]:
            found = found.get(name) if found is not None else None
        return found
