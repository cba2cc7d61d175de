"""Is the office able to work? Answers 200 only when database and hub do."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from buergerbuero.live.pulse import pulse


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    found = {"database": _database_works(), "hub": pulse.is_alive()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM visits_visit LIMIT 1")
    except DatabaseError:
        return False
    return True
