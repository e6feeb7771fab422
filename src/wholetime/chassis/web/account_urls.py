"""The addresses of signing in: those of allauth that are used, by name, and the rest closed.

allauth makes links from names, so a closed address keeps its name; it answers 404 to everybody.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from wholetime.chassis.web import tokens
from wholetime.chassis.web.factors import keep_one_passkey
from wholetime.chassis.web.second_factor import enrol
from wholetime.chassis.web.session_limits import session_ended


def closed(request: HttpRequest, **named: str) -> HttpResponse:
    raise Http404


urlpatterns: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("ended/", session_ended, name="session_ended"),
    path("enrol/", enrol, name="enrol"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mfa/", mfa.index, name="mfa_index"),
    path("mfa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("mfa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("mfa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("mfa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("mfa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("mfa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mfa/webauthn/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("mfa/webauthn/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("mfa/webauthn/login/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("mfa/webauthn/reauthenticate/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mfa/webauthn/keys/<int:pk>/edit/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("mfa/webauthn/keys/<int:pk>/remove/", keep_one_passkey, name="mfa_remove_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("tokens/", tokens.tokens, name="api_tokens"),
    path("tokens/<int:number>/withdraw/", tokens.withdraw, name="api_token_withdraw"),
    path("identities/", social.connections, name="socialaccount_connections"),
    path("identities/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("identities/error/", social.login_error, name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("inactive/", closed, name="account_inactive"),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
    path("identities/signup/", closed, name="socialaccount_signup"),
    path("mfa/recovery-codes/download/", closed, name="mfa_download_recovery_codes"),
]
