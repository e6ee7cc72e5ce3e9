"""Relations and methods that a model has from its ancestors."""

from shop.models import ActiveProduct, Brand, Customer, DigitalProduct, Product, Question, Review


def a_relation_of_an_abstract_model():  # queries: 1 + n*n -> 1
    return [review.author.name for review in Review.objects.order_by("pk").select_related("author")]  # expect: related-access-in-loop


def its_name_from_the_other_side():  # queries: 1 + n -> 2
    rows = Customer.objects.order_by("pk").prefetch_related("review_written")  # expect: related-access-in-loop
    return [len(customer.review_written.all()) for customer in rows]


def each_class_has_its_own_name():  # queries: 1 + n -> 2
    rows = Customer.objects.order_by("pk").prefetch_related("question_written")  # expect: related-access-in-loop
    return [len(customer.question_written.all()) for customer in rows]


def the_app_in_the_name():  # queries: 1 + n -> 2
    rows = Product.objects.filter(active=True).order_by("pk").prefetch_related("shop_questions")  # expect: related-access-in-loop
    return [len(product.shop_questions.all()) for product in rows]


def a_method_of_an_abstract_model():  # queries: 1 + n*n -> 1
    return [question.author_name() for question in Question.objects.order_by("pk").select_related("author")]  # expect: related-access-in-loop


def a_method_of_a_mixin():  # queries: 1 + n*n -> 1
    return [question.description() for question in Question.objects.order_by("pk").select_related("product")]  # expect: related-access-in-loop


def a_relation_of_the_parent_table():  # queries: 1 + n -> 1
    return [d.category.name for d in DigitalProduct.objects.order_by("pk").select_related("category")]  # expect: related-access-in-loop


def many_of_the_parent_table():  # queries: 1 + n -> 2
    return [len(d.tags.all()) for d in DigitalProduct.objects.order_by("pk").prefetch_related("tags")]  # expect: related-access-in-loop


def a_method_of_the_parent():  # queries: 1 + n -> 1
    return [d.label() for d in DigitalProduct.objects.order_by("pk").select_related("category")]  # expect: related-access-in-loop


def a_relation_of_the_child():  # queries: 1 + n -> 1
    return [d.publisher.name for d in DigitalProduct.objects.order_by("pk").select_related("publisher")]  # expect: related-access-in-loop


def children_of_another_row():  # queries: 1 + 2n -> 3
    rows = Brand.objects.order_by("pk").prefetch_related("published__category")  # expect: related-access-in-loop
    return [[d.category.name for d in brand.published.all()] for brand in rows]


def a_proxy():  # queries: 1 + n -> 1
    return [product.category.name for product in ActiveProduct.objects.order_by("pk").select_related("category")]  # expect: related-access-in-loop


def a_method_of_the_proxy():  # queries: 1 + n -> 1
    return [product.brand_name() for product in ActiveProduct.objects.order_by("pk").select_related("brand")]  # expect: related-access-in-loop


# what costs nothing


def joined_for_the_abstract_model():  # queries: 1
    return [review.author_name() for review in Review.objects.select_related("author").order_by("pk")]


def joined_for_the_child():  # queries: 1
    return [d.label() for d in DigitalProduct.objects.select_related("category").order_by("pk")]


def columns_of_the_parent():  # queries: 1
    return [(d.name, d.price, d.category_id) for d in DigitalProduct.objects.order_by("pk")]


def joined_through_the_proxy():  # queries: 1
    return [product.brand_name() for product in ActiveProduct.objects.select_related("brand").order_by("pk")]
