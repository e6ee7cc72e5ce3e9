"""Nothing says which Django this is."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
USE_L10N = True
STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
