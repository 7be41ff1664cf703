"""Addresses of the agency's documents."""

from django.urls import path

from motcua.reform.papers import views

app_name = "papers"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("<uuid:uuid>/", views.show_paper, name="paper"),
    path("<uuid:uuid>/tep/", views.show_file, name="file"),
    path("<uuid:uuid>/ky/", views.sign, name="sign"),
    path("<uuid:uuid>/dong-dau/", views.seal, name="seal"),
    path("<uuid:uuid>/huy/", views.cancel, name="cancel"),
]
