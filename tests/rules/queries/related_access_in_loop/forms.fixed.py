"""Choice lists of forms: each row of the queryset is shown with its label."""

from django import forms
from django.views.generic import CreateView

from shop.models import Brand, Category, Customer, Order, OrderItem, Product, Supplier
from shop.pages import page


class ProductForm(forms.Form):
    name = forms.CharField()
    brand = forms.ModelChoiceField(queryset=Brand.objects.all().select_related("category"))  # expect: related-access-in-loop
    #                                       ^^^^^^^^^^^^^^^^^^^ related-access-in-loop: `category` loaded once per row of `Brand`


def labels_by_str():  # queries: 1 + n -> 1
    return ProductForm().as_p()


class LoadedForm(forms.Form):
    brand = forms.ModelChoiceField(queryset=Brand.objects.select_related("category"))
    category = forms.ModelChoiceField(Category.objects.all(), required=False)


def loaded():  # queries: 2
    return str(LoadedForm())


class CustomerField(forms.ModelMultipleChoiceField):
    """The label decides what is read, not `__str__`."""

    def label_from_instance(self, customer):
        return f"{customer.name}, {customer.address.city}"


class BrandNameField(forms.ModelChoiceField):
    def label_from_instance(self, brand):
        return brand.name


class MailForm(forms.Form):
    customers = CustomerField(Customer.objects.order_by("pk").select_related("address"))  # expect: related-access-in-loop
    brand = BrandNameField(queryset=Brand.objects.all())


def labels_by_method():  # queries: 2 + n -> 2
    return MailForm().as_table()


class OtherLists(forms.Form):
    brands = forms.ModelMultipleChoiceField(
        queryset=Brand.objects.filter(products__active=True).distinct().select_related("category"),  # expect: related-access-in-loop
        widget=forms.CheckboxSelectMultiple,
    )
    orders = forms.ModelChoiceField(
        queryset=Order.objects.all().select_related("customer"),  # expect: related-access-in-loop
        widget=forms.RadioSelect(attrs={"class": "wide"}),
        empty_label=None,
    )


def other_widgets():  # queries: 2 + 2n -> 2
    form = OtherLists()
    return [str(form["brands"]), str(form["orders"])]


class HiddenForm(forms.Form):
    """No list of choices: the chosen key is all that is shown."""

    brand = forms.ModelChoiceField(queryset=Brand.objects.all(), widget=forms.HiddenInput)
    number = forms.ModelChoiceField(queryset=Order.objects.all(), widget=forms.NumberInput())
    none = forms.ModelChoiceField(queryset=Brand.objects.none())
    one = forms.ModelChoiceField(queryset=Order.objects.filter(pk=1))


def without_lists():  # queries: 2
    return HiddenForm().as_p()


class ChosenForm(forms.Form):
    """What `__init__` puts in is what is shown."""

    brand = forms.ModelChoiceField(queryset=Brand.objects.all())
    order = forms.ModelChoiceField(queryset=Order.objects.none())
    loaded = forms.ModelChoiceField(queryset=Brand.objects.all())
    hidden = forms.ModelChoiceField(queryset=Brand.objects.all())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["brand"].queryset = Brand.objects.exclude(category=None).select_related("category")  # expect: related-access-in-loop
        field = self.fields["order"]
        field.queryset = Order.objects.filter(open=True).select_related("customer")  # expect: related-access-in-loop
        self.fields["loaded"].queryset = self.fields["loaded"].queryset.select_related("category")
        self.fields["hidden"].widget = forms.HiddenInput()


def replaced_in_init():  # queries: 3 + 2n -> 3
    return ChosenForm().as_p()


class AddedForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["brand"] = forms.ModelChoiceField(queryset=Brand.objects.all().select_related("category"))  # expect: related-access-in-loop
        self.fields["plain"] = forms.ModelChoiceField(queryset=Brand.objects.all())
        self.fields["plain"].label_from_instance = lambda brand: brand.name


def added_in_init():  # queries: 2 + n -> 2
    return AddedForm().as_p()


class ReplacedForm(forms.Form):
    brand = forms.ModelChoiceField(queryset=Brand.objects.all())
    order = forms.ModelChoiceField(queryset=Order.objects.all())
    first = forms.ModelChoiceField(queryset=Brand.objects.all())
    second = forms.ModelChoiceField(queryset=Brand.objects.all())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["brand"] = forms.CharField()
        self.fields["order"].widget.choices = [(1, "one")]
        for name in ("first", "second"):
            self.fields[name].queryset = Brand.objects.select_related("category")


def replaced_altogether():  # queries: 2
    return ReplacedForm().as_p()


class PlainForm(forms.Form):
    brand = forms.ModelChoiceField(queryset=Brand.objects.all())


def replaced_by_the_view():  # queries: 1 + n -> 1
    form = PlainForm()
    form.fields["brand"].queryset = Brand.objects.order_by("pk").select_related("category")  # expect: related-access-in-loop
    return form.as_p()


class ItemForm(forms.ModelForm):
    """No queryset is written: Django shows all rows of the other model, and there is nothing to edit."""

    class Meta:
        model = OrderItem
        fields = ["order", "product", "quantity"]  # expect: related-access-in-loop


def keys_of_a_model_form():  # queries: 2 + n
    return ItemForm().as_p()


class AllFieldsForm(forms.ModelForm):
    order = forms.ModelChoiceField(queryset=Order.objects.select_related("customer"))

    class Meta:
        model = OrderItem
        fields = "__all__"


def declared_key():  # queries: 2
    return AllFieldsForm().as_p()


class EverythingForm(forms.ModelForm):
    class Meta:
        model = Product
        exclude = ["category"]  # expect: related-access-in-loop


def keys_that_are_not_excluded():  # queries: 3 + n
    return EverythingForm().as_p()


class HiddenKeyForm(forms.ModelForm):
    class Meta:
        model = OrderItem
        fields = ["order", "quantity"]
        widgets = {"order": forms.HiddenInput}


def hidden_key():  # queries: 0
    return HiddenKeyForm().as_p()


class ChosenKeyForm(forms.ModelForm):
    class Meta:
        model = OrderItem
        fields = ["order", "quantity"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].queryset = Order.objects.filter(open=True).select_related("customer")  # expect: related-access-in-loop


def replaced_key():  # queries: 1 + n -> 1
    return ChosenKeyForm().as_p()


class BoundForm(forms.ModelForm):
    """Only checks what an API receives: it is never shown."""

    class Meta:
        model = OrderItem
        fields = ["order", "quantity"]


def never_shown():  # queries: 3
    return BoundForm({"order": Order.objects.values_list("pk", flat=True)[0]}).errors


class AddressForm(forms.ModelForm):
    class Meta:
        model = Customer
        fields = ["name", "address"]  # expect: related-access-in-loop


class AddressView(CreateView):
    form_class = AddressForm
    template_name = "address.html"
    model = Customer
    success_url = "/"


# template: address.html
"""
{{ form.as_p }}
"""


def form_of_a_view():  # queries: 1 + n
    return page(AddressView.as_view())


class SupplierForm(forms.ModelForm):
    """`Address.__str__` shows the country."""

    class Meta:
        model = Supplier
        fields = ("name", "address")  # expect: related-access-in-loop


def one_key():  # queries: 1 + n
    return str(SupplierForm()["address"])
