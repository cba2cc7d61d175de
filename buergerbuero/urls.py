"""Every address. German has no prefix, other languages have theirs; there is no language cookie."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from buergerbuero.health import health
from buergerbuero.service_worker import service_worker

urlpatterns = [
    path("health", health, name="health"),
    path("sw.js", service_worker, name="service-worker"),
    *i18n_patterns(
        path("", include("buergerbuero.citizen.urls")),
        path("desk/", include("buergerbuero.desk.urls")),
        path("accounts/", include("buergerbuero.accounts.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "buergerbuero.web.errors.bad_request"
handler403 = "buergerbuero.web.errors.forbidden"
handler404 = "buergerbuero.web.errors.not_found"
handler429 = "buergerbuero.web.errors.too_many"  # called by allauth
handler500 = "buergerbuero.web.errors.server_error"
