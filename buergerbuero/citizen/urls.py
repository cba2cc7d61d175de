from django.urls import path, re_path

from buergerbuero.citizen import callback_views, push_views, returning_views, views, visit_views

app_name = "citizen"
_verbs = "|".join(visit_views.COMMANDS)

urlpatterns = [
    path("", views.overview, name="overview"),
    path("departments/<slug:slug>/", views.department, name="department"),
    path("departments/<slug:slug>/knock", views.knock_at, name="knock"),
    path("departments/<slug:slug>/callback", callback_views.ask_for_callback, name="callback"),
    path("visit/", visit_views.visit, name="visit"),
    re_path(rf"^visit/(?P<verb>{_verbs})$", visit_views.command, name="command"),
    path("visit/return-code", returning_views.return_code, name="return-code"),
    path("visit/continue", returning_views.continue_visit, name="continue"),
    path("visit/push", push_views.start, name="push"),
    path("visit/push/stop", push_views.stop, name="push-stop"),
    path("visit/room/join", visit_views.join, name="room-join"),
    path("visit/room/signals", visit_views.signal, name="room-signals"),
    path("privacy/", views.privacy, name="privacy"),
    path("imprint/", views.imprint, name="imprint"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
