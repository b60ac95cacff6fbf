"""Where each address leads."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from dsr.web import health, metrics, root, webhooks
from dsr.web.account.urls import BY_ALLAUTH

urlpatterns = [
    path("desk/", include("dsr.web.desk.urls")),
    path("desk/account/", include("dsr.web.account.urls")),
    path("desk/settings/", include("dsr.web.settings.urls")),
    *BY_ALLAUTH,
    path("admin/", admin.site.urls),
    path("healthz/", login_not_required(health.alive), name="alive"),
    path("metrics", login_not_required(metrics.metrics), name="metrics"),
    path("webhooks/<slug:provider>/", login_not_required(webhooks.report), name="webhook"),
    path("healthz/obligations", login_not_required(health.obligations), name="obligations"),
    path("robots.txt", login_not_required(root.robots), name="robots"),
    path("favicon.ico", login_not_required(root.icon), name="icon"),
    *i18n_patterns(path("task/", include("dsr.web.owner.urls")), path("", include("dsr.web.public.urls"))),
]

handler400 = "dsr.web.errors.bad_request"
handler403 = "dsr.web.errors.forbidden"
handler404 = "dsr.web.errors.not_found"
handler500 = "dsr.web.errors.broken"
