"""All settings, from the environment; README.md lists the variables."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = env.BASE
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
PRODUCTION = env.flag("PRODUCTION", default=not (DEBUG or DEMO))

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: give at least 50 random characters")
# The pepper keeps receipt secrets and address keys unguessable from a stolen database alone.
PEPPER = env.text("PEPPER") or hashlib.sha256(b"pepper:" + SECRET_KEY.encode()).hexdigest()

BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"{urlsplit(BASE_URL).hostname},localhost,127.0.0.1,[::1]")
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "dsr.apps.DsrConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_fsm",
    "anymail",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "dsr.web.uploads.ReadOnMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # These two stand before whatever may answer by itself, so that files and redirects carry their headers too.
    "dsr.web.errors.PrivateMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dsr.web.desk.session.StaffSessionMiddleware",
    "dsr.web.errors.SignInFirstMiddleware",
    "dsr.web.account.guard.SecondFactorMiddleware",
    "dsr.web.access.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dsr.web.errors.ConflictMiddleware",
    "dsr.web.sealed.SealedMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dsr.web.access.surroundings",
            ],
        },
    }
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "dsr.User"
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Whoever has no second factor is led to get one; only a demo may leave it out.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=not DEMO)
ACCOUNT_ADAPTER = "dsr.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/5m/key"}
MFA_ADAPTER = "dsr.web.account.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "dsr.web.account.adapter.SingleSignOnAdapter"
# The button is a link: the policy of every page forbids a form that ends at somebody else's address.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_ONLY = False
OIDC_NAME = env.text("OIDC_NAME", "Single sign-on") if env.text("OIDC_ISSUER") else ""
SOCIALACCOUNT_PROVIDERS = env.single_sign_on()

LANGUAGE_CODE = "en"
# The desk speaks these; the public pages and the letters to the person speak all.
DESK_LANGUAGES = [("en", _("English")), ("de", _("German")), ("sv", _("Swedish"))]
LANGUAGES = [
    *DESK_LANGUAGES, ("fr", _("French")), ("es", _("Spanish")), ("it", _("Italian")), ("nl", _("Dutch")),
    ("pl", _("Polish")),
]  # fmt: skip
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
# The log is signed with a key of its own, and what was signed is written down outside of the database.
LOG_KEY_FILE = Path(env.text("LOG_KEY_FILE", str(VAR_DIR / "log_key")))
CHECKPOINT_FILE = Path(env.text("CHECKPOINT_FILE", str(VAR_DIR / "checkpoints" / "checkpoints.txt")))
FILES_DIR = Path(env.text("FILES_DIR", str(VAR_DIR / "files")))
# What seals personal data lies apart from them: the keys in a store of their own, what wraps them in a file.
_ONE_MACHINE = DATABASES["default"]["ENGINE"].endswith("sqlite3") or not PRODUCTION
KEY_STORE = env.text("KEY_STORE", f"sqlite://{VAR_DIR.absolute()}/keys/keys.sqlite3")
KEK_CLASS = env.text("KEK_CLASS", "dsr.vault.kek.FileKek")
KEK_FILE = env.text("KEK_FILE", str(VAR_DIR / "kek") if _ONE_MACHINE else "")
KEK_DRAWN = _ONE_MACHINE
ERASURES_FILE = env.text("ERASURES_FILE", str(VAR_DIR / "keys" / "erasures"))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": FILES_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production the files are served from where they lie, so that nothing needs collecting.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
# So many requests a quarter of an hour from one network go through without a sum; more than people ever send.
FORM_LIMIT = env.number("FORM_LIMIT", 6)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "dsr.web.uploads.UnnamedFileUploadHandler",
]
# Taking apart what a browser wrote with percent signs needs eighty times its size: this is a bound on memory. Forms
# with room for many words are sent in parts (multipart), where a megabyte stays one and comes back with a message.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 60
CSRF_COOKIE_AGE = None  # gone with the browser window, as every cookie of a visitor is
SESSION_SAVE_EVERY_REQUEST = False
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

locals().update(env.mail())
MAIL_SECOND = env.second_mail()
# Who may read the figures at /metrics; without it there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN")
ANYMAIL = env.anymail()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "dsr-desk@localhost")

REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task: a task still running must not be handed out a second time.
    "visibility_timeout": 300,
    # Without these two, work in flight at a kill is looked for too seldom to be trusted.
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_keepalive": not REDIS_URL.startswith("redis+socket"),
    "socket_timeout": 30,
    "health_check_interval": 25,
}
if REDIS_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = env.folder_broker(VAR_DIR / "broker")
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 270
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "sweeps"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "config.logs.Line"}, "json": {"()": "config.logs.Json"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": env.choice("LOG_FORMAT", "text", "json")}
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
