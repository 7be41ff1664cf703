"""Addresses of sign-in by e-identity, included by allauth under the account pages."""

from django.urls import path

from motcua.integrations.oidc import views

urlpatterns = [
    path("dinh-danh/<slug:provider_id>/", views.login, name="eid_login"),
    path("dinh-danh/<slug:provider_id>/tra-loi/", views.callback, name="eid_callback"),
]
