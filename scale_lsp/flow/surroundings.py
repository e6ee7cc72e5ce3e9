"""What surrounds the code that runs: a transaction, an event loop, another thread."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.values import Site


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the ways from an entry point to a place; nothing known is nothing there.

    `transaction`: inside `atomic()` of the default database; `begun` is where the outermost one is written, None where
    Django begins it. `committed`: in a function given to `on_commit()`, which
    runs behind the transaction. `loop`: on the thread of an event loop, whose other tasks wait. `thread`: in another
    thread, whose end the code awaits. `background`: in a thread or a task whose end nobody waits for. `through`: where
    a coroutine calls the function in which the place is, if that is none itself.

    https://docs.djangoproject.com/en/5.2/topics/db/transactions/
    https://docs.djangoproject.com/en/5.2/topics/async/#async-adapter-functions
    """

    transaction: bool = False
    begun: Site | None = None
    committed: bool = False
    loop: bool = False
    thread: bool = False
    background: bool = False
    through: Site | None = None

    def within(self, outer: Surroundings) -> Surroundings:
        """The same inside of others. Another thread has a connection of its own, and no event loop."""
        if outer == NOTHING_AROUND:
            return self
        elsewhere = self.thread or self.background
        held = outer.transaction and not (self.committed or elsewhere)
        return Surroundings(
            transaction=self.transaction or held,
            begun=outer.begun if held else self.begun,
            committed=self.committed or outer.committed,
            loop=self.loop or (outer.loop and not elsewhere),
            thread=self.thread or outer.thread,
            background=self.background or outer.background,
            through=self.through if self.loop or elsewhere else outer.through,
        )


def transaction(begun: Site) -> Surroundings:
    """Inside the transaction that `atomic` begins there."""
    return Surroundings(transaction=True, begun=begun)


NOTHING_AROUND = Surroundings()
IN_TRANSACTION = Surroundings(transaction=True)
AFTER_COMMIT = Surroundings(committed=True)
IN_LOOP = Surroundings(loop=True)
IN_THREAD = Surroundings(thread=True)
IN_BACKGROUND = Surroundings(background=True)
