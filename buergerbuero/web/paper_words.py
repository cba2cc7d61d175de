"""What scripts say about the papers of a talk."""

from django.utils.translation import gettext as _


def paper_words() -> dict[str, str]:
    return _on_the_way() | _looked_at() | _photographed()


def _on_the_way() -> dict[str, str]:
    return {
        "paper-offer": _("%(name)s möchte Ihnen eine Datei geben: %(file)s, %(size)s."),
        "paper-offered": _("%(name)s hat die Datei noch nicht angenommen."),
        "paper-comes": _("Die Datei kommt: %(percent)s Prozent."),
        "paper-goes": _("Die Datei ist unterwegs: %(percent)s Prozent."),
        "paper-arrived": _("%(file)s ist da."),
        "paper-given": _("%(name)s hat %(file)s bekommen."),
        "paper-refused": _("Sie haben die Datei abgelehnt."),
        "paper-not-taken": _("%(name)s hat die Datei nicht angenommen."),
        "paper-stopped": _("%(file)s: abgebrochen."),
        "paper-broken": _("%(file)s ist nicht heil angekommen. Bitte noch einmal geben."),
        "paper-waits": _("Die Verbindung ist kurz weg. Es geht von selbst weiter."),
        "paper-unnamed": _("Datei"),
        "paper-nobody": _(
            "Gerade ist niemand verbunden. Bitte versuchen Sie es gleich noch einmal."
        ),
        "paper-too-many": _(
            "Es warten schon %(most)s Dateien. Bitte geben Sie die nächste erst danach."
        ),
        "paper-too-big": _("%(file)s ist zu groß. Eine Datei darf höchstens %(most)s haben."),
        "paper-empty": _("%(file)s ist leer."),
        "paper-unread": _(
            "Wir können %(file)s nicht lesen. Bitte wählen Sie die Datei noch einmal."
        ),
        "paper-asked": _("%(name)s bittet Sie, ein Papier zu zeigen."),
        "paper-ask-sent": _("Sie haben um ein Papier gebeten."),
    }


def _looked_at() -> dict[str, str]:
    return {
        "paper-page": _("Seite %(page)s von %(pages)s"),
        "paper-view-opening": _("Wir öffnen das Papier."),
        "paper-view-unknown": _(
            "Diese Datei lässt sich hier nicht zeigen. Sie können sie speichern."
        ),
        "paper-view-broken": _("Diese Datei ist beschädigt. Wir können sie nicht zeigen."),
        "paper-view-locked": _(
            "Diese Datei ist mit einem Kennwort geschützt. Sie können sie speichern."
        ),
        "paper-view-no-text": _("Auf dieser Seite ist kein Text, den man vorlesen kann."),
    }


def _photographed() -> dict[str, str]:
    return {
        "paper-photo-name": _("Papier %(number)s.jpg"),
        "paper-photo-own": _("Ihr Foto"),
        "paper-photo-look": _("Das ist Ihr Foto. Bitte sehen Sie es an. Noch ist nichts gesendet."),
        "paper-photo-failed": _("Das Foto hat nicht geklappt. Bitte versuchen Sie es noch einmal."),
        "paper-photo-no-camera": _(
            "Wir können die Kamera gerade nicht öffnen. Sie können auch eine Datei geben."
        ),
        "paper-photo-identity": _("Während ein Ausweis gezeigt wird, machen wir kein Foto."),
    }
