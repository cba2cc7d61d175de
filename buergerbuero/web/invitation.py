"""The link by which somebody comes into a talk: its secret stands behind the #, for no log."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from buergerbuero.web.qr import address_of, qr_code


def link_answer(request: HttpRequest, key: str, secret: str) -> HttpResponse:
    link = f"{address_of(request, reverse('citizen:invited'))}#{secret}"
    context = {"key": key, "link": link, "picture": qr_code(link)}
    return JsonResponse({"html": render_to_string("consultation/link.html", context)})
