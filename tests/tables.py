"""Every row there is: what nobody was allowed to change is the same before and after."""

from django.db import connection

Rows = dict[str, list[str]]


def dump() -> Rows:
    """Every row of every table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own names
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found
