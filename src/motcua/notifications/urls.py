"""Addresses of the inbox, under ``/tai-khoan/thong-bao/``."""

from django.urls import path

from motcua.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("da-doc/", views.read_all, name="read_all"),
    path("tuy-chon/", views.preferences, name="preferences"),
    path("<uuid:message_uuid>/", views.read_message, name="message"),
]
