"""Addresses of this part."""

from django.urls import URLPattern

app_name = "plan"

urlpatterns: list[URLPattern] = []
