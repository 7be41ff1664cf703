"""Addresses of the interface itself."""

from django.urls import path

from motcua.platform.ui import views

app_name = "ui"
urlpatterns = [
    path("giao-dien/", views.set_preferences, name="preferences"),
    path("giao-dien/cach-xem/", views.keep_view, name="keep_view"),
    path("giao-dien/cach-xem/<slug:page>/", views.show_views, name="saved_views"),
    path("giao-dien/cach-xem/<int:view_id>/sua/", views.change_view, name="change_view"),
    path("giao-dien/cach-xem/<int:view_id>/xoa/", views.forget_view, name="forget_view"),
    path("office/ui/", views.show_style_guide, name="style_guide"),
]
