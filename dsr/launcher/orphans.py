"""No child is left behind: the kernel ends it when its parent is gone, however that ended."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def ends_with_parent(with_signal: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """Return what a child runs before its program, so that it is sent a signal when this process dies.

    Linux only; elsewhere the child is ended by its parent alone. Source: prctl(2), PR_SET_PDEATHSIG.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def before_exec() -> None:
        if libc is None:
            return
        libc.prctl(PR_SET_PDEATHSIG, int(with_signal))
        # The parent may have died before the line above could take effect.
        if os.getppid() != parent:
            os._exit(1)

    return before_exec
