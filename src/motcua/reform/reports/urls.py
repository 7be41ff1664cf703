"""Addresses of this part."""

from django.urls import URLPattern

app_name = "reports"

urlpatterns: list[URLPattern] = []
