"""What tests of pages need: addresses, the text of an answer, a photo."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image


def at(name, thing=None):
    return reverse(f"inspections:{name}", args=[thing.uuid] if thing else [])


def text(response):
    return response.content.decode()


def photo():
    content = BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    return SimpleUploadedFile("anh.png", content.getvalue(), "image/png")
