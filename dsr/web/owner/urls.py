"""The address of the one page that the owner of a system is mailed, below the language."""

from django.urls import path

from dsr.web.owner import task

app_name = "owner"
urlpatterns = [path("<str:token>/", task.task, name="task")]
