"""Django's settings, all of them read from `config`."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from buergerbuero import config as configuration
from buergerbuero.config_secret import ensure_push_key, ensure_secret_key

BASE = Path(__file__).parent
CONFIG = configuration.load()
SECRET_KEY = ensure_secret_key(CONFIG.secret_key, CONFIG.data_dir)
PUSH_KEY = ensure_push_key(CONFIG.push_key, CONFIG.data_dir) if CONFIG.push else ""
DEBUG = False
# Under the names of loopback, this machine's own monitoring asks for /health.
_PUBLIC_HOST = urlsplit(CONFIG.public_url).hostname or ""
ALLOWED_HOSTS = [*(CONFIG.hosts or [_PUBLIC_HOST]), *configuration.LOOPBACK_NAMES]
ROOT_URLCONF = "buergerbuero.urls"
ASGI_APPLICATION = "buergerbuero.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "buergerbuero.accounts",
    "buergerbuero.departments",
    "buergerbuero.visits",
    "buergerbuero.consultations",
    "buergerbuero.push",
    "buergerbuero.citizen",
    "buergerbuero.desk",
    "buergerbuero.web",
]
MIDDLEWARE = [
    "buergerbuero.web.headers.SecurityHeaders",
    "buergerbuero.web.methods.AllowedMethods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "buergerbuero.web.errors.Busy",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "buergerbuero.web.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# Longer than writers queue, shorter than a page waits for its answer (15 s, post.js).
_BUSY_SECONDS = 12
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; "
    f"PRAGMA foreign_keys=ON; PRAGMA busy_timeout={_BUSY_SECONDS * 1000}; "
    # Nobody's click waits for the log to be carried over: `sweep_file` does that every two minutes.
    "PRAGMA wal_autocheckpoint=20000;"
)
if CONFIG.database_url:
    DATABASES = {
        "default": dj_database_url.parse(
            CONFIG.database_url, conn_max_age=600, conn_health_checks=True
        )
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "buergerbuero.sqlite",
            "NAME": str(CONFIG.data_dir / "buergerbuero.sqlite3"),
            # Requests run in threads that stay, and so do their connections.
            "CONN_MAX_AGE": None,
            # Without IMMEDIATE a transaction that reads first and writes later fails at once
            # instead of waiting its turn.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": _BUSY_SECONDS,
                "init_command": _SQLITE_PRAGMAS,
            },
        }
    }

if CONFIG.redis_url:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CONFIG.redis_url,
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIG.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data_dir / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {"staticfiles": {"BACKEND": "buergerbuero.web.static.Storage"}}

SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_AGE = None  # ends with the browser
CSRF_FAILURE_VIEW = "buergerbuero.web.errors.csrf_failure"
# The cookie that other frameworks' messages would set on citizens' pages never exists.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "buergerbuero.accounts.adapter.Adapter"
ACCOUNT_FORMS = {"change_password": "buergerbuero.accounts.forms.ChangePasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

DATA_UPLOAD_MAX_MEMORY_SIZE = 80 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
