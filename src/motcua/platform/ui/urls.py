"""Addresses of the interface itself."""

from django.urls import path

from motcua.platform.ui import views

app_name = "ui"
urlpatterns = [
    path("giao-dien/", views.set_preferences, name="preferences"),
    path("office/ui/", views.show_style_guide, name="style_guide"),
]
