"""The models that Django ships and projects refer to, as the source text of stubs that are indexed like project files.

Source: django/contrib/*/models.py; only what relations, names and `__str__` need.
"""

from __future__ import annotations

MODULES: dict[str, str] = {
    "django/contrib/contenttypes/models.py": """
from django.db import models

class ContentTypeManager(models.Manager):
    pass

class ContentType(models.Model):
    app_label = models.CharField()
    model = models.CharField()
    objects = ContentTypeManager()
""",
    "django/contrib/auth/models.py": """
from django.db import models
from django.contrib.contenttypes.models import ContentType
from django.contrib.auth.base_user import AbstractBaseUser

class PermissionManager(models.Manager):
    pass

class Permission(models.Model):
    name = models.CharField()
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    codename = models.CharField()
    objects = PermissionManager()

    def __str__(self):
        return "%s | %s" % (self.content_type, self.name)

class GroupManager(models.Manager):
    pass

class Group(models.Model):
    name = models.CharField()
    permissions = models.ManyToManyField(Permission)
    objects = GroupManager()

    def __str__(self):
        return self.name

class UserManager(models.Manager):
    pass

class PermissionsMixin(models.Model):
    is_superuser = models.BooleanField()
    groups = models.ManyToManyField(Group, related_name="user_set", related_query_name="user")
    user_permissions = models.ManyToManyField(Permission, related_name="user_set", related_query_name="user")

    class Meta:
        abstract = True

class AbstractUser(AbstractBaseUser, PermissionsMixin):
    username = models.CharField()
    first_name = models.CharField()
    last_name = models.CharField()
    email = models.EmailField()
    is_staff = models.BooleanField()
    is_active = models.BooleanField()
    date_joined = models.DateTimeField()
    objects = UserManager()

    class Meta:
        abstract = True

    def get_full_name(self):
        return self.first_name

    def get_short_name(self):
        return self.first_name

    def __str__(self):
        return self.username

class User(AbstractUser):
    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
""",
    "django/contrib/auth/base_user.py": """
from django.db import models

class BaseUserManager(models.Manager):
    pass

class AbstractBaseUser(models.Model):
    password = models.CharField()
    last_login = models.DateTimeField()

    class Meta:
        abstract = True

    def get_username(self):
        return ""
""",
    "django/contrib/sessions/models.py": """
from django.db import models

class Session(models.Model):
    session_key = models.CharField(primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField()
""",
    "django/contrib/sites/models.py": """
from django.db import models

class SiteManager(models.Manager):
    def get_current(self, request=None):
        return None

class Site(models.Model):
    domain = models.CharField()
    name = models.CharField()
    objects = SiteManager()

    def __str__(self):
        return self.domain
""",
    "django/contrib/admin/models.py": """
from django.db import models
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

class LogEntry(models.Model):
    action_time = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True)
    object_id = models.TextField(null=True)
    object_repr = models.CharField()

    def __str__(self):
        return self.object_repr
""",
}
"""File name below a pretended root → source text."""
