from django.urls import path, re_path

from buergerbuero.desk import views

app_name = "desk"
_verbs = "|".join(views.COMMANDS)

urlpatterns = [
    path("", views.desk, name="desk"),
    path("duty", views.duty, name="duty"),
    path("preferences", views.preferences, name="preferences"),
    path("call", views.call_next, name="call-next"),
    re_path(rf"^visits/(?P<visit>[\w-]{{22}})/(?P<verb>{_verbs})$", views.command, name="command"),
    path("doors/<slug:slug>/stop", views.stop, name="stop"),
    path("doors/<slug:slug>/resume", views.resume, name="resume"),
    path("room/join", views.join, name="room-join"),
    path("room/signals", views.signal, name="room-signals"),
]
