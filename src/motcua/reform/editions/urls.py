"""Addresses of this part."""

from django.urls import path

from motcua.reform.editions import views

app_name = "editions"

urlpatterns = [
    path("", views.show_list, name="list"),
    path("nhap/", views.import_edition, name="import"),
    path("<uuid:uuid>/", views.show_edition, name="edition"),
    path("<uuid:uuid>/tai/<slug:kind>/", views.export_edition, name="export"),
    path("<uuid:uuid>/ban-moi/", views.start_from, name="start_from"),
    path("<uuid:uuid>/cong-bo/", views.publish, name="publish"),
    path("<uuid:uuid>/bo/", views.discard, name="discard"),
    path("<uuid:uuid>/so-sanh/<uuid:former>/", views.show_difference, name="difference"),
    path("<uuid:uuid>/tieu-chi/<str:code>/", views.show_criterion, name="criterion"),
    path("<uuid:uuid>/tieu-chi/<str:code>/sua/", views.change_criterion, name="change_criterion"),
]
