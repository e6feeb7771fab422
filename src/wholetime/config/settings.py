"""Django's settings. Every variable read from the environment is described in docs/settings.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.csp import CSP

from wholetime.config import home, identity, logs, mail
from wholetime.config.environment import above_nought, flag, number, words

PACKAGE = Path(__file__).resolve().parents[1]
HOME = home.home()
DATA = home.data_folder()
LAKE = HOME / "lake"
LAKE_ENGINE = os.environ.get("WHOLETIME_LAKE_ENGINE", "duckdb")
DEMO = flag("WHOLETIME_DEMO")
DEBUG = False

SECRET_KEY = home.kept_secret("secret_key")
PSEUDONYM_KEY = home.kept_secret("pseudonym_key")
DOWNTIME_KEY = home.kept_secret("downtime_key")
DOWNTIME_FOLDER = os.environ.get("WHOLETIME_DOWNTIME_FOLDER", "")
DOWNTIME_KEEP = number("WHOLETIME_DOWNTIME_KEEP", 24)
FACTOR_KEY = home.kept_secret("factor_key")
ALLOWED_HOSTS = words("WHOLETIME_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("WHOLETIME_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "ninja",  # the files of the page on which REST can be tried
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "wholetime.chassis",
    "wholetime.dataset",
    "wholetime.insight",
    "wholetime.forecast",
]

MIDDLEWARE = [
    "wholetime.config.observing.observed",
    "wholetime.chassis.web.moment.moment_of_reading",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "wholetime.dataset.web.uploads.upload_limit",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wholetime.chassis.web.reach.within_reach",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wholetime.chassis.web.read_only.ReadOnlyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wholetime.chassis.web.device.remember_device",
    "wholetime.chassis.web.session_limits.session_limits",
    "wholetime.chassis.web.second_factor.SecondFactorGate",
]

ROOT_URLCONF = "wholetime.config.urls"
WSGI_APPLICATION = "wholetime.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "wholetime.chassis.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def _database() -> dict[str, Any]:
    served = os.environ.get("DATABASE_URL")
    if served:
        return dict(
            dj_database_url.parse(served, engine="wholetime.chassis.postgres", conn_max_age=60, conn_health_checks=True)
        )
    return {
        "ENGINE": "wholetime.chassis.postgres",
        "NAME": "wholetime",
        "EMBEDDED": str(HOME / "postgres"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "chassis.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "wholetime.chassis.web.sign_in.ClosedAdapter"
ACCOUNT_SESSION_REMEMBER = False  # one length of session for everyone; see docs/decisions/0007-signing-in.md
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # here; everywhere else it does
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "wholetime.chassis.web.password_forms.LoginForm",
    "reset_password": "wholetime.chassis.web.password_forms.ResetPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    # The doors' own budgets are in chassis/web/budgets.py, where a known device has one of its own. By address of the
    # network these are wide: a hospital comes from one.
    "login": None,
    "login_failed": None,
    "reset_password": "60/5m/ip",
    "reset_password_from_key": "60/5m/ip",
    "sign_in_stranger": "5/5m/key,60/5m/ip",
    "sign_in_device": "10/5m/key",
    "second_factor": "5/5m/key",
    "reset_mail": "3/h/key",
    "invite": "60/h/user",
    "accept_invitation": "60/5m/ip",
    "bad_token": "60/5m/ip",
    "make_token": "20/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = above_nought("WHOLETIME_PROXIES", 1) if flag("WHOLETIME_TLS") else 0
MFA_ADAPTER = "wholetime.chassis.web.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is proved by its invitation, before there is an account
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "wholetime"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be 30 seconds off
MFA_RATE_LIMITS = {"webauthn_login": "600/5m/ip"}  # nothing to guess; this only spares the machine
MFA_FORMS = {
    "authenticate": "wholetime.chassis.web.factor_forms.CodeForm",
    "reauthenticate": "wholetime.chassis.web.factor_forms.CodeAgainForm",
    "add_webauthn": "wholetime.chassis.web.factor_forms.PasskeyForm",
    "edit_webauthn": "wholetime.chassis.web.factor_forms.PasskeyNameForm",
}
SOCIALACCOUNT_ADAPTER = "wholetime.chassis.web.identity.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = identity.providers()
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # where a provider's addresses are trusted at all
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
DEVICE_DAYS = 365
INVITATION_HOURS = above_nought("WHOLETIME_INVITATION_HOURS", 72)
TOKEN_DAYS = above_nought("WHOLETIME_TOKEN_DAYS", 365)
SESSION_IDLE_MINUTES = above_nought("WHOLETIME_SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = above_nought("WHOLETIME_SESSION_HOURS", 12)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"

MAILERS = mail.mailers(DEMO)
SENDS_MAIL = mail.sends_mail(DEMO)
DEFAULT_FROM_EMAIL = os.environ.get("WHOLETIME_EMAIL_FROM", "wholetime@localhost")

CACHES = {  # counters of the doors: every process of every machine must agree on them
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "chassis_counter",
        # Django's 300 would let a flood wash the counters out. Each try costs a password hash (about 0.3 s), so a
        # machine cannot be made to hold as many live counters as this; the dead ones are swept when it is reached.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room's background work is in its jobs.py

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight from the packages: nothing to collect first
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DISK_RESERVE = number("WHOLETIME_DISK_RESERVE", 1_000)
MEDIA_ROOT = HOME / "incoming"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = home.incoming()  # uploads may hold people: never in a folder that others share
UPLOAD_MOST_BYTES = 200 << 20  # 100,000 staff in 60 columns are under 60 MB
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *identity.origins(SOCIALACCOUNT_PROVIDERS)],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
BEHIND_TLS = flag("WHOLETIME_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # asked from inside, past the proxy; neither tells anything
if BEHIND_TLS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"  # browsers bind these to the host
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logs.logging_setting(logs.level_named(default="warning" if DEMO else "info"))
METRICS_TOKEN = os.environ.get("WHOLETIME_METRICS_TOKEN", "")
