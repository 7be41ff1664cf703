"""Address of the proof of a dossier."""

from django.urls import path

from motcua.onestop.proof import views

app_name = "proof"

urlpatterns = [path("<uuid:uuid>/", views.show_proof, name="dossier")]
