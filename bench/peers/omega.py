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

    def query(self, question):
        words = question.words
        return {
            "word": words[0],
            "two words": " AND ".join(words),
            "phrase": f'"{" ".join(words)}"',
            "within 5": " NEAR/5 ".join(words),
            "prefix": f"{words[0]}*",
        }[question.shape]

    def command(self, home, question, limit=10):
        options = ["--flags=default,wildcard", f"--msize={limit}"]
        return ["quest", f"--db={home}", *options, self.query(question)]

    def hits(self, home, question):
        printed = answer(self.command(home, question, self.archive.files))
        return len(re.findall(r"^\d+: \[", printed, re.MULTILINE))
