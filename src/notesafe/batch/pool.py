"""`Pool`: tasks in, results out in the same order, in one process or in several."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import Any

from notesafe.batch.options import Options
from notesafe.batch.worker import Worker
from notesafe.errors import BatchError, NotesafeError

__all__ = ["Pool"]

_AHEAD = 3  # tasks in flight for each process: enough that none waits, few enough to bound memory
_here: dict[str, Any] = {}


class Pool:
    """
    Workers. With one job the work is done in this process.

    A worker that dies takes no result with it: what was in flight is done again,
    task by task and then piece by piece, until it is known which piece kills.
    """

    def __init__(self, options: Options, jobs: int) -> None:
        self._options = options
        self._jobs = jobs
        self._worker = Worker(options) if jobs == 1 else None
        self._pool = self._start() if jobs > 1 else None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def facts(self) -> dict[str, Any]:
        """
        Return what the workers work with; afterwards all have loaded their model.

        Raises:
            NotesafeError: They cannot start.
        """
        told: list[dict[str, Any]] = [facts for _, facts in self.run({type(None): "facts"}, [None] * self._jobs)]
        return told[0]

    def run(self, methods: Mapping[type, str], tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each task with the result of the method for its type, in order; no more than a few are in flight."""
        if self._worker is not None:
            for task in tasks:
                yield task, getattr(self._worker, methods[type(task)])(task)
            return
        waiting: deque[tuple[Any, Future[Any]]] = deque()
        source = iter(tasks)
        more = True
        while more or waiting:
            while more and len(waiting) < self._jobs * _AHEAD:
                task = next(source, _END)
                more = task is not _END
                if more:
                    waiting.append((task, self._submit(methods[type(task)], task)))
            if not waiting:
                return
            task, future = waiting[0]
            try:
                result = future.result()
            except BrokenProcessPool:
                flying = [t for t, _ in waiting]
                waiting.clear()
                self._restart()
                for one in flying:
                    yield one, self._alone(methods[type(one)], one)
                continue
            waiting.popleft()
            yield task, result

    def _alone(self, method: str, task: Any) -> Any:
        """Return the result of a task that is the only one in flight; what kills its worker is given up."""
        try:
            return self._submit(method, task).result()
        except BrokenProcessPool:
            self._restart()
        parts = task.split() if hasattr(task, "split") else []
        if len(parts) > 1:
            results = [self._alone(method, part) for part in parts]
            return set().union(*results) if isinstance(results[0], set) else type(results[0]).joined(results)
        if not hasattr(task, "lost"):
            raise BatchError("a worker process died at its start, perhaps for lack of memory. Use fewer --jobs.")
        return set() if method.startswith("survey") else task.lost()

    def _submit(self, method: str, task: Any) -> Future[Any]:
        if self._pool is None:
            raise BatchError("the pool is closed.")
        try:
            return self._pool.submit(_do, method, task)
        except BrokenProcessPool:
            failed: Future[Any] = Future()
            failed.set_exception(BrokenProcessPool())
            return failed

    def _start(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork copies the locks of threads that do not exist in it.
        return ProcessPoolExecutor(
            self._jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._options,)
        )

    def _restart(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start()


_END = object()


def _begin(options: Options) -> None:
    """Set up a worker process: one thread for each engine, and an end when the parent ends."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here["options"] = options


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(method: str, task: Any) -> Any:
    """Do a task in a worker process, which loads the model with its first."""
    try:
        if "worker" not in _here:
            _here["worker"] = Worker(_here["options"])
        return getattr(_here["worker"], method)(task)
    except NotesafeError:
        raise
    except Exception as error:  # noqa: BLE001 - its text could quote a note, and would be pickled with it
        raise BatchError(f"a worker failed ({type(error).__name__}).") from None
