"""Recoll: `recollindex` and `recollq`, with settings of their own."""

import os
import re

from measure import answer, bytes_in, spend
from peers.peer import Peer

CONFIG = """\
topdirs = {folder}
indexstemminglanguages = english
noaspell = 1
"""


class Recoll(Peer):
    name = "Recoll"
    key = "recoll"
    package = "recollcmd"
    programs = ["recollindex", "recollq"]
    note = "settings as they come, only this folder, English stems, no spelling dictionary"

    def version(self):
        # It has no option that says so.
        usage = answer(["recollindex", "-h"], codes=(0, 1))
        return re.search(r"Recoll version: Recoll (\S+)", usage)[1]

    def index(self, home):
        home.mkdir()
        (home / "recoll.conf").write_text(CONFIG.format(folder=self.archive.folder))
        self.env = {**os.environ, "HOME": str(home)}
        return spend(["recollindex", "-c", home], env=self.env)[0]

    def size(self, home):
        return bytes_in(home / "xapiandb")

    shapes = {
        "word": "{0}",
        "two words": "{0} {1}",
        "phrase": '"{0} {1}"',
        # Up to four words between them, in any order.
        "within 5": '"{0} {1}"o4p',
        "prefix": "{0}*",
    }

    def command(self, home, question):
        options = ["-n", "10", "-A", "-p", "1"]
        return ["recollq", "-c", home, *options, self.query(question)]

    def hits(self, home, question):
        printed = answer(["recollq", "-c", home, "-E", "-Q", self.query(question)], env=self.env)
        return int(re.search(r"^(\d+) results", printed, re.MULTILINE)[1])
