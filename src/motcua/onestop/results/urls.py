"""Addresses of the verification page. They are printed on documents, so they never change."""

from django.urls import path

from motcua.onestop.results import views

urlpatterns = [
    path("xac-minh/", views.verify, name="verify"),
    path("xac-minh/<str:code>/", views.verify_code, name="verify_code"),
]
