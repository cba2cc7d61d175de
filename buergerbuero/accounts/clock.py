"""What happens to sign-ins by itself."""

from django.contrib.sessions.backends.db import SessionStore


def forget_sessions() -> None:
    """Sessions whose time is over leave the database."""
    SessionStore.clear_expired()
