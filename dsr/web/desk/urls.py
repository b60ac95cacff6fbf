"""The addresses of the desk."""

from django.urls import path

from dsr.web.desk import (
    act,
    case,
    embed,
    erased,
    evidence,
    exports,
    home,
    intake,
    listing,
    outbox,
    package,
    paper,
    register,
    report,
    signin,
    systems,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signin.SignIn.as_view(), name="sign_in"),
    path("sign-out/", signin.SignOut.as_view(), name="sign_out"),
    path("language/", signin.language, name="language"),
    path("requests/", listing.requests, name="requests"),
    path("search/", listing.search, name="search"),
    path("requests/<str:reference>/", case.request_page, name="request"),
    path("requests/<str:reference>/files/<int:pk>/", case.file, name="file"),
    path("requests/<str:reference>/letters/<int:pk>/", paper.letter_pdf, name="letter_pdf"),
    path("requests/<str:reference>/evidence/", evidence.evidence, name="evidence"),
    path("requests/<str:reference>/package/", package.package_page, name="package"),
    path("requests/<str:reference>/package/download/", package.download, name="package_file"),
    path("requests/<str:reference>/<slug:action>/", act.act, name="act"),
    path("intake/", intake.take_in, name="intake"),
    path("intake/<uuid:key>/", intake.taken_in, name="taken_in"),
    path("register/", register.register, name="register"),
    path("register.csv", register.register_csv, name="register_csv"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.order, name="export_order"),
    path("exports/<uuid:key>/", exports.fetch, name="export_fetch"),
    path("exports/<uuid:key>/destroy/", exports.destroy, name="export_destroy"),
    path("report/", report.report, name="report"),
    path("report/file/", report.report_file, name="report_file"),
    path("systems/", systems.systems, name="systems"),
    path("systems/erase-again/", erased.erased_again, name="erased"),
    path("form/", embed.embed, name="embed_first"),
    path("form/<slug:slug>/", embed.embed, name="embed"),
    path("outbox/", outbox.outbox, name="outbox"),
]
