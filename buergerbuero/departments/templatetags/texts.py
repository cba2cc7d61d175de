"""Templates read a county's texts in the page's language."""

from django import template

from buergerbuero.departments.texts import in_language

register = template.Library()
register.filter("in_language", in_language)
