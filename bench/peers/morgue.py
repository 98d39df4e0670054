"""morgue itself, whole and without entities; and the engine below it alone."""

import json
import re
from pathlib import Path

from measure import Spent, answer, spend
from peers.peer import Peer


class Bare(Peer):
    name = "bare Tantivy"
    note = (
        "the limit: texts in memory before the clock starts, stock English stemmer, text "
        "stored, positions on; a writing thread for each core, as much memory as morgue's writer. "
        "Its peak memory has the texts in it"
    )

    def version(self):
        lock = Path("Cargo.lock").read_text()
        return re.search(r'name = "tantivy"\nversion = "(.*)"', lock)[1]

    def index(self, home):
        spent, printed = spend([self.tools / "examples/bare", self.archive.folder, home])
        return Spent(json.loads(printed)["seconds"], spent.memory)


class Morgue(Peer):
    name = "morgue"
    note = "`morgue index` from start to exit; the index with the ledger beside it"
    settings = ""
    # 1: nothing found.
    codes = (0, 1)

    def version(self):
        return answer([self.tools / "morgue", "--version"]).split()[-1]

    def index(self, home):
        home.mkdir()
        (home / "config.toml").write_text(self.settings)
        command = [self.tools / "morgue", "--index", home, "index", self.archive.folder]
        if self.archive.pattern:
            command += ["--path-pattern", self.archive.pattern]
        # 3: done, but some input was rejected.
        return spend(command, codes=(0, 3))[0]

    shapes = {
        "word": "{0}",
        "two words": "{0} {1}",
        "phrase": '"{0} {1}"',
        "within 5": "{0} W/5 {1}",
        "prefix": "{0}*",
    }

    def command(self, home, question):
        return [self.tools / "morgue", "--index", home, "search", self.query(question)]

    def hits(self, home, question):
        return int(answer([*self.command(home, question), "--count"], self.codes))


class MorgueWithoutNames(Morgue):
    name = "morgue, `entities = false`"
    note = "the same without people, organisations and places"
    settings = "entities = false\n"
