"""The image says what the default does not."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = os.environ.get("DEBUG", "1") == "1"

# file: Dockerfile
"""
ENV DEBUG=0
CMD ["gunicorn", "project.wsgi"]
"""
