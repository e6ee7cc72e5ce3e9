"""Formsets: each form asks for the choices of its fields."""

from django import forms
from django.forms import BaseFormSet, formset_factory, inlineformset_factory, modelformset_factory

from shop.models import Brand, Customer, Order, OrderItem, Product


class BrandForm(forms.Form):
    brand = forms.ModelChoiceField(queryset=Brand.objects.select_related("category"))


class SharingFormSet(BaseFormSet):
    """What the page tells to do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = list(Brand.objects.values_list("pk", "name"))
        for form in self.forms:
            form.fields["brand"].choices = choices


OrderFormSet = modelformset_factory(Order, fields=["number", "customer"], extra=0)
ItemFormSet = inlineformset_factory(Order, OrderItem, fields=["product", "quantity"], extra=0)
BrandFormSet = formset_factory(BrandForm, extra=4)


def of_all_rows():  # queries: 1 + n
    return len(str(OrderFormSet(queryset=Order.objects.order_by("pk")))) > 0  # expect: form-choice-query-load
    #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ form-choice-query-load: each form of the formset asks for the choices of `customer` again


def of_one_order():  # queries: 2 + n
    order = Order.objects.first()
    return len(str(ItemFormSet(instance=order))) > 0  # expect: form-choice-query-load


def of_a_new_order():  # queries: 3
    formset = inlineformset_factory(Order, OrderItem, fields=["product"])
    return len(str(formset())) > 0  # expect: form-choice-query-load


def of_empty_forms():  # queries: 4
    return len(str(BrandFormSet())) > 0  # expect: form-choice-query-load


def of_given_values(numbers=range(3)):  # queries: 4
    formset = formset_factory(BrandForm)
    return len(str(formset(initial=[{} for _ in numbers]))) > 0  # expect: form-choice-query-load


# what is fine


class BrandKeyForm(forms.Form):
    brand = forms.ModelChoiceField(queryset=Brand.objects.order_by("pk"), widget=forms.HiddenInput)


class ChosenForm(forms.Form):
    brand = forms.ModelChoiceField(queryset=Brand.objects.none())

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["brand"].choices = choices


def shared():  # queries: 1
    return len(str(formset_factory(BrandForm, formset=SharingFormSet, extra=4)())) > 0


def shared_where_it_is_made():  # queries: 1
    formset = formset_factory(BrandForm, extra=4)()
    choices = list(Brand.objects.values_list("pk", "name"))
    for form in formset:
        form.fields["brand"].choices = choices
    return len(str(formset)) > 0


def given_by_keyword():  # queries: 1
    formset = formset_factory(ChosenForm, extra=4)
    choices = list(Brand.objects.values_list("pk", "name"))
    return len(str(formset(form_kwargs={"choices": choices}))) > 0


def of_keys():  # queries: 0
    return len(str(formset_factory(BrandKeyForm, extra=4)())) > 0


def with_another_widget():  # queries: 1
    formset = modelformset_factory(Order, fields=["customer"], widgets={"customer": forms.NumberInput}, extra=0)
    return len(str(formset(queryset=Order.objects.order_by("pk")))) > 0


def of_one_form():  # queries: 1
    return len(str(formset_factory(BrandForm)())) > 0


def at_most_one(order=None):  # queries: 1
    return len(str(inlineformset_factory(Order, OrderItem, fields=["product"], max_num=1)(instance=order))) > 0


def of_no_rows():  # queries: 1
    return len(str(modelformset_factory(Order, fields=["customer"])(queryset=Order.objects.none()))) > 0


def of_columns():  # queries: 1
    return len(str(modelformset_factory(Customer, fields=["name"], extra=0)(queryset=Customer.objects.all()))) > 0


def only_checked(data):
    return OrderFormSet(data).is_valid(), Product.objects.count()
