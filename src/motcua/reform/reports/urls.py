"""Addresses of this part."""

from django.urls import path

from motcua.reform.reports import views

app_name = "reports"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("toan-tinh/", views.show_province, name="province"),
    path("<int:year>/<slug:kind>/lap/", views.start, name="start"),
    path("<uuid:uuid>/", views.show_report, name="report"),
    path("<uuid:uuid>/sua/", views.edit, name="edit"),
    path("<uuid:uuid>/tinh-lai/", views.refresh, name="refresh"),
    path("<uuid:uuid>/trinh-ky/", views.submit, name="submit"),
    path("<uuid:uuid>/gui/", views.send, name="send"),
    path("<uuid:uuid>/so-lieu/<str:key>/", views.show_figure, name="figure"),
]
