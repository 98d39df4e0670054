"""The archive that is measured on: its files, its articles as a table of text,
and questions made of its own words.

The articles of a large archive are never held at once: memory of this script
would be counted for the commands that it starts.
"""

import csv
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import Refusal, files_in

# Copies of the sample archive, where no folder is given.
COPIES = 40
LONG_NUMBER = re.compile(rb"(?<!\d)\d{5,}(?!\d)")
# Files that one call reads: far from what a command line may hold.
BATCH = 1000
# Words that PostgreSQL does not index in English, of five letters or more.
STOP_WORDS = set(
    "about above after again against because before being below between doing during "
    "further having herself himself itself myself other ourselves should theirs "
    "themselves their there these those through under until where which while would "
    "yours yourself yourselves".split()
)
# Python's own limit is smaller than a long article.
csv.field_size_limit(2**31 - 1)
SHAPES = ["word", "two words", "phrase", "within 5", "prefix"]


@dataclass
class Archive:
    folder: Path
    pattern: str | None
    files: int
    text_bytes: int


@dataclass
class Question:
    """A question of one shape; `words` are plain lower-case ones."""

    shape: str
    words: list[str]


def open_archive(folder, pattern, scratch):
    if folder is None:
        folder = copies_of_the_sample(scratch / "archive")
    if not folder.is_dir():
        raise Refusal(f"{folder}: not a folder")
    files = text_bytes = 0
    for file in files_in(folder):
        if ".morgue" in file.parts:
            raise Refusal(f"{folder}: has an index in it\n  take a copy without `.morgue`")
        files += 1
        text_bytes += len(file.read_bytes())
    return Archive(folder.resolve(), pattern, files, text_bytes)


def copies_of_the_sample(target):
    """Copies whose long numbers, ids among them, are of their own: else most
    would be versions of one article."""
    sample = Path("data/sample")
    files = [file for file in files_in(sample) if ".morgue" not in file.parts]
    for copy in range(COPIES):
        for file in files:
            path = target / str(copy) / file.relative_to(sample).parent
            path.mkdir(parents=True, exist_ok=True)
            name = LONG_NUMBER.sub(rb"\g<0>%02d" % copy, os.fsencode(file.name))
            text = LONG_NUMBER.sub(rb"\g<0>%02d" % copy, file.read_bytes())
            (path / os.fsdecode(name)).write_bytes(text)
    return target


def write_articles(archive, morgue, index, target):
    """Writes id, headline and text of each article, as morgue reads them, into
    a table without a head; returns their number."""
    files = sorted(str(file) for file in files_in(archive.folder))
    number = 0
    with open(target, "w", newline="") as output:
        table = csv.writer(output)
        for start in range(0, len(files), BATCH):
            command = [morgue, "convert", "--index", index, *files[start:start + BATCH]]
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            ) as convert:
                for line in convert.stdout:
                    article = json.loads(line)
                    parts = [article.get("lede", "")]
                    parts += [block["text"] for block in article["body"]]
                    table.writerow([article["uri"], article["headline"], "\n\n".join(parts)])
                    number += 1
            # 3: done, but some files were rejected.
            if convert.returncode not in (0, 3):
                raise Refusal(f"morgue convert: ended with {convert.returncode}")
    if not number:
        raise Refusal(f"{archive.folder}: gives no articles")
    return number


def questions(articles, number, count):
    """Questions of each shape, from articles spread over the whole archive."""
    runs = []
    step = max(1, number // (4 * count))
    with open(articles, newline="") as table:
        for place, (_, _, text) in enumerate(csv.reader(table)):
            if place % step == 0 and len(runs) < count:
                runs += run_of_words(text)
    if len(runs) < count:
        raise Refusal("the archive has too few runs of English words to make questions of")
    return {
        shape: [Question(shape, words_for(shape, run)) for run in runs] for shape in SHAPES
    }


def run_of_words(text):
    """The first three plain words in a row, below the first few words."""
    words = text.split()[3:]
    for run in zip(words, words[1:], words[2:]):
        if all(re.fullmatch("[a-z]{5,}", word) and word not in STOP_WORDS for word in run):
            return [run]
    return []


def words_for(shape, run):
    return {
        "word": [run[0]],
        "two words": [run[0], run[2]],
        "phrase": [run[0], run[1]],
        "within 5": [run[0], run[2]],
        "prefix": [run[0][:5]],
    }[shape]
