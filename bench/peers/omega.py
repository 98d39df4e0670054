"""Xapian Omega: `omindex`, and Xapian's `quest` to ask."""

import re

from measure import answer, spend
from peers.peer import Peer


class Omega(Peer):
    name = "Xapian omindex"
    key = "omega"
    package = "xapian-omega xapian-tools"
    programs = ["omindex", "quest"]
    note = (
        "stores the first 512 bytes of a text, and `quest` shows those: no snippets. "
        "Phrases and nearness are of words as written, without stems"
    )

    def version(self):
        return answer(["omindex", "--version"]).split()[-1]

    def index(self, home):
        command = ["omindex", "--db", home, "--url", "/", self.archive.folder]
        return spend(command)[0]

    shapes = {
        "word": "{0}",
        "two words": "{0} AND {1}",
        "phrase": '"{0} {1}"',
        "within 5": "{0} NEAR/5 {1}",
        "prefix": "{0}*",
    }

    def command(self, home, question, limit=10):
        options = ["--flags=default,wildcard", f"--msize={limit}"]
        return ["quest", f"--db={home}", *options, self.query(question)]

    def hits(self, home, question):
        printed = answer(self.command(home, question, self.archive.files))
        return len(re.findall(r"^\d+: \[", printed, re.MULTILINE))
