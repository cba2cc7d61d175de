"""What the command line can do. Nothing here is imported before it is asked for, and Django is set
up only by the commands that need it."""


class Stop(Exception):
    """A sentence for the person at the terminal; the program ends with 1."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def listed(sentences: list[str]) -> str:
    return "\n".join(f"  - {sentence}" for sentence in sentences)


def set_up() -> None:
    """Settings read the environment that the command line has just written."""
    import django  # noqa: PLC0415  # not before that

    django.setup()
