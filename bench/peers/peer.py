"""What the tables ask of each contestant."""

import shutil

from measure import bytes_in


class Peer:
    name = ""
    # For --without; empty for what cannot be left out.
    key = ""
    # A Debian package, and the programs that it must give.
    package = ""
    programs = []
    indexes = True
    # What a reader must know about the figures of this row.
    note = ""

    def __init__(self, archive, articles, tools):
        self.archive = archive
        self.articles = articles
        self.tools = tools

    @classmethod
    def missing(cls):
        return [program for program in cls.programs if shutil.which(program) is None]

    def version(self):
        raise NotImplementedError

    def index(self, home):
        """Makes an index in a new folder; returns what that took."""
        raise NotImplementedError

    def size(self, home):
        """Bytes of the index."""
        return bytes_in(home)

    def open(self, home):
        """Makes ready for questions, where something must be running."""

    def close(self):
        """Ends what `open` started."""

    # How it writes a question of each shape: {0} and {1} are the words.
    shapes = {}

    def query(self, question):
        return self.shapes[question.shape].format(*question.words)

    def command(self, home, question):
        """A command line that asks for ten hits with snippets, or None."""
        return None

    # Exit codes of an answer.
    codes = (0,)
    env = None

    def hits(self, home, question):
        """Number of articles that the question finds, or None."""
        return None
