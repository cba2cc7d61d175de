"""Only the methods that pages and forms use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from buergerbuero.web.errors import only_for_forms

METHODS = ("GET", "HEAD", "POST")


class AllowedMethods:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            page = only_for_forms(request)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response
