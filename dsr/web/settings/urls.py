"""The addresses of the settings."""

from django.urls import path

from dsr.web.settings import letters, pages, people, recipients, setup, systems

app_name = "settings"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", setup.new, name="new"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/propose/", people.propose, name="propose"),
    path("people/<int:pk>/take-away/", people.take_away, name="take_away"),
    path("people/<int:pk>/account/", people.account, name="person_account"),
    path("roles/<int:pk>/", people.decide, name="decide"),
    path("at/<slug:slug>/", pages.overview, name="overview"),
    path("at/<slug:slug>/open/", setup.opening, name="opening"),
    path("at/<slug:slug>/systems/", systems.systems, name="systems"),
    path("at/<slug:slug>/systems/new/", systems.system, name="new_system"),
    path("at/<slug:slug>/systems/table/", systems.read_in, name="read_in"),
    path("at/<slug:slug>/systems/<int:pk>/", systems.system, name="system"),
    path("at/<slug:slug>/recipients/", recipients.recipients, name="recipients"),
    path("at/<slug:slug>/recipients/new/", recipients.recipient, name="new_recipient"),
    path("at/<slug:slug>/recipients/<int:pk>/", recipients.recipient, name="recipient"),
    path("at/<slug:slug>/letters/", letters.letters, name="letters"),
    path("at/<slug:slug>/letters/<slug:kind>/<slug:language>/", letters.text, name="letter"),
    path("at/<slug:slug>/<slug:code>/", pages.section, name="section"),
]
