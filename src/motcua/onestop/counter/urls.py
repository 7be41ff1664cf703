"""Addresses of assisted filing."""

from django.urls import path

from motcua.onestop.counter import views

app_name = "counter"

urlpatterns = [path("", views.show_desk, name="desk")]
