"""Address of the page of legal numbers."""

from django.urls import path

from motcua.onestop.parameter_pages import views

app_name = "parameters"

urlpatterns = [path("", views.show_parameters, name="list")]
