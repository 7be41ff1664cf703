"""Addresses of this part."""

from django.urls import URLPattern

app_name = "editions"

urlpatterns: list[URLPattern] = []
