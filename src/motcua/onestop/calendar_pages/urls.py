"""Addresses of the official calendar in the office."""

from django.urls import path

from motcua.onestop.calendar_pages import views

app_name = "calendar"

urlpatterns = [
    path("", views.calendar_year, name="year"),
    path("them/", views.edit_day, name="add"),
    path("<int:day_id>/", views.edit_day, name="edit"),
    path("<int:day_id>/bo/", views.delete_day, name="remove"),
]
