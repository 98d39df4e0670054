"""SQLite's FTS5, through the `sqlite3` command."""

from measure import answer, spend
from peers.peer import Peer

CREATE = (
    "CREATE VIRTUAL TABLE article USING "
    "fts5(id UNINDEXED, headline, body, tokenize = 'porter unicode61')"
)


class Sqlite(Peer):
    name = "SQLite FTS5"
    key = "sqlite"
    package = "sqlite3"
    programs = ["sqlite3"]
    note = (
        "the articles as morgue reads them, from a CSV file that was written before the clock "
        "started; tokenizer `porter unicode61`, text stored, one transaction, no "
        "`optimize`"
    )

    @classmethod
    def missing(cls):
        if missing := super().missing():
            return missing
        options = answer(["sqlite3", ":memory:", "PRAGMA compile_options"])
        return [] if "ENABLE_FTS5" in options.split() else ["sqlite3 with FTS5"]

    def version(self):
        return answer(["sqlite3", "--version"]).split()[0]

    def index(self, home):
        home.mkdir()
        database = home / "articles.db"
        return spend(
            ["sqlite3", "-bail", database, CREATE, f".import --csv {self.articles} article"]
        )[0]

    shapes = {
        "word": "{0}",
        "two words": "{0} AND {1}",
        "phrase": '"{0} {1}"',
        # At most four words between them.
        "within 5": "NEAR({0} {1}, 4)",
        "prefix": "{0}*",
    }

    def command(self, home, question):
        # `rank` is bm25().
        return ["sqlite3", home / "articles.db",
                "SELECT id, headline, snippet(article, 2, '[', ']', '…', 24) FROM article "
                f"WHERE article MATCH '{self.query(question)}' ORDER BY rank LIMIT 10"]

    def hits(self, home, question):
        count = f"SELECT count(*) FROM article WHERE article MATCH '{self.query(question)}'"
        return int(answer(["sqlite3", home / "articles.db", count]))
