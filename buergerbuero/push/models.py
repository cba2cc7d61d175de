"""Browsers that asked to be told, and where their push service takes a message for them."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from buergerbuero.push.endpoints import LENGTH_AT_MOST
from buergerbuero.visits.models import Visit


class Subscription(models.Model):
    endpoint = models.CharField(max_length=LENGTH_AT_MOST)
    receiver = models.CharField(max_length=88)  # the browser's public key, as it gives it
    secret = models.CharField(max_length=24)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def forget(self) -> None:
        """Unless the browser has subscribed anew meanwhile."""
        type(self)._default_manager.filter(pk=self.pk, endpoint=self.endpoint).delete()


class VisitSubscription(Subscription):
    """Of the browser that holds a visit. Erased with the end of the visit, within seconds."""

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="subscription")
    secret_hash = models.CharField(max_length=64)  # whose visit it was; a return code changes it
    knew_nearly = models.BooleanField(default=False)  # near already when it was asked for
    told_nearly = models.BooleanField(default=False)
    told_call = models.DateTimeField(null=True, blank=True)  # `called_at` of the call
    told_end = models.DateTimeField(null=True, blank=True)  # last sign of life before it was told

    def __str__(self) -> str:
        return str(self.visit)


class AdvisorSubscription(Subscription):
    """Of a browser in which an advisor is signed in. Erased with the session."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)  # `since` of the newest knock told of

    def __str__(self) -> str:
        return str(self.user)
