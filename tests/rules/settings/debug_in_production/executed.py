"""Code that is not in the repository has the last word."""
# at: project/settings.py

from pathlib import Path

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = True

exec(Path("/etc/shop/settings.py").read_text())
