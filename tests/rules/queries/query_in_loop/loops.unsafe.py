"""Queries that each iteration repeats."""

from enum import Enum

from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Sum
from django.shortcuts import get_object_or_404

from shop.models import Category, Customer, Order, OrderItem, Product


def a_count_per_row():  # queries: 1 + n => 1
    return [order.items_count for order in Order.objects.order_by("pk").annotate(items_count=Count("items", distinct=True))]  # expect: per-row-count-or-exists


def a_row_per_key():  # queries: 1 + n
    found = []
    for number in numbers():
        found.append(Order.objects.get(number=number).pk)  # expect: query-in-loop # severity: info
    return len(found)


def numbers():
    return range(Order.objects.count() - 1, -1, -1)


def a_filter_per_row():  # queries: 1 + n
    return [len(Order.objects.filter(customer=c)) for c in Customer.objects.order_by("pk")]  # expect: query-in-loop


def existence_per_row():  # queries: 1 + n => 1
    return [o.has_filtered_items for o in Order.objects.order_by("pk").annotate(has_filtered_items=Exists(OrderItem.objects.filter(order=OuterRef("pk"), quantity=1)))]  # expect: per-row-count-or-exists


def through_a_helper():  # queries: 1 + n
    return [best_of(customer) for customer in Customer.objects.order_by("pk")]  # expect: per-row-count-or-exists
    #       ^^^^^^^^^^^^^^^^^ per-row-count-or-exists: in best_of(), here and in 1 more place,


def best_of(customer):
    return Order.objects.filter(customer=customer).order_by("pk").first().pk


def the_same_each_time():  # queries: 1 + n => 2
    result = []
    product_count = Product.objects.count()
    for customer in Customer.objects.order_by("pk"):
        result.append((customer.pk, product_count))  # expect: query-in-loop
    return result


def or_404():  # queries: 1 + n
    return [get_object_or_404(Order, customer=c).pk for c in Customer.objects.order_by("pk")]  # expect: query-in-loop


def from_outside_data():  # queries: 3 => 2
    lines = [{"product": key, "quantity": 1} for key in first_keys()]
    product_by_key = Product.objects.in_bulk([line["product"] for line in lines])
    return [product_by_key[line["product"]].name for line in lines]  # expect: query-in-loop # severity: info


def from_a_list():  # queries: 3 => 2
    keys = first_keys()
    product_by_key = Product.objects.in_bulk(keys)
    return [product_by_key[key].name for key in keys]  # expect: query-in-loop


def by_a_relation():  # queries: 1 + n
    """`in_bulk(field_name="user")` has users for keys."""
    found, customers = [], list(Customer.objects.order_by("pk"))
    for customer in customers:
        found.append(Customer.objects.get(user=customer.user_id).name)  # expect: query-in-loop
    return found


def where_one_may_be_missing():  # queries: 3
    found = []
    keys = first_keys()
    for key in keys:
        try:
            found.append(Product.objects.get(pk=key).name)  # expect: query-in-loop
        except Product.DoesNotExist:
            found.append("")
    return found


def in_a_loop_that_is_a_condition():  # queries: 1 + n
    customers = list(Customer.objects.order_by("pk"))
    while len([c for c in customers if Product.objects.filter(price=0).exists()]) == 1:  # expect: query-in-loop
        pass
    return len(customers)


def first_keys():
    return list(Product.objects.order_by("pk").values_list("pk", flat=True)[:2])


def a_refined_queryset():  # queries: 1 + n
    orders = Order.objects.filter(open=True)
    return [orders.filter(customer=c).exists() for c in Customer.objects.order_by("pk")]  # expect: per-row-count-or-exists


def counts_in_a_dictionary():  # queries: 1 + n => 1
    rows = Customer.objects.order_by("pk").annotate(orders_count=Count("orders", distinct=True))
    return {c.name: c.orders_count for c in rows}  # expect: per-row-count-or-exists


def sums_per_row():  # queries: 1 + n
    result = []
    for order in Order.objects.order_by("pk"):
        result.append(order.items.aggregate(pieces=Sum("quantity"))["pieces"])  # expect: per-row-count-or-exists
    return result


def the_newest_per_row():  # queries: 1 + n
    rows = Customer.objects.order_by("pk")
    return [c.orders.order_by("-number").first().number for c in rows]  # expect: per-row-count-or-exists


def values_per_row():  # queries: 1 + n
    rows = Customer.objects.order_by("pk")
    return [list(c.orders.values_list("number", flat=True)) for c in rows]  # expect: query-in-loop


def as_a_sort_key():  # queries: 1 + n
    """The lambda is the loop: what it asks for differs from row to row."""
    rows = Customer.objects.all()
    return [c.pk for c in sorted(rows, key=lambda c: c.orders.count())]  # expect: per-row-count-or-exists
    #                                                ^^^^^^^^^^^^^^^^ per-row-count-or-exists: `orders.count


def in_a_test_of_all():  # queries: 1 + n => 1
    return all(c.has_orders for c in Customer.objects.all().annotate(has_orders=Exists(Order.objects.filter(customer=OuterRef("pk")))))  # expect: per-row-count-or-exists


def in_nested_loops():  # queries: 2 + n*n
    found = 0
    products = list(Product.objects.filter(active=True))
    for order in Order.objects.order_by("pk"):
        for product in products:
            found += OrderItem.objects.filter(order=order, product=product).count()  # expect: query-in-loop
    return found


def in_a_condition():  # queries: 1 + n
    rows = Customer.objects.order_by("pk")
    return [c.pk for c in rows if not c.orders.filter(open=False)]  # expect: query-in-loop


def down_a_tree():  # queries: 1 + 2n
    return sum(size(category) for category in Category.objects.filter(parent=None))  # expect: query-in-loop


def size(category):
    return 1 + sum(size(child) for child in Category.objects.filter(parent=category))


def read_again():  # queries: 1 + n
    orders = []
    for order in Order.objects.order_by("pk"):
        order.refresh_from_db()  # expect: query-in-loop
        orders.append(order.number)
    return orders


def raw_sql():  # queries: 1 + n
    names = []
    with connection.cursor() as cursor:
        for customer in Customer.objects.order_by("pk"):
            cursor.execute("SELECT name FROM shop_customer WHERE id = %s", [customer.pk])  # miss: query-in-loop
            names.append(cursor.fetchone()[0])
    return names


def indexed_without_fetching():  # queries: 1 + n
    orders = Order.objects.order_by("pk")
    return [orders[i].number for i in range(orders.count())]  # miss: query-in-loop


def through_two_helpers():  # queries: 1 + n
    """One finding with the loop above: both have the query of `best_of()` for a cause."""
    return [summary(customer) for customer in Customer.objects.order_by("pk")]


def summary(customer):
    return f"{customer.name}: {best_of(customer)}"


def of_a_parameter(keys):
    """Who knows how many there are: only look-ups by key are said."""
    return [(key, Product.objects.filter(active=True).count(), Product.objects.filter(price=key).exists()) for key in keys]


# what is fine


def of_an_enumeration():  # queries: 2
    return [Order.objects.filter(open=state.value).count() for state in State]


class State(Enum):
    OPEN = True
    CLOSED = False


def by_a_literal_list():  # queries: 2
    return [Order.objects.filter(number=number).count() for number, _ in [(1, "one"), (2, "two")]]


def page_after_page():
    page = Paginator(Product.objects.filter(active=True).order_by("pk"), 1).page(1)
    names = [product.name for product in page]
    while page.has_next() and len(names) < 3:
        page = page.paginator.page(page.next_page_number())
        names += [product.name for product in page]
    return len(names) > 1


def read_again_once():  # queries: 2
    order = Order.objects.get(number=0)
    order.refresh_from_db()
    return order.number



def a_queryset_made_outside_is_fetched_once():  # queries: 2
    products = Product.objects.filter(active=True)
    return sum(len(products) for _ in Customer.objects.all())


def a_literal(names=("a", "b")):  # queries: 2
    return [Product.objects.filter(name=name).count() for name in ("a", "b")]


def a_few_numbers():  # queries: 3
    return [Product.objects.filter(price=i).count() for i in range(3)]


def counted_from_a_prefetch():  # queries: 2
    return [order.items.count() for order in Order.objects.prefetch_related("items")]


def until_there_is_nothing_left():  # queries: 1
    while Order.objects.filter(number=-1).exists():
        pass


def in_chunks():  # queries: 2
    keys = list(Product.objects.filter(active=True).values_list("pk", flat=True))
    found = []
    for chunk in chunks(keys, 1000):
        found += Product.objects.filter(pk__in=chunk)
    return len(found)


def chunks(keys, size):
    return [keys[i : i + size] for i in range(0, len(keys), size)]


def locked_one_by_one(keys=()):  # queries: 0
    for key in keys:
        Order.objects.select_for_update().get(pk=key)


class Command(BaseCommand):
    """Once in a while, with nobody waiting for it."""

    def handle(self, *args, **options):
        for order in Order.objects.order_by("pk").iterator():
            self.stdout.write(str(Customer.objects.filter(name=order.number).first()))


def of_a_form(names):
    """Nothing says that a form sends many, and no look-up by key could take the place of these."""
    return [name for name in names if Order.objects.filter(customer__name=name, open=True).exists()]


def in_batches(keys, size=500):
    found = {}
    for start in range(0, len(keys), size):
        found.update(Order.objects.in_bulk(keys[start : start + size]))
    return found


def at_most_one():  # queries: 2
    for order in Order.objects.order_by("pk"):
        return order.items.count() > 0


def indexed_after_fetching():  # queries: 1
    orders = Order.objects.order_by("pk")
    return [orders[i].number for i in range(len(orders))]


def fetched_before_the_loop():  # queries: 2
    products = Product.objects.in_bulk(first_keys())
    return [product.name for product in products.values()]


def looked_up_in_a_list():  # queries: 2
    numbers_ = list(Order.objects.values_list("number", flat=True))
    return [customer.pk in numbers_ for customer in Customer.objects.order_by("pk")]


def truth_of_a_queryset_made_outside():  # queries: 2
    products = Product.objects.filter(active=True)
    return [bool(products) for _ in Customer.objects.all()]


def in_chunks():  # queries: 1 + n
    keys = list(Order.objects.order_by("pk").values_list("pk", flat=True))
    found = []
    for start in range(0, len(keys), 1):
        found += Order.objects.filter(pk__in=keys[start : start + 1])
    return len(found)


def slice_by_slice():  # queries: 1 + n
    rows, numbers_ = Order.objects.order_by("pk"), []
    for start in range(0, rows.count(), 1):
        numbers_ += [order.number for order in rows[start : start + 1]]
    return numbers_


def page_by_page():  # queries: 1 + n
    paginator = Paginator(Order.objects.order_by("pk"), 1)
    return [order.number for number in paginator.page_range for order in paginator.page(number).object_list]


def until_it_works():  # queries: 3
    attempts = 3
    for attempt in range(attempts):
        if Order.objects.filter(number=-attempt - 1).exists():
            return attempt
    return None


def a_list_of_models():  # queries: 3
    return [model.objects.count() for model in (Customer, Order, Product)]


def left_with_the_first_hit():  # queries: 2
    for customer in Customer.objects.order_by("pk"):
        found = Order.objects.filter(customer=customer).first()
        break
    return found.pk


def written_per_row():  # queries: 1 + 2n
    """Loops that write have rules of their own."""
    for customer in Customer.objects.order_by("pk"):
        Order.objects.filter(customer=customer).update(open=False)  # expect: save-or-update-in-loop
        Order.objects.create(customer=customer)  # expect: create-in-loop


def a_queryset_that_is_only_built():  # queries: 1
    return [Order.objects.filter(customer=customer) for customer in Customer.objects.all()] == []


def put_together_and_asked_once():  # queries: 2
    wanted = Order.objects.none()
    for customer in Customer.objects.order_by("pk"):
        wanted = wanted | Order.objects.filter(customer=customer)
    return len(wanted)


def remembered_in_the_cache():  # queries: 2
    """Behind a cache, how often the query runs cannot be seen."""
    cache.set("best", 1)
    rows = Customer.objects.order_by("pk")
    Order.objects.count()
    return [cache.get("best") or Order.objects.filter(customer=c).count() for c in rows]


def count_of(customer):
    return customer.orders.count()


def rating(customer):
    return count_of(customer) + 1


def label(customer):
    return f"{customer.name}: {rating(customer)}"


def through_three_functions():  # queries: 1 + n
    return [label(customer) for customer in Customer.objects.order_by("pk")]  # expect: per-row-count-or-exists


def remembered_for_each_row():  # queries: 1 + n
    """A cache for each row: what it has not is asked once."""
    found = []
    for customer in Customer.objects.order_by("pk"):
        number = cache.get(f"orders of {customer.pk}")
        if number is None:
            number = customer.orders.count()
        found.append(number)
    return found


def cached_number(customer):
    key = f"number of {customer.pk}"
    if (number := cache.get(key)) is not None:
        return number
    return Order.objects.filter(customer=customer).count()


def remembered_in_a_function():  # queries: 1 + n
    return [cached_number(customer) for customer in Customer.objects.order_by("pk")]


def remembered_by_a_function():
    """`get_or_set()` calls the function when the cache has nothing."""
    rows = Customer.objects.order_by("pk")
    return [cache.get_or_set(f"o{c.pk}", lambda c=c: Order.objects.filter(customer=c).count(), 1) for c in rows]


def all_behind_one_cache():
    numbers = cache.get("numbers")
    if numbers:
        return numbers
    return [c.orders_count for c in Customer.objects.all().annotate(orders_count=Count("orders", distinct=True))]  # expect: per-row-count-or-exists # severity: info


def one_of_each_kind():  # queries: 3
    """Each branch runs once, whatever the number of kinds."""
    found = []
    for kind in ["orders", "customers", *"abcdefghijk"]:
        if kind == "orders":
            found.append(Order.objects.count())
        elif kind == "customers":
            found.append(Customer.objects.count())
    return found, Product.objects.count()
