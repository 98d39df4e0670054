"""Runs commands and says what they took: time, memory, bytes on disk.

Knows no contestant and no table.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

median = statistics.median


class Refusal(Exception):
    """What keeps a run from being a fair one, and what to do about it."""


@dataclass
class Spent:
    """What a command took."""

    seconds: float
    # Of the largest process below the command, in bytes.
    memory: int
    # What of the command's memory was its own, not the mapped pages of files,
    # as far as looking every so often tells; 0 where the system does not say.
    own: int = 0


def spend(command, codes=(0,), env=None):
    """Runs a command from start to exit; returns what it took and printed."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env
        )
        own = Own(process.pid)
        memory, code = reap(process)
        seconds = time.perf_counter() - start
        own.stop()
        if code not in codes:
            output.seek(0)
            raise Refusal(failure(command, code, output.read()))
        output.seek(0)
        return Spent(seconds, memory, own.peak), output.read().decode(errors="replace")


class Own:
    """Looks at the memory of a process every so often, and keeps the peak."""

    EVERY = 0.05

    def __init__(self, pid):
        self.peak = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look, args=[f"/proc/{pid}/status"])
        self.thread.start()

    def look(self, status):
        while not self.over.wait(self.EVERY):
            try:
                lines = Path(status).read_text().splitlines()
            except OSError:
                return
            own = [line.split()[1] for line in lines if line.startswith("RssAnon:")]
            self.peak = max([self.peak, *(int(size) * 1024 for size in own)])

    def stop(self):
        self.over.set()
        self.thread.join()


def reap(process):
    """Waits for a process: peak memory in bytes (its own or that of the
    largest process that it waited for), and exit code."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * 1024, process.returncode


def ask(command, codes=(0,), env=None):
    """Seconds from start to exit, with the whole answer read from a pipe."""
    start = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=env)
    seconds = time.perf_counter() - start
    if done.returncode not in codes:
        raise Refusal(failure(command, done.returncode, done.stderr))
    return seconds


def answer(command, codes=(0,), env=None):
    """What a command prints."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=env)
    if done.returncode not in codes:
        raise Refusal(failure(command, done.returncode, done.stderr))
    return done.stdout.decode(errors="replace")


def failure(command, code, output):
    tail = output.decode(errors="replace").strip().splitlines()[-10:]
    shown = " ".join(str(part) for part in command[:6])
    return "\n".join([f"{shown} …: ended with {code}", *tail])


def bytes_in(folder):
    return sum(file.stat().st_size for file in files_in(folder))


def files_in(folder):
    """Gives the files below a folder one by one: a list of a million would be
    memory of this script (see `floor`)."""
    for place, _, names in os.walk(folder):
        for name in names:
            yield Path(place, name)


def floor():
    """Memory below which nothing can be told, in bytes: Linux counts for a new
    process what the one that started it held, and that is this script."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def say(line):
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)
