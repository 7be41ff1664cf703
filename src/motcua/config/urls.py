"""All addresses of the house."""

from django.urls import include, path

from motcua.config import views

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("", include("motcua.platform.ui.urls")),
    path("tai-khoan/thong-bao/", include("motcua.notifications.urls")),
    path("", include("motcua.onestop.forms.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("tich-hop/", include("motcua.integrations.urls")),
]
