"""What a finding is known by from one run to the next, whatever its line and its file.

A fingerprint does not know the message: a finding whose cost has grown has the one it had before. The first half stands
for the definition around the finding, the second for the rule and what is written there: when a function gets another
name, the second half stays.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from scale_lsp.finding import Finding
from scale_lsp.index.project import Snapshot
from scale_lsp.text.anchors import anchor


def fingerprint(snapshot: Snapshot, finding: Finding) -> str:
    """`<definition>-<content>` in hexadecimal digits; the same for equal code in two files, such as two commands."""
    here = anchor(snapshot.sources[finding.location.path], finding.location.span)
    return f"{_hash(here.definition)}-{_hash(finding.rule, here.content, str(here.occurrence))}"


def fingerprints(snapshot: Snapshot, findings: Iterable[Finding]) -> list[str]:
    """Those of findings, in their order, each another: equal ones are numbered, `…-2`."""
    found = []
    seen: Counter[str] = Counter()
    for finding in findings:
        known = fingerprint(snapshot, finding)
        seen[known] += 1
        found.append(known if seen[known] == 1 else f"{known}-{seen[known]}")
    return found


def _hash(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(errors="surrogatepass"), digest_size=8).hexdigest()
