from django.urls import path, re_path

from buergerbuero.desk import push_views, views, word_views

app_name = "desk"
_verbs = "|".join(views.COMMANDS)

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
    re_path(r"^visits/(?P<visit>[\w-]{22})/say$", word_views.say_to_one, name="say-to-one"),
    re_path(
        r"^visits/(?P<visit>[\w-]{22})/withdraw$",
        word_views.withdraw_from_one,
        name="withdraw-from-one",
    ),
    re_path(r"^callbacks/(?P<key>[\w-]{22})/done$", views.callback_done, name="callback-done"),
    path("push", push_views.start, name="push"),
    path("push/stop", push_views.stop, name="push-stop"),
    path("room/join", views.join, name="room-join"),
    path("room/signals", views.signal, name="room-signals"),
]
