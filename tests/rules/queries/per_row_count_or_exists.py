"""What is asked about the related rows of each row."""

# needs: rest_framework

from django.contrib import admin
from django.db.models import Count, Sum
from django.shortcuts import render
from rest_framework import serializers

from shop.models import Category, Customer, Order, OrderItem, Product, Tag
from shop.pages import page


def a_count():  # queries: 1 + n => 1
    rows = Order.objects.order_by("pk")
    return [order.items.count() for order in rows]  # expect: per-row-count-or-exists
    #       ^^^^^^^^^^^^^^^^^^^ per-row-count-or-exists: `items.count()` asks the database again for each `Order`
    # => [5, 5, 5, 5, 5]


def a_count_of_some():  # queries: 1 + n => 1
    rows = Customer.objects.order_by("-name")[:100]
    return [customer.orders.filter(open=True, number__gt=1).count() for customer in rows]  # expect: per-row-count-or-exists


def one_of_the_other_model():  # queries: 1 + n => 1
    found = {}
    for customer in Customer.objects.all():
        found[customer.name] = Order.objects.filter(customer=customer).count()  # expect: per-row-count-or-exists
    return found


def without_a_related_name():  # queries: 1 + n => 1
    rows = Product.objects.filter(active=True).order_by("pk")
    return [product.review_set.count() for product in rows]  # expect: per-row-count-or-exists


def many_to_many():  # queries: 1 + n => 1
    rows = Product.objects.filter(active=True).order_by("pk")
    return [product.tags.count() for product in rows]  # expect: per-row-count-or-exists


def two_of_them():  # queries: 1 + 2n => 1
    """Counted together, each is counted as if alone."""
    found = []
    for product in Product.objects.filter(active=True).order_by("pk"):
        found.append(product.tags.count())  # expect: per-row-count-or-exists
        found.append(product.supplies.count())  # expect: per-row-count-or-exists
    return found


def asked_twice():  # queries: 1 + 2n => 1
    """One finding, one annotation."""
    found = []
    for order in Order.objects.order_by("pk"):
        if order.items.count() > 1:  # expect: per-row-count-or-exists
        #  ^^^^^^^^^^^^^^^^^^^ per-row-count-or-exists: here and in 1 more place,
            found.append(order.items.count())
    return found


def existence():  # queries: 1 + n => 1
    rows = Order.objects.order_by("pk")
    return [order.items.exists() for order in rows]  # expect: per-row-count-or-exists


def existence_of_some():  # queries: 1 + n => 1
    rows = Customer.objects.filter(address__city__startswith="city").order_by("pk")
    return [c.name for c in rows if c.orders.filter(number=1).exists()]  # expect: per-row-count-or-exists


def in_an_attribute_chain():  # queries: 1 + n => 1
    rows = Order.objects.order_by("pk").iterator()
    return [min(order.items.all().count(), 3) for order in rows]  # expect: per-row-count-or-exists


# what has no fix


def a_sum():  # queries: 1 + n
    rows = Order.objects.order_by("pk")
    return [order.items.aggregate(sum=Sum("quantity"))["sum"] for order in rows]  # expect: per-row-count-or-exists


def the_newest():  # queries: 1 + n
    return [c.orders.latest("number").number for c in Customer.objects.order_by("pk")]  # expect: per-row-count-or-exists


def below_another_relation():  # queries: 1 + n
    rows = Order.objects.select_related("customer").order_by("pk")
    return [order.customer.orders.count() for order in rows]  # expect: per-row-count-or-exists


def chosen_by_the_same_relation():  # queries: 1 + n
    """Counting the joined rows would count those that match, and no others."""
    rows = Customer.objects.filter(orders__number__gte=0).order_by("pk")
    return [customer.orders.count() for customer in rows]  # expect: per-row-count-or-exists


def with_a_value_of_the_loop():  # queries: 1 + n
    rows = Customer.objects.order_by("pk")
    return [customer.orders.filter(number=customer.pk).count() for customer in rows]  # expect: per-row-count-or-exists


def with_a_value_made_before(number=3):  # queries: 1 + n
    rows = Customer.objects.order_by("pk")
    return [customer.orders.filter(number=number).count() for customer in rows]  # expect: per-row-count-or-exists


def of_different_rows():  # queries: 1 + n
    rows = Order.objects.distinct().order_by("pk")
    return [order.items.count() for order in rows]  # expect: per-row-count-or-exists


def without_some():  # queries: 1 + n
    rows = Customer.objects.order_by("pk")
    return [customer.orders.exclude(number=1).count() for customer in rows]  # expect: per-row-count-or-exists


def with_the_name_taken():  # queries: 1 + n
    rows = Order.objects.annotate(items_count=Count("items", distinct=True)).order_by("pk")
    return [order.items.count() for order in rows]  # expect: per-row-count-or-exists


def beside_a_count_of_joined_rows():  # queries: 1 + n
    """It would count the pairs."""
    rows = Product.objects.annotate(size=Count("tags")).filter(active=True).order_by("pk")
    return [(product.size, product.supplies.count()) for product in rows]  # expect: per-row-count-or-exists


def written_meanwhile():  # queries: 1 + 3n
    found = []
    for product in Product.objects.filter(active=True).order_by("pk"):
        found.append(product.tags.count())  # expect: per-row-count-or-exists # severity: info
        product.tags.add(Tag.objects.create(name="new"))
    return found


def in_a_function():  # queries: 1 + n
    return [size(order) for order in Order.objects.order_by("pk")]  # expect: per-row-count-or-exists


def size(order):
    return order.items.count()


def of_rows_made_elsewhere():  # queries: 1 + n
    return [order.items.count() for order in latest()]  # expect: per-row-count-or-exists


def latest():
    return Order.objects.order_by("-number")


def listed(request):
    orders = Order.objects.order_by("pk")  # elsewhere: per-row-count-or-exists
    return render(request, "counted.html", {"orders": orders})


def shown():  # queries: 1 + n
    return page(listed)


# template: counted.html
"""
{% for order in orders %}
  {{ order.items.count }} {# expect: per-row-count-or-exists #}
{% endfor %}
"""


class CountedSerializer(serializers.ModelSerializer):
    tags = serializers.IntegerField(source="tags.count", read_only=True)  # expect: per-row-count-or-exists
    offers = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = ["name", "tags", "offers"]

    def get_offers(self, product):
        return product.supplies.count()  # expect: per-row-count-or-exists


def in_a_serializer():  # queries: 1 + 2n
    return CountedSerializer(Product.objects.filter(active=True).order_by("pk"), many=True).data


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "size"]

    def size(self, category):
        return category.product_set.count()  # expect: per-row-count-or-exists


# what is fine, or another rule's


def prefetched_for_a_serializer():  # queries: 3
    rows = Product.objects.filter(active=True).prefetch_related("tags", "supplies").order_by("pk")
    return CountedSerializer(rows, many=True).data


def all_that_a_prefetch_answers():  # queries: 3
    tag = Tag.objects.order_by("pk")[0]
    rows = Product.objects.filter(active=True).prefetch_related("tags")
    return [(p.tags.exists(), p.tags.contains(tag), bool(p.tags.all()), len(p.tags.all()[:1])) for p in rows]


# template: prefetched.html
"""
{% for order in orders %}{% if order.items.exists %}{{ order.items.all|length }} {{ order.items.count }}{% endif %}{% endfor %}
"""


def prefetched_for_a_template():  # queries: 2
    return render(None, "prefetched.html", {"orders": Order.objects.prefetch_related("items")}).content


def annotated_if_it_can_be():  # queries: 1
    return [lines(order) for order in Order.objects.annotate(lines=Count("items"))]


def lines(order):
    if hasattr(order, "lines"):
        return order.lines
    return order.items.count()


def prefetched():  # queries: 2
    return [order.items.count() for order in Order.objects.prefetch_related("items")]


def annotated():  # queries: 1
    return [order.size for order in Order.objects.annotate(size=Count("items"))]


def fetched_and_counted():  # queries: 1 + n -> 2
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return [len(order.items.all()) for order in rows]


def one_row():  # queries: 2
    return Order.objects.get(number=0).items.count()


def of_one_row_in_a_loop_over_others():  # queries: 2 + n
    tag = Tag.objects.order_by("pk").first()
    numbers = [order.number for order in Order.objects.order_by("pk")]
    return [tag.products.filter(price=number).count() for number in numbers]


def of_two_rows():  # queries: 2 + n*n
    found = 0
    products = list(Product.objects.filter(active=True))
    for order in Order.objects.order_by("pk"):
        for product in products:
            found += OrderItem.objects.filter(order=order, product=product).count()  # expect: query-in-loop
    return found
