"""Markdown: tables, and the marked sections of documents that they go into.

Everything that stands between `<!-- NAME -->` and `<!-- /NAME -->` is written
anew; the rest of the document is left alone.
"""

import datetime
import os
import platform
import subprocess
from pathlib import Path

from measure import Refusal, floor


def table(head, rows):
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def section(document, name):
    """The text of a document before and after a marked section."""
    text = Path(document).read_text() if Path(document).exists() else ""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    if text.count(start) != 1 or text.count(end) != 1:
        raise Refusal(
            f"{document}: has no section to write into\n"
            f"  put `<!-- {name} -->` and `<!-- /{name} -->` on lines of their own"
        )
    before, rest = text.split(start)
    return before + start, end + rest.split(end)[1]


def write_section(document, name, text):
    before, after = section(document, name)
    Path(document).write_text(f"{before}\n{text.strip()}\n\n{after}")


def machine():
    """The machine, the day and the version measured, in a sentence or two."""
    model = first("/proc/cpuinfo", "model name") or platform.processor()
    memory = int((first("/proc/meminfo", "MemTotal") or "0").split()[0]) / 1024**2
    day = datetime.date.today()
    facts = (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB of memory, "
        f"{platform.system()} {platform.release()}; {day:%-d %B %Y}; commit {commit()}."
    )
    profile = sorted(
        f"`{key}={value}`" for key, value in os.environ.items()
        if key.startswith("CARGO_PROFILE_RELEASE_")
    )
    if profile:
        facts += f" Built with another profile than the one of the project: {', '.join(profile)}."
    return facts


def first(path, key):
    for line in Path(path).read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return None


def commit():
    """What is measured: the commit, and whether anything but the documents that
    the tables are written to has changed since."""
    git = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(git, capture_output=True, text=True)
    git = ["git", "diff", "--quiet", "HEAD", "--", ".", ":!docs", ":!README.md"]
    changed = subprocess.run(git, capture_output=True).returncode != 0
    name = done.stdout.strip()
    return (name + ("-dirty" if changed else "")) if name else "unknown"


def megabytes(count):
    return f"{count / 1e6:,.0f} MB"


def memory(count):
    return megabytes(count) if count > floor() else f"≤ {megabytes(floor())}"


def milliseconds(seconds):
    value = 1000 * seconds
    return f"{value:.1f} ms" if value < 100 else f"{value:,.0f} ms"


def short(seconds):
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:,.0f} s"
