"""What `bulk-scan-without-iterator` says of memory: a loop keeps all rows, `iterator()` does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEASURE = """
import json, tracemalloc
from tests.prove import set_up

set_up()
from shop.models import Tag

Tag.objects.bulk_create([Tag(name=f"tag{i}") for i in range(20_000)], batch_size=500)


def peak(rows):
    tracemalloc.start()
    for tag in rows:
        tag.name
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


print(json.dumps([peak(Tag.objects.all()), peak(Tag.objects.all().iterator(chunk_size=2000))]))
"""


def test_a_stream_keeps_a_fraction_of_the_rows() -> None:
    """Ten chunks of rows: measured, a factor of about nine; a third is asked for."""
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True)
    kept, streamed = json.loads(done.stdout)
    assert streamed * 3 < kept
