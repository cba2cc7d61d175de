"""The sentences that scripts say, by key. static/js/words.js lists the same keys."""


def words() -> dict[str, str]:
    return {}
