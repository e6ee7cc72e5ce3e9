"""Formsets: one form for each row of a queryset."""

from django import forms
from django.forms import inlineformset_factory, modelformset_factory
from django.shortcuts import render

from shop.models import Order, OrderItem, Wishlist
from shop.pages import page

OrderFormSet = modelformset_factory(Order, fields=["number"], extra=0)


def numbers(request):
    formset = OrderFormSet(queryset=Order.objects.order_by("pk"))  # expect: related-access-in-loop
    return render(request, "numbers.html", {"formset": formset})


# template: numbers.html
"""
{{ formset.management_form }}
{% for form in formset %}
  {{ form.instance.customer.name }} {# elsewhere: related-access-in-loop #}
  {{ form }}
{% endfor %}
"""


def rows_in_a_template():  # queries: 1 + n -> 1
    return page(numbers)


def loaded(request):
    formset = OrderFormSet(queryset=Order.objects.select_related("customer"))
    return render(request, "numbers.html", {"formset": formset})


def rows_that_are_loaded():  # queries: 1
    return page(loaded)


class WishlistForm(forms.ModelForm):
    class Meta:
        model = Wishlist
        fields = ["products"]
        widgets = {"products": forms.MultipleHiddenInput}


def many_to_many_fields():  # queries: 1 + n -> 2
    """Each form asks for the rows that are chosen."""
    formset_class = modelformset_factory(Wishlist, form=WishlistForm, extra=0)
    formset = formset_class(queryset=Wishlist.objects.all())  # expect: related-access-in-loop
    return formset.as_p()


def all_rows_of_the_model():  # queries: 1 + n
    """Without a queryset there is none to edit."""
    formset_class = modelformset_factory(Wishlist, form=WishlistForm, extra=0)
    return str(formset_class())  # expect: related-access-in-loop


class ItemForm(forms.ModelForm):
    class Meta:
        model = OrderItem
        fields = ["quantity"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["quantity"].label = self.instance.product.name


ItemFormSet = inlineformset_factory(Order, OrderItem, form=ItemForm, extra=0)


def rows_of_one_order():  # queries: 2 + n -> 2
    order = Order.objects.get(number=0)
    items = OrderItem.objects.order_by("pk")  # expect: related-access-in-loop
    return ItemFormSet(instance=order, queryset=items).as_p()


def rows_of_a_new_order():  # queries: 0
    """An order that is not saved has no items."""
    return ItemFormSet(instance=Order()).as_p() + ItemFormSet().as_p()


def nothing_read():  # queries: 1
    return OrderFormSet(queryset=Order.objects.all()).as_p()


class LoadingFormSet(forms.BaseModelFormSet):
    def __init__(self, *args, queryset, **kwargs):
        super().__init__(*args, queryset=queryset.prefetch_related("products"), **kwargs)


def loaded_by_the_class():  # queries: 2
    formset_class = modelformset_factory(Wishlist, form=WishlistForm, formset=LoadingFormSet, extra=0)
    return formset_class(queryset=Wishlist.objects.all()).as_p()
