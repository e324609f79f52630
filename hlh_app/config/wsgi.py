"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from hlh_app.config.charset import Utf8Only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlh_app.config.settings")
application = Utf8Only(get_wsgi_application())
