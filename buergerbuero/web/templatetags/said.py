"""Templates that come over a stream bring the sentences of their scripts along."""

from django import template

from buergerbuero.web.words import room_words

register = template.Library()
register.simple_tag(room_words)
