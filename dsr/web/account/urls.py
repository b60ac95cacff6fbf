"""The addresses of one's own account, and of the ways in."""

from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path
from django.views.generic import RedirectView

from dsr.web.account import factors, invited, overview, pages, signin
from dsr.web.desk.signin import SignIn

app_name = "account"
urlpatterns = [
    path("", pages.account, name="account"),
    path("password/", pages.password, name="password"),
    path("overview/", overview.overview, name="overview"),
    path("sessions/<int:pk>/end/", pages.end_session, name="end_session"),
    path("sessions/end/", pages.end_others, name="end_others"),
    path("second-factor/", factors.begin, name="begin"),
    path("second-factor/app/", factors.app, name="app"),
    path("second-factor/passkey/", factors.passkey, name="passkey"),
    path("second-factor/codes/", factors.codes, name="codes"),
    path("second-factor/<int:pk>/remove/", factors.remove, name="remove"),
    path("forgot/", invited.forgot, name="forgot"),
    path("open/<str:token>/", invited.opened, name="open"),
    path("unknown/", signin.no_account, name="no_account"),
]
# Names by which allauth finds its own pages; each leads to a page of ours.
BY_ALLAUTH = [
    path("desk/sign-in/", SignIn.as_view(), name="account_login"),
    path("desk/sign-in/second/", signin.SecondStep.as_view(), name="mfa_authenticate"),
    path("desk/sign-in/passkey/", signin.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("desk/sign-in/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("desk/sign-in/<slug:provider_id>/back/", oidc.callback, name="openid_connect_callback"),
    path("desk/sign-in/error/failed/", signin.no_account, name="socialaccount_login_error"),
    path("desk/sign-in/error/cancelled/", signin.no_account, name="socialaccount_login_cancelled"),
    path(
        "desk/account/", RedirectView.as_view(pattern_name="account:account"), name="account_reauthenticate"
    ),
]
