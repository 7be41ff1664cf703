"""Addresses of ratings in the office; people rate on the pages of their dossiers."""

from django.urls import path

from motcua.onestop.ratings import views

app_name = "ratings"

urlpatterns = [path("", views.show_figures, name="figures")]
