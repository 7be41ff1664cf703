"""Addresses of the register."""

from django.urls import path

from motcua.onestop.register import views

app_name = "register"

urlpatterns = [
    path("", views.show_book, name="book"),
    path("in/", views.ask_for_print, name="ask_for_print"),
    path("in/<uuid:uuid>/", views.show_print, name="print"),
    path("in/<uuid:uuid>/tien-do/", views.show_progress, name="progress"),
    path("in/<uuid:uuid>/tep/", views.download, name="download"),
]
