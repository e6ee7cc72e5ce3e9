"""Choices of forms: fetched at import, and whole tables."""
# config: rows = { "shop.Customer" = 50000, "shop.Brand" = 900 }

from django import forms
from django.contrib.auth import get_user_model
from django.views.generic import FormView
from shop.models import Brand, Category, Customer, Order, Tag

User = get_user_model()
TAGS = [(tag.pk, tag.name) for tag in Tag.objects.all()]  # expect: form-choice-query-load


class ImportedForm(forms.Form):
    category = forms.ChoiceField(choices=[(c.pk, c.name) for c in Category.objects.order_by("pk")])  # expect: form-choice-query-load
    #                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ form-choice-query-load: fetched when the module is imported
    tag = forms.MultipleChoiceField(choices=TAGS)


def made_later():  # queries: 0 => 1
    # => True
    return len(list(ImportedForm().fields["category"].choices)) > 0


class WithBlankForm(forms.Form):
    brand = forms.ChoiceField(choices=[("", "---")] + list(Brand.objects.values_list("pk", "name")))  # expect: form-choice-query-load


class OwnNamesForm(forms.Form):
    """A function in the body of a class does not see the names of the class."""

    blank = [("", "---")]
    brand = forms.ChoiceField(choices=blank + [(b.pk, b.name) for b in Brand.objects.all()])  # expect: form-choice-query-load


class LargeForm(forms.Form):
    customer = forms.ModelChoiceField(queryset=Customer.objects.all())  # expect: form-choice-query-load
    #                                          ^^^^^^^^^^^^^^^^^^^^^^ form-choice-query-load: `LargeForm.customer` lists every `Customer`
    users = forms.ModelMultipleChoiceField(User.objects.order_by("username"))  # expect: form-choice-query-load
    brand = forms.ModelChoiceField(queryset=Brand.objects.select_related("category"))


def shown():  # rows: 3n
    return len(LargeForm().as_p()) < 0


class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["number", "customer"]  # expect: form-choice-query-load


class OrderView(FormView):
    form_class = OrderForm
    template_name = "order.html"


# what is fine


class LaterForm(forms.Form):
    brand = forms.ChoiceField(choices=lambda: [(b.pk, b.name) for b in Brand.objects.all()])
    stars = forms.ChoiceField(choices=[(n, str(n)) for n in range(1, 6)])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stars"].choices = [(tag.pk, tag.name) for tag in Tag.objects.all()]


class ChosenForm(forms.Form):
    few = forms.ModelChoiceField(queryset=Customer.objects.filter(name="c0"))
    first = forms.ModelChoiceField(queryset=Customer.objects.none())
    key = forms.ModelChoiceField(queryset=Customer.objects.all(), widget=forms.NumberInput)


class NarrowedForm(forms.Form):
    customer = forms.ModelChoiceField(queryset=Customer.objects.all())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = Customer.objects.none()


class ChangedForm(forms.Form):
    customer = forms.ModelChoiceField(queryset=Customer.objects.all())


class NeverShownForm(forms.Form):
    customer = forms.ModelChoiceField(queryset=Customer.objects.all())


class HiddenKeyForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["number", "customer"]
        widgets = {"customer": forms.NumberInput}


class HiddenForm(forms.Form):
    one = forms.ModelChoiceField(queryset=Customer.objects.all(), widget=forms.HiddenInput)
    more = forms.ModelMultipleChoiceField(queryset=Customer.objects.all(), widget=forms.MultipleHiddenInput())


class WithoutCustomerForm(forms.ModelForm):
    class Meta:
        model = Order
        exclude = ["customer", "placed_by"]


class TakenOutForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["number", "customer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["customer"]


def few_or_none():  # queries: 1
    return [len(str(shown)) > 0 for shown in (ChosenForm(), NarrowedForm(), HiddenKeyForm())]


def none_at_all():  # queries: 0
    return [len(str(shown)) > 0 for shown in (HiddenForm(), WithoutCustomerForm(), TakenOutForm())]


def changed_where_it_is_shown():  # queries: 0
    form = ChangedForm()
    form.fields["customer"].widget = forms.NumberInput()
    return len(str(form)) > 0


def only_checked(data):
    return NeverShownForm(data).is_valid()
