"""The WSGI application."""

from pwa.app import create_app

app = create_app()
