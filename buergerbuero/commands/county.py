"""`export` and `import`: all departments in one text file."""

import argparse
import sys
from pathlib import Path

from buergerbuero.commands import Stop, in_sentences, listed, migrate, say, set_up


def export(options: argparse.Namespace) -> int:
    set_up()
    with in_sentences():
        migrate()
        from buergerbuero.administration.taking_over import doors  # noqa: PLC0415  # after set_up
        from buergerbuero.administration.writing import write  # noqa: PLC0415  # after set_up

        text = write(doors())
        if options.file:
            Path(options.file).write_text(text, "utf-8")
            say(f"Written to {options.file}.")
        else:
            sys.stdout.write(text)
    return 0


def take_over(options: argparse.Namespace) -> int:
    set_up()
    text = _text_of(options.file)
    with in_sentences():
        migrate()
        from buergerbuero.administration import reading, taking_over  # noqa: PLC0415  # after set_up

        try:
            doors = reading.read(text)
            left = taking_over.take_over(doors)
        except reading.Unusable as unusable:
            sentences = listed(unusable.complaints)
            raise Stop(f"Nothing was changed. In {options.file}:\n{sentences}") from None
    say(f"Taken over: {_count(len(doors))}. Open pages show it when their door changes next.")
    if left:
        say(f"Left as they are, since the file does not name them: {', '.join(left)}.")
    return 0


def _text_of(name: str) -> str:
    try:
        return Path(name).read_text("utf-8")
    except OSError as error:
        raise Stop(f"The file {name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Stop(f"The file {name} is not UTF-8 text.") from None


def _count(doors: int) -> str:
    return "1 department" if doors == 1 else f"{doors} departments"
