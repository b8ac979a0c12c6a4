"""Account pages, included once for the desk and once for partners with `audience` as a keyword."""

from django.urls import path

from accounts.views import enrol, own, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("second-factor/", sign_in.second_factor, name="second-factor"),
    path("recovery/", sign_in.recovery, name="recovery"),
    path("enrol/", enrol.enrol, name="enrol"),
    path("welcome/", enrol.welcome, name="welcome"),
    path("welcome/<str:token>/", enrol.welcome_link, name="welcome-link"),
    path("step-up/", sign_in.step_up, name="step-up"),
    path("sign-out/", sign_in.leave, name="sign-out"),
    path("account/", own.account, name="account"),
    path("account/password/", own.password, name="password"),
    path("account/recovery-codes/", own.recovery_codes, name="recovery-codes"),
    path("account/authenticator/", own.authenticator, name="authenticator"),
    path("account/language/", own.language, name="language"),
]
