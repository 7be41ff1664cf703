"""Address of the page of numbers."""

from django.urls import path

from motcua.reform.parameter_pages import views

app_name = "reform_parameters"

urlpatterns = [path("", views.show_parameters, name="list")]
