"""Addresses of delivery by post in the office."""

from django.urls import path

from motcua.onestop.postal_pages import views

app_name = "postal"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("<uuid:uuid>/", views.show_item, name="item"),
    path("<uuid:uuid>/giao/", views.hand_over, name="hand_over"),
    path("<uuid:uuid>/huy/", views.cancel, name="cancel"),
    path("<uuid:uuid>/gui-lai/", views.send_again, name="send_again"),
]
