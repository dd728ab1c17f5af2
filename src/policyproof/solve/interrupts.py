"""Ctrl-C while the solver works: it stops at once.

Python itself only notes the signal during a question, and raises `KeyboardInterrupt` when the answer is there, be it minutes
later. The solver's own way of heeding the signal looks like a limit that was hit, which is something else.
"""

from __future__ import annotations

import os
import signal
from functools import cache
from threading import Thread, current_thread, main_thread


@cache
def heed_interrupts() -> None:
    """From now on, a Ctrl-C ends the question under way too. Where somebody else handles the signal, nothing changes."""
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    Thread(target=_watch, args=(reading,), daemon=True).start()


def _watch(signals: int) -> None:
    """Waits for the number of a signal. By then `KeyboardInterrupt` is due as soon as the solver lets go."""
    import z3  # noqa: PLC0415 - loaded by now

    while number := os.read(signals, 1):
        if number[0] == signal.SIGINT:
            z3.main_ctx().interrupt()
