"""All addresses of the house."""

from django.contrib import admin
from django.urls import include, path

from motcua.config import metrics, views

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("metrics", metrics.show_metrics),
    # Addresses are tried in this order: what citizens open most comes first.
    path("", include("motcua.portal.urls")),
    path("", include("motcua.platform.ui.urls")),
    path("tai-khoan/thong-bao/", include("motcua.notifications.urls")),
    path("", include("motcua.onestop.procedures.urls")),
    path("", include("motcua.onestop.forms.urls")),
    path("", include("motcua.onestop.results.urls")),
    path("office/lich-lam-viec/", include("motcua.onestop.calendar_pages.urls")),
    path("office/buu-chinh/", include("motcua.onestop.postal_pages.urls")),
    path("office/tham-so/", include("motcua.onestop.parameter_pages.urls")),
    path("office/so-van-ban/", include("motcua.onestop.book_pages.urls")),
    path("office/nop-ho/", include("motcua.onestop.counter.urls")),
    path("office/so-theo-doi/", include("motcua.onestop.register.urls")),
    path("office/danh-gia/", include("motcua.onestop.ratings.urls")),
    path("office/can-cu/", include("motcua.onestop.proof.urls")),
    path("", include("motcua.reform.urls")),
    path("office/", include("motcua.onestop.office.urls")),
    path("", include("motcua.identity.urls")),
    # Pages of the library that this house does not use: addresses and ties belong to the person's details.
    path("tai-khoan/email/", views.to_profile),
    path("tai-khoan/3rdparty/", views.to_profile),
    path("tai-khoan/3rdparty/signup/", views.nothing_here),
    path("tai-khoan/social/<path:page>", views.nothing_here, name="nothing_here"),
    path("tai-khoan/login/code/confirm/", views.nothing_here),
    path("tai-khoan/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("tich-hop/", include("motcua.integrations.urls")),
]
