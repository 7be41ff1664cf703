"""Entry point for WSGI servers."""

import gc
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from motcua.config.metrics_folder import share_between_processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.production")
share_between_processes(data_dir=Path(settings.DATA_DIR))
application = get_wsgi_application()

# What is loaded now stays: no need to look through it again and again for something to throw away, nor to look
# several times a request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
