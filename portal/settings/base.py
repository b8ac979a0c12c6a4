"""Settings that every installation shares. What differs is read from the environment by `portal.env`."""

from __future__ import annotations

from portal import env as e

BASE_DIR = e.BASE_DIR
VIGIA_HOME = e.home()

# Which part this process is. The web part holds no key that opens a tip (system check vigia.E001).
VIGIA_ROLE = e.choice("VIGIA_ROLE", ("web", "worker", "beat", "shell"), "shell")
VIGIA_DEMO = False
VIGIA_EMBEDDED = False

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("pt-br", "Português"), ("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "ninja",
    "audit",
    "accounts",
    "vault",
    "incidents",
    "portal",
]

MIDDLEWARE = [
    "portal.middleware.AudienceMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.StaffSessionMiddleware",
    "portal.middleware.StaffCsrfMiddleware",
    "portal.middleware.StaffAuthenticationMiddleware",
    "portal.middleware.StaffOTPMiddleware",
    "portal.middleware.StaffLocaleMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["portal.context.desk"]},
    }
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "accounts.views.pages.csrf_failure"
# A staff session that nobody used for this many seconds ends (threat model row 23).
STAFF_IDLE_SECONDS = e.whole("VIGIA_IDLE_SECONDS", 1800, 60, 24 * 3600)
# Approving, countersigning and managing people ask for the second factor again after this many seconds (row 21).
STEP_UP_SECONDS = 15 * 60
OTP_TOTP_ISSUER = "Vigía"
OTP_TOTP_THROTTLE_FACTOR = 1

SECURE_CONTENT_TYPE_NOSNIFF = True
USE_X_FORWARDED_HOST = False

# Text reports only, so far: a body is a few kilobytes, and this is its ceiling in bytes.
PUBLIC_BODY_LIMIT = e.whole("VIGIA_BODY_LIMIT", 256 * 1024, 16 * 1024, 4 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["portal.uploads.RefusingUploadHandler"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_build"
STATICFILES_DIRS = [("css", BASE_DIR / "static_src" / "css"), ("app", BASE_DIR / "frontend" / "dist")]
FRONTEND_MANIFEST = BASE_DIR / "frontend" / "dist" / ".vite" / "manifest.json"
# Made by the front-end build: python -m incidents.pdf.fonts frontend/node_modules frontend/fonts
FONTS_DIR = BASE_DIR / "frontend" / "fonts"
WHITENOISE_USE_FINDERS = True

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# What a lost connection would no longer acknowledge is stopped and queued again: a late acknowledgement over the closed
# connection ends the whole worker (kombu 5.7), and every task may be stopped at any step.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "upkeep"
CELERY_TASK_ROUTES = {
    "incidents.tasks.triage_*": {"queue": "triage"},
    "incidents.tasks.report_*": {"queue": "reports"},
    "incidents.tasks.upkeep_*": {"queue": "upkeep"},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Publishing never waits long for a broker that is down: the database says what is owed.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 30, "visibility_timeout": 600}
CELERY_TASK_PUBLISH_RETRY = False
# The worker waits for its broker for as long as that is away, however long; by default it would give up within the hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Work that was queued and not begun, or that a killed worker left, is queued again after so many seconds.
LEASE_SECONDS = e.whole("VIGIA_LEASE_SECONDS", 30, 1, 600)

# What the desk worker does by itself. A message that nobody fetched in time is dropped: the next one says the same.
CELERY_BEAT_SCHEDULE = {
    "dispatch": {"task": "incidents.tasks.upkeep_dispatch", "schedule": 1.0, "options": {"expires": 5}},
    "pulse": {"task": "incidents.tasks.upkeep_pulse", "schedule": 10.0, "options": {"expires": 10}},
    "daily": {"task": "incidents.tasks.upkeep_daily", "schedule": 600.0, "options": {"expires": 600}},
}
# The worker counts as silent when it gave no sign of life for this many seconds.
WORKER_SILENT_SECONDS = 60
# The desk's promise for the urgent lane, in whole hours.
URGENT_HOURS = e.whole("VIGIA_URGENT_HOURS", 4, 1, 48)

LOGGING_CONFIG = "portal.logs.configure"
LOGGING = {"level": "INFO"}
