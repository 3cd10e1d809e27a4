"""The sessions of a server: few, each with a secret name, forgotten when they are not used."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dipsim.live import limits
from dipsim.live.session import Session
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.schema.spec import Spec


class SessionLost(ArgumentError):
    """The session is not there, or no longer."""


@dataclass
class Kept:
    """A session, when it began, when it was used last, and who uses it."""

    session: Session
    began: float
    used: float
    lock: threading.Lock = field(default_factory=threading.Lock)


class Sessions:
    """Sessions by name. ``clock`` gives seconds that only grow."""

    def __init__(self, base: Spec, seed: int, replicate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.base, self.seed, self.replicate, self.clock = base, seed, replicate, clock
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()
        self._computing = threading.BoundedSemaphore(limits.AT_ONCE)

    def __len__(self) -> int:
        with self._lock:
            self._forget()
            return len(self._kept)

    def new(self, spec: Spec | None = None) -> str:
        """The name of a new session of ``spec``, or of the scenario of this server when it is None. The oldest session
        may be dropped for it."""
        with self._computing:
            session = Session(self.base if spec is None else spec, self.seed, self.replicate)
        name = secrets.token_urlsafe(24)
        with self._lock:
            self._forget()
            while len(self._kept) >= limits.SESSIONS:
                del self._kept[min(self._kept, key=lambda one: self._kept[one].used)]
            self._kept[name] = Kept(session, self.clock(), self.clock())
        return name

    @contextmanager
    def use(self, name: str) -> Iterator[Session]:
        """The session called ``name`` for the length of one request; other requests wait. Raises SessionLost."""
        with self._lock:
            self._forget()
            kept = self._kept.get(name)
            if kept is None:
                raise SessionLost("this session is over (half an hour without use ends it); load the page again")
            kept.used = self.clock()
        with kept.lock, self._computing:
            yield kept.session
        kept.used = self.clock()

    def _forget(self) -> None:
        now = self.clock()
        for name, kept in list(self._kept.items()):
            if now - kept.used > limits.IDLE or now - kept.began > limits.LIFE:
                del self._kept[name]
