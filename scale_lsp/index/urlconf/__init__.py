"""URLconfs, read without being run: https://docs.djangoproject.com/en/5.2/topics/http/urls/"""
