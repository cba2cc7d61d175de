"""What every page knows: the county, and the same page in the other languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from buergerbuero.web.words import desk_words, page_words


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "county": settings.CONFIG.county,
        "is_example": settings.CONFIG.example,
        "nonce": getattr(request, "nonce", ""),
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": [
            {"code": code, "name": name, "url": translate_url(request.path, code)}
            for code, name in settings.LANGUAGES
        ],
        "script_words": page_words,
        "desk_words": desk_words,
    }
