from django.urls import path, re_path

from buergerbuero.desk import (
    push_views,
    room_views,
    slip_views,
    talk_views,
    views,
    word_views,
)

app_name = "desk"
_verbs = "|".join(views.COMMANDS)
_about = "|".join([*room_views.HOST, *room_views.RUNG])

urlpatterns = [
    path("", views.desk, name="desk"),
    path("duty", views.duty, name="duty"),
    path("seen", views.seen_knocks, name="seen"),
    path("preferences", views.preferences, name="preferences"),
    path("call", views.call_next, name="call-next"),
    re_path(rf"^visits/(?P<visit>[\w-]{{22}})/(?P<verb>{_verbs})$", views.command, name="command"),
    path("doors/<slug:slug>/stop", views.stop, name="stop"),
    path("doors/<slug:slug>/resume", views.resume, name="resume"),
    path("doors/<slug:slug>/say", word_views.say_to_all, name="say-to-all"),
    path("doors/<slug:slug>/withdraw", word_views.withdraw_from_all, name="withdraw-from-all"),
    re_path(r"^visits/(?P<visit>[\w-]{22})/doors$", talk_views.other_doors, name="other-doors"),
    re_path(r"^visits/(?P<visit>[\w-]{22})/say$", word_views.say_to_one, name="say-to-one"),
    re_path(
        r"^visits/(?P<visit>[\w-]{22})/withdraw$",
        word_views.withdraw_from_one,
        name="withdraw-from-one",
    ),
    re_path(r"^visits/(?P<visit>[\w-]{22})/slip$", slip_views.write_slip, name="slip"),
    re_path(r"^callbacks/(?P<key>[\w-]{22})/done$", views.callback_done, name="callback-done"),
    path("push", push_views.start, name="push"),
    path("push/stop", push_views.stop, name="push-stop"),
    path("room/join", room_views.join, name="room-join"),
    path("room/servers", room_views.servers, name="room-servers"),
    path("room/signals", room_views.signal, name="room-signals"),
    path("room/leave", room_views.leave, name="room-leave"),
    path("room/ring", room_views.ring, name="room-ring"),
    path("room/invite", room_views.invite, name="room-invite"),
    re_path(r"^room/people/(?P<key>[\w-]{22})/link$", room_views.link, name="room-link"),
    re_path(
        rf"^room/people/(?P<key>[\w-]{{22}})/(?P<verb>{_about})$",
        room_views.person,
        name="room-person",
    ),
]
