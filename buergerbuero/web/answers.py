"""How a command answers: 204 or a sentence for a script, a redirect for a form."""

from django.http import HttpRequest, HttpResponse, JsonResponse


class SeeOther(HttpResponse):
    """303: after a POST the browser shows another page, and a reload repeats nothing."""

    status_code = 303

    def __init__(self, url: str) -> None:
        super().__init__()
        self.headers["Location"] = url


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def done(request: HttpRequest, page: str) -> HttpResponse:
    return HttpResponse(status=204) if wants_json(request) else SeeOther(page)


def refused(request: HttpRequest, page: str, sentence: str, status: int = 409) -> HttpResponse:
    """Nothing was changed. A form goes back to its page, which shows how things are now."""
    if wants_json(request):
        return JsonResponse({"message": sentence}, status=status)
    return SeeOther(page)
