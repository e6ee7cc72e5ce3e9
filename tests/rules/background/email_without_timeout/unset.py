"""Django waits for ever by default."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
EMAIL_HOST = "smtp.example.com"  # expect: email-without-timeout
#            ^^^^^^^^^^^^^^^^^^ email-without-timeout: set it to 10
EMAIL_PORT = 587
