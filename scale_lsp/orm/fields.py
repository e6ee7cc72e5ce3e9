"""Which field classes are relations, and what they look like from both sides.

Source: https://docs.djangoproject.com/en/5.2/ref/models/fields/#module-django.db.models.fields.related
"""

from __future__ import annotations

from enum import Enum


class FieldKind(Enum):
    __hash__ = object.__hash__  # members are themselves, and hashed often

    COLUMN = "column"
    FOREIGN_KEY = "foreign key"
    ONE_TO_ONE = "one-to-one"
    MANY_TO_MANY = "many-to-many"
    GENERIC_FOREIGN_KEY = "generic foreign key"
    GENERIC_RELATION = "generic relation"
    UNKNOWN = "unknown"


RELATION_FIELDS: dict[str, FieldKind] = {
    "django.db.models.ForeignKey": FieldKind.FOREIGN_KEY,
    "django.db.models.OneToOneField": FieldKind.ONE_TO_ONE,
    "django.db.models.ManyToManyField": FieldKind.MANY_TO_MANY,
    "django.contrib.contenttypes.fields.GenericForeignKey": FieldKind.GENERIC_FOREIGN_KEY,
    "django.contrib.contenttypes.fields.GenericRelation": FieldKind.GENERIC_RELATION,
    # Subclasses of Django's relation fields in widely used packages.
    "modelcluster.fields.ParentalKey": FieldKind.FOREIGN_KEY,
    "modelcluster.fields.ParentalManyToManyField": FieldKind.MANY_TO_MANY,
    "mptt.models.TreeForeignKey": FieldKind.FOREIGN_KEY,
    "mptt.fields.TreeForeignKey": FieldKind.FOREIGN_KEY,
    "mptt.models.TreeOneToOneField": FieldKind.ONE_TO_ONE,
    "mptt.fields.TreeOneToOneField": FieldKind.ONE_TO_ONE,
    "mptt.models.TreeManyToManyField": FieldKind.MANY_TO_MANY,
    "mptt.fields.TreeManyToManyField": FieldKind.MANY_TO_MANY,
    "sortedm2m.fields.SortedManyToManyField": FieldKind.MANY_TO_MANY,
    "annoying.fields.AutoOneToOneField": FieldKind.ONE_TO_ONE,
    "django_scopes.fields.ScopedForeignKey": FieldKind.FOREIGN_KEY,
}

_MODULES_OF_FIELDS = (
    "django.db.models.",
    "django.contrib.postgres.fields.",
    "django.contrib.gis.db.models.",
)


def canonical(qualified: str) -> str:
    """One name for a class that Django exports from several modules."""
    name = qualified.rpartition(".")[2]
    if qualified.startswith("django.db.models."):
        return f"django.db.models.{name}"
    if qualified.startswith("django.contrib.contenttypes.generic."):
        return f"django.contrib.contenttypes.fields.{name}"
    return qualified


def field_kind(qualified: str) -> FieldKind | None:
    """The kind of a field class by its qualified name; None when this module does not know it."""
    qualified = canonical(qualified)
    if kind := RELATION_FIELDS.get(qualified):
        return kind
    name = qualified.rpartition(".")[2]
    if qualified.startswith(_MODULES_OF_FIELDS) and (name.endswith("Field") or name == "CompositePrimaryKey"):
        return FieldKind.COLUMN
    return None


MODEL_BASE = "django.db.models.Model"
MODEL_BASES = frozenset({MODEL_BASE, "django.contrib.gis.db.models.Model"})

MANAGER_BASES = frozenset({"django.db.models.Manager", "django.contrib.gis.db.models.Manager"})
QUERYSET_BASES = frozenset({"django.db.models.QuerySet", "django.contrib.gis.db.models.QuerySet"})

KNOWN_ABSTRACT_BASES: dict[str, tuple[str, ...]] = {
    # Abstract models whose fields are plain columns; the tuple names managers they add.
    "django.contrib.auth.base_user.AbstractBaseUser": (),
    "django.contrib.auth.models.AbstractBaseUser": (),
    "django.contrib.sessions.base_session.AbstractBaseSession": (),
    "model_utils.models.TimeStampedModel": (),
    "model_utils.models.UUIDModel": (),
    "model_utils.models.StatusModel": (),
    "django_extensions.db.models.TimeStampedModel": (),
    "django_extensions.db.models.TitleDescriptionModel": (),
    "django_extensions.db.models.TitleSlugDescriptionModel": (),
}
"""Bases outside the project that leave a model closed: nothing but columns and known names come from them."""

PLAIN_MANAGERS = frozenset(
    {
        "django_scopes.ScopedManager",
        "django_scopes.manager.ScopedManager",
        "django_softdelete.managers.DeletedManager",
        "django_softdelete.managers.DeletedQuerySet",
        "django_softdelete.managers.GlobalManager",
        "django_softdelete.managers.GlobalQuerySet",
        "django_softdelete.managers.SoftDeleteManager",
        "django_softdelete.managers.SoftDeleteQuerySet",
        "guardian.managers.GroupObjectPermissionManager",
        "guardian.managers.UserObjectPermissionManager",
        "mptt.managers.TreeManager",
        "mptt.models.TreeManager",
        "mptt.querysets.TreeQuerySet",
        "model_utils.managers.InheritanceManager",
        "model_utils.managers.InheritanceQuerySet",
        "model_utils.managers.QueryManager",
        "model_utils.managers.SoftDeletableManager",
        "model_utils.managers.SoftDeletableQuerySet",
        "ordered_model.models.OrderedModelManager",
        "ordered_model.models.OrderedModelQuerySet",
        "parler.managers.TranslatableManager",
        "parler.managers.TranslatableQuerySet",
        "softdelete.models.SoftDeleteManager",
        "softdelete.models.SoftDeleteQuerySet",
        "django.contrib.sites.managers.CurrentSiteManager",
        "django.contrib.auth.models.UserManager",
        "django.contrib.auth.models.BaseUserManager",
        "django.contrib.auth.base_user.BaseUserManager",
        "treebeard.al_tree.AL_NodeManager",
        "treebeard.mp_tree.MP_NodeManager",
        "treebeard.mp_tree.MP_NodeQuerySet",
        "treebeard.ns_tree.NS_NodeManager",
        "treebeard.ns_tree.NS_NodeQuerySet",
        "safedelete.managers.SafeDeleteAllManager",
        "safedelete.managers.SafeDeleteDeletedManager",
        "safedelete.managers.SafeDeleteManager",
        "safedelete.queryset.SafeDeleteQueryset",
        "simple_history.manager.HistoryManager",
        "modelcluster.queryset.FakeQuerySet",
    }
)
"""Managers and querysets of other packages that are known to load no relations by themselves."""
