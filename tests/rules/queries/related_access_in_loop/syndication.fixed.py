"""Feeds and sitemaps: the class gives the items, Django asks it for the parts of each."""

from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.contrib.sitemaps.views import sitemap
from django.contrib.syndication.views import Feed

from shop.models import Brand, Customer, Order, Product, Review
from shop.pages import feed_items, page


class OrderFeed(Feed):
    title = link = description = "/"

    def items(self):
        return Order.objects.order_by("-number").select_related("customer", "payment", "placed_by")  # expect: related-access-in-loop

    def item_title(self, item):
        return item.customer.name

    def item_description(self):
        return "An order"

    def item_link(self, item):
        return f"/{item.pk}/{item.customer_id}/"

    def item_author_name(self, order):
        return order.placed_by.username

    def item_author_email(self, order):
        return order.payment.amount


def parts_of_an_item():  # queries: 1 + 3n -> 1
    return feed_items(OrderFeed())


class BrandFeed(Feed):
    """Title and description are `str(item)` where the class has none."""

    title = link = description = item_link = "/"

    def items(self):
        return Brand.objects.order_by("pk").select_related("category")  # expect: related-access-in-loop


def titles_by_default():  # queries: 1 + n -> 1
    return feed_items(BrandFeed())


class ProductFeed(Feed):
    title = link = description = "/"
    item_title = item_description = "A product"

    def items(self):
        return Product.objects.active().order_by("pk").select_related("category").prefetch_related("tags")  # expect: related-access-in-loop

    def item_categories(self, item):
        return [tag.name for tag in item.tags.all()]


def links_by_default():  # queries: 1 + 2n -> 2
    return feed_items(ProductFeed())


class ReviewFeed(Feed):
    title = link = description = item_link = "/"
    title_template = "feeds/title.txt"
    description_template = "feeds/description.txt"

    def get_object(self, request):
        return Product.objects.get(name="p0")

    def items(self, product):
        return product.review_set.order_by("pk").select_related("author__address")  # expect: related-access-in-loop

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["review"] = kwargs["item"]
        return context


# template: feeds/title.txt
"""{{ obj.author.name }} {# elsewhere: related-access-in-loop #}"""


# template: feeds/description.txt
"""{{ review.author.address.city }} {# elsewhere: related-access-in-loop #}"""


def templates():  # queries: 2 + 2n -> 2
    return feed_items(ReviewFeed())


class LoadedFeed(Feed):
    title = link = description = item_description = "/"

    def items(self):
        return Product.objects.active().select_related("category").order_by("pk")[:20]

    def item_title(self, item):
        return item.category.name


def already_joined():  # queries: 1
    return feed_items(LoadedFeed())


class OneCustomersFeed(Feed):
    """What is read of the object the feed is about is read once."""

    description = item_link = "/"

    def get_object(self, request):
        return Customer.objects.get(name="c0")

    def title(self, customer):
        return customer.address.city

    def link(self, customer):
        return "/"

    def items(self, customer):
        return customer.orders.order_by("pk")

    item_title = "An order"

    def item_description(self, item):
        return item.customer.name


def about_one_row():  # queries: 3
    return feed_items(OneCustomersFeed())


class ProductMap(Sitemap):
    def items(self):
        return Product.objects.order_by("pk").select_related("brand", "category")  # expect: related-access-in-loop

    def priority(self, product):
        return 1 if product.brand.name == "brand0" else 0.5


def parts_of_a_sitemap():  # queries: 2 + 4n -> 2
    return page(lambda request: sitemap(request, {"products": ProductMap}))


class BrandMap(Sitemap):
    def items(self):
        return Brand.objects.select_related("category").order_by("pk")

    def location(self, brand):
        return f"/{brand.category.name}/"


def already_joined_in_a_sitemap():  # queries: 2
    return page(lambda request: sitemap(request, {"brands": BrandMap()}))


def generic_sitemap(request):
    rows = Product.objects.active().order_by("pk").select_related("category")  # expect: related-access-in-loop
    return sitemap(request, {"products": GenericSitemap({"queryset": rows}, priority=0.6)})


def the_location_by_default():  # queries: 2 + n -> 2
    return page(generic_sitemap)


class Changing(GenericSitemap):
    def changefreq(self, product):
        return product.brand.name


SITEMAPS = {
    "plain": GenericSitemap({"queryset": Product.objects.select_related("category").order_by("pk")}),
    "own": Changing({"queryset": Product.objects.select_related("category", "brand").order_by("pk")}),  # expect: related-access-in-loop
}


def sitemaps_of_a_module():  # queries: 4 + 2n -> 4
    return page(lambda request: sitemap(request, SITEMAPS))
