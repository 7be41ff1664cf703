"""Pages of the portal."""

from django.urls import path

from motcua.portal.views import account, home, rating, roots, tracking

app_name = "portal"
urlpatterns = [
    path("", home.show_home, name="home"),
    path("so-lieu/", home.show_figures, name="figures"),
    path("so-lieu.json", home.figures_json, name="figures_json"),
    path("so-lieu/nhat-ky/", roots.show_roots, name="roots"),
    path("so-lieu/nhat-ky.json", roots.roots_json, name="roots_json"),
    path("tra-cuu/", tracking.track, name="track"),
    path("tra-cuu/<str:token>/", tracking.tracked, name="tracked"),
    path("tra-cuu/<str:token>/danh-gia/", rating.rate_tracked, name="rate_tracked"),
    path("tai-khoan/", account.show_account, name="account"),
    path("tai-khoan/ho-so/", account.show_dossiers, name="dossiers"),
    path("tai-khoan/ho-so/<uuid:uuid>/", account.show_dossier, name="dossier"),
    path("tai-khoan/ho-so/<uuid:uuid>/bo-sung/", account.send_supplement, name="supplement"),
    path("tai-khoan/ho-so/<uuid:uuid>/rut/", account.withdraw_dossier, name="withdraw"),
    path("tai-khoan/ho-so/<uuid:uuid>/danh-gia/", rating.rate, name="rate"),
    path("tai-khoan/giay-to/", account.show_store, name="store"),
    path("tai-khoan/giay-to/<uuid:uuid>/", account.download_document, name="document"),
    path("tai-khoan/tep/<uuid:uuid>/", account.download_attachment, name="attachment"),
]
