"""Addresses of the verification page. They are printed on documents, so they never change."""

from django.urls import path

from motcua.reform.papers import public_views

urlpatterns = [
    path("xac-minh-van-ban/", public_views.verify, name="papers_verify"),
    path("xac-minh-van-ban/<str:code>/", public_views.verify_code, name="papers_verify_code"),
]
