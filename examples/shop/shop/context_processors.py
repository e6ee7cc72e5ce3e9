from shop.models import Category, Product


def navigation(request):
    """The menu of every page."""
    return {
        "menu": list(Category.objects.filter(parent=None)),
        "product_count": Product.objects.filter(is_active=True).count(),
    }
