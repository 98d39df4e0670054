"""PostgreSQL: a cluster of its own in the scratch folder, reached by socket."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from measure import Refusal, Spent, answer, reap, spend
from peers.peer import Peer

# Under root the server runs as this user: it refuses to run as root.
USER = "postgres"
# Seconds that a server may take to start.
PATIENCE = 30
LOAD = """\
CREATE TABLE article (
    id text, headline text, body text,
    words tsvector GENERATED ALWAYS AS
        (to_tsvector('english', headline || ' ' || body)) STORED);
\\copy article (id, headline, body) FROM '{articles}' WITH (FORMAT csv)
CREATE INDEX ON article USING gin (words);
ANALYZE article;
"""
SEARCH = """\
SELECT id, headline, ts_headline('english', body, query)
FROM (SELECT id, headline, body, query FROM article, to_tsquery('english', '{query}') query
      WHERE words @@ query ORDER BY ts_rank(words, query) DESC LIMIT 10) best"""
COUNT = "SELECT count(*) FROM article WHERE words @@ to_tsquery('english', '{query}')"


def programs():
    """The folder of the newest server's programs: Debian has them off the path,
    and a wrapper before `psql` that would be measured with it."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda path: float(path.parts[-3])).parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Postgres(Peer):
    name = "PostgreSQL"
    key = "postgres"
    package = "postgresql"
    note = (
        "the articles as morgue reads them, from a CSV file that was written before the clock "
        "started: COPY, a stored `tsvector`, a GIN index, ANALYZE; settings as they come, "
        "`fsync` on; server started before the clock. Memory: the largest process of the "
        "server, with the shared memory that it touched. *within 5*: ten exact distances joined "
        "by OR. Size: the table with its index and "
        "text, without the write-ahead log. Questions: `psql` from start to exit, the server "
        "running"
    )
    server = None

    @classmethod
    def missing(cls):
        return [] if programs() else ["initdb"]

    def version(self):
        return answer([programs() / "psql", "--version"]).split()[2]

    def index(self, home):
        home.mkdir()
        if os.geteuid() == 0:
            shutil.chown(home, USER, USER)
        options = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(
            [programs() / "initdb", "-D", home / "data", *options], capture_output=True,
            **unprivileged(),
        )
        if made.returncode:
            raise Refusal(f"initdb: {made.stderr.decode().strip()}")
        self.open(home)
        try:
            script = home / "load.sql"
            script.write_text(LOAD.format(articles=self.articles))
            spent, _ = spend([*self.psql(home), "-v", "ON_ERROR_STOP=1", "-f", script])
            size = self.psql(home, "SELECT pg_total_relation_size('article')")
            self.bytes = int(answer(size))
        finally:
            memory = self.close()
        return Spent(spent.seconds, memory)

    def size(self, home):
        return self.bytes

    def psql(self, home, *query):
        command = [programs() / "psql", "-X", "-q", "-A", "-t", "-h", home, "-U", USER]
        return command + [part for sql in query for part in ("-c", sql)]

    def open(self, home):
        command = [programs() / "postgres", "-D", home / "data", "-k", home, "-h", ""]
        with open(home / "log", "w") as log:
            self.server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **unprivileged()
            )
        deadline = time.monotonic() + PATIENCE
        while subprocess.call([programs() / "pg_isready", "-q", "-h", home]):
            if time.monotonic() > deadline or self.server.poll() is not None:
                self.server.kill()
                raise Refusal(f"postgres does not start: {(home / 'log').read_text().strip()}")
            time.sleep(0.1)

    def close(self):
        """Ends the server; returns the peak memory of its largest process."""
        if self.server is None:
            return 0
        self.server.send_signal(signal.SIGINT)
        memory, _ = reap(self.server)
        self.server = None
        return memory

    shapes = {
        "word": "{0}",
        "two words": "{0} & {1}",
        "phrase": "{0} <-> {1}",
        # It has exact distances only: each one, in both orders.
        "within 5": " | ".join(
            f"{{{a}}} <{n}> {{{b}}}" for a, b in ((0, 1), (1, 0)) for n in range(1, 6)
        ),
        "prefix": "{0}:*",
    }

    def command(self, home, question):
        return self.psql(home, SEARCH.format(query=self.query(question)))

    def hits(self, home, question):
        return int(answer(self.psql(home, COUNT.format(query=self.query(question)))))


def unprivileged():
    if os.geteuid() != 0:
        return {}
    return {"user": USER, "group": USER, "extra_groups": []}
