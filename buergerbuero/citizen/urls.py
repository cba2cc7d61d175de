from django.urls import path, re_path

from buergerbuero.citizen import (
    callback_views,
    guest_views,
    push_views,
    returning_views,
    room_views,
    slip_views,
    views,
    visit_views,
)

app_name = "citizen"
_verbs = "|".join(visit_views.COMMANDS)
_about = "|".join(room_views.ABOUT)

urlpatterns = [
    path("", views.overview, name="overview"),
    path("departments/<slug:slug>/", views.department, name="department"),
    path("departments/<slug:slug>/check/", views.try_out, name="try-out"),
    path("departments/<slug:slug>/knock", views.knock_at, name="knock"),
    path("departments/<slug:slug>/callback", callback_views.ask_for_callback, name="callback"),
    path("visit/", visit_views.visit, name="visit"),
    re_path(rf"^visit/(?P<verb>{_verbs})$", visit_views.command, name="command"),
    path("visit/return-code", returning_views.return_code, name="return-code"),
    path("visit/continue", returning_views.continue_visit, name="continue"),
    path("visit/slip", slip_views.slip, name="slip"),
    path("visit/push", push_views.start, name="push"),
    path("visit/push/stop", push_views.stop, name="push-stop"),
    path("visit/room/join", room_views.join, name="room-join"),
    path("visit/room/servers", room_views.servers, name="room-servers"),
    path("visit/room/signals", room_views.signal, name="room-signals"),
    path("visit/room/wish", room_views.wish, name="room-wish"),
    re_path(r"^visit/room/people/(?P<key>[\w-]{22})/link$", room_views.link, name="room-link"),
    re_path(
        rf"^visit/room/people/(?P<key>[\w-]{{22}})/(?P<verb>{_about})$",
        room_views.person,
        name="room-person",
    ),
    path("join/", guest_views.invited, name="invited"),
    path("guest/", guest_views.guest, name="guest"),
    path("guest/leave", guest_views.leave, name="guest-leave"),
    path("guest/room/join", guest_views.join, name="guest-join"),
    path("guest/room/servers", guest_views.servers, name="guest-servers"),
    path("guest/room/signals", guest_views.signal, name="guest-signals"),
    path("privacy/", views.privacy, name="privacy"),
    path("imprint/", views.imprint, name="imprint"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
