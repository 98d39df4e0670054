"""ripgrep over the folder: no index, every file is read for every question."""

import shlex

from measure import answer
from peers.peer import Peer


class Ripgrep(Peer):
    name = "ripgrep"
    key = "ripgrep"
    package = "ripgrep"
    programs = ["rg"]
    indexes = False
    note = (
        "no index: reads all files, prints every line that matches, unranked; words as "
        "written, in any case; two words by a second run over the files of the first"
    )
    # 1: nothing found; 123: the same from `xargs`.
    codes = (0, 1, 123)

    def version(self):
        return answer(["rg", "--version"]).split()[1]

    def pattern(self, question):
        words = question.words
        if question.shape == "within 5":
            gap = r"\W+(?:\w+\W+){0,4}"
            return "|".join(rf"\b{a}{gap}{b}\b" for a, b in (words, words[::-1]))
        if question.shape == "prefix":
            return rf"\b{words[0]}"
        return r"\b" + r"\W+".join(words) + r"\b"

    def command(self, home, question, *options):
        search = ["rg", "-uu", "-i", "--no-heading", "--color=never", *options]
        if question.shape == "two words":
            first, second = question.words
            line = (
                f"rg -uu -i -l -0 -w {first} {shlex.quote(str(self.archive.folder))} "
                f"| xargs -0 -r {' '.join(search)} -w {second}"
            )
            return ["sh", "-c", line]
        return [*search, "-e", self.pattern(question), self.archive.folder]

    def hits(self, home, question):
        found = answer(self.command(home, question, "-l"), self.codes)
        return len(found.splitlines())
