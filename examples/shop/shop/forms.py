"""The form for complaints. No view uses it yet: importing it asks the database."""

from django import forms

from shop.models import Category


class ComplaintForm(forms.Form):
    category = forms.ChoiceField(choices=[(category.pk, category.name) for category in Category.objects.all()])
    text = forms.CharField(widget=forms.Textarea)
