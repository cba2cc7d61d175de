"""Compresses an answer, where that tells nobody anything.

The length of a compressed page betrays what is in it to somebody who can read lengths on the line,
put words of their own into the page and have it sent again and again (BREACH). So only pages are
compressed that repeat nothing a request or a stranger says: not the desk, where names stand that
citizens have typed, and no answer to a form. What is secret in the others, the CSRF token and the
mark of a form, is masked or made anew in each answer, and each answer's length is blurred.
"""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.decorators import decorator_from_middleware

View = Callable[..., HttpResponseBase]
squeezed: Callable[[View], View] = decorator_from_middleware(GZipMiddleware)
