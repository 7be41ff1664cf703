"""Addresses of the books of numbers."""

from django.urls import path

from motcua.onestop.book_pages import views

app_name = "books"

urlpatterns = [
    path("", views.show_books, name="list"),
    path("<int:book_id>/dong/", views.close, name="close"),
]
