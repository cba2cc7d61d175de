"""The sentences that scripts say, by key. static/js/word-keys.js lists the same keys."""

from django.utils.translation import gettext as _

from buergerbuero.web.company import ROLES
from buergerbuero.web.paper_words import paper_words


def words() -> dict[str, str]:
    """All, in the page's language. `%(name)s` is filled in by the script."""
    return page_words() | room_words() | desk_words()


def page_words() -> dict[str, str]:
    return _live() | _devices() | _device_check() | _switches() | _time()


def room_words() -> dict[str, str]:
    """What only a room says; whoever waits need not load it."""
    return _room() | _people() | _writing() | paper_words()


def desk_words() -> dict[str, str]:
    return page_words() | _desk()


def _live() -> dict[str, str]:
    return {
        "live-open": _("wird laufend aktualisiert"),
        "live-polling": _("wird alle 15 Sekunden aktualisiert"),
        "live-lost": _("Stand von %(time)s Uhr – Wir verbinden neu"),
        "live-again": _("Wir sind wieder verbunden."),
        "live-clock": _("%(day)s, %(time)s Uhr –"),
        "live-ended": _("Sie sind abgemeldet. Bitte melden Sie sich wieder an."),
        "offline": _("Kein Internet. Bitte versuchen Sie es gleich noch einmal."),
        "failed": _("Das hat nicht geklappt. Bitte laden Sie die Seite neu."),
        "confirm-yes": _("Ja"),
        "confirm-no": _("Nein"),
    }


def _devices() -> dict[str, str]:
    return {
        "device-blocked": _("Der Browser erlaubt Kamera oder Mikrofon noch nicht."),
        "device-blocked-system": _(
            "Ihr Gerät erlaubt dem Browser Kamera oder Mikrofon noch nicht."
        ),
        "device-none": _(
            "Wir finden keine Kamera und kein Mikrofon. Sie können trotzdem zusehen, "
            "zuhören und schreiben oder uns anrufen."
        ),
        "device-no-camera": _("Wir finden keine Kamera. Sie können auch nur mit Ton sprechen."),
        "device-no-microphone": _(
            "Wir finden kein Mikrofon. Wir sehen Sie, aber wir hören Sie nicht. Sie können uns "
            "auch anrufen."
        ),
        "device-in-use": _(
            "Ein anderes Programm nutzt Kamera oder Mikrofon. Bitte schließen Sie es."
        ),
        "device-silent": _("Wir hören noch nichts. Ist das Mikrofon stumm?"),
        "device-lost": _("Kamera oder Mikrofon ist weg. Ist der Stecker locker?"),
        "device-insecure": _(
            "Kamera und Mikrofon gehen nur auf einer sicheren Seite. Die Adresse muss mit https "
            "beginnen."
        ),
        "device-browser": _(
            "Dieser Browser kann kein Video. Bitte nehmen Sie einen anderen oder rufen Sie an."
        ),
        "device-sound-blocked": _(
            "Der Browser lässt noch keinen Ton zu. Bitte tippen Sie noch einmal."
        ),
    }


def _device_check() -> dict[str, str]:
    return {
        "device-camera-good": _("wir sehen Sie"),
        "device-microphone-open": _("Sprechen Sie ein paar Worte."),
        "device-microphone-good": _("wir hören Sie"),
        "device-works": _("geprüft, geht"),
        "device-not-there": _("geht noch nicht"),
        "device-heard": _("Sie hören uns."),
        "device-not-heard": _("Sie hören uns noch nicht."),
        "device-chosen-sound": _("Gut. Sie treten nur mit Ton ein. Ihr Platz bleibt."),
        "device-chosen-nothing": _(
            "Gut. Sie treten ohne Kamera und Mikrofon ein. Ihr Platz bleibt."
        ),
        "device-check-running": _(
            "Die Prüfung dauert höchstens eine Minute. Danach sind Kamera und Mikrofon wieder aus."
        ),
        "device-check-over": _(
            "Die Prüfung ist zu Ende. Kamera und Mikrofon sind wieder aus. Beim Aufruf gehen sie "
            "an; wir sehen und hören Sie erst, wenn Sie eintreten."
        ),
        "device-check-again": _("Noch einmal prüfen"),
        "line-running": _("Sie rufen sich gerade selbst an. Das dauert wenige Sekunden."),
        "line-good": _("geht gut"),
        "line-sound": _("Ton geht, das Bild noch nicht"),
        "line-outside": _("geht, aber Ihr Netz lässt vielleicht kein Video durch"),
        "line-none": _("geht noch nicht"),
        "level-quiet": _("Lautstärke: zu leise"),
        "level-good": _("Lautstärke: gut"),
        "level-loud": _("Lautstärke: zu laut"),
    }


def _switches() -> dict[str, str]:
    return {
        "sound-on": _("Ton an"),
        "sound-off": _("Ton aus"),
        "picture-on": _("Bild an"),
        "picture-off": _("Bild aus"),
        "turn-on": _("Einschalten"),
        "turn-off": _("Ausschalten"),
        "enter": _("Eintreten"),
        "enter-camera": _("Eintreten mit Kamera"),
        "enter-sound": _("Eintreten nur mit Ton"),
        "screen-own": _("Sie zeigen Ihren Bildschirm."),
        "screen-other": _("%(name)s zeigt den Bildschirm."),
        "full-screen": _("Vollbild"),
        "full-screen-exit": _("Vollbild beenden"),
        "pin": _("%(name)s groß zeigen"),
    }


def _time() -> dict[str, str]:
    return {
        "time-minutes": _("%(time)s Minuten"),
        "time-seconds": _("%(seconds)s Sekunden"),
        "time-one-second": _("1 Sekunde"),
        "time-left": _("Die Tür bleibt noch %(time)s offen."),
        "time-over": _("Die Tür schließt gerade."),
        "waits-few": _("wenigen Sekunden"),
        "waits-seconds": _("%(seconds)s Sekunden"),
        "waits-minute": _("1 Minute"),
        "waits-minutes": _("%(minutes)s Minuten"),
        "waits-hours": _("%(time)s Stunden"),
    }


def _room() -> dict[str, str]:
    return {
        "camera-off": _("Bild aus"),
        "room-alone": _("Sie sind im Raum. %(name)s kommt gleich."),
        "room-waiting": _("Aufgerufen. Wir warten, bis jemand eintritt."),
        "room-connecting": _("Wir verbinden Sie."),
        "room-connected": _("Sie sind mit %(name)s verbunden."),
        "room-restoring": _("Wir verbinden Sie wieder."),
        "room-restoring-other": _(
            "%(name)s ist kurz weg. Wir verbinden Sie wieder. Bitte bleiben Sie hier."
        ),
        "room-elsewhere": _("Dieses Gespräch ist in einem anderen Fenster offen."),
        "room-refused": _("Der Raum ist gerade nicht offen."),
        "room-weak": _("Die Leitung ist schwach. Wir bleiben bei Ton."),
        "room-connection-good": _("Verbindung gut"),
        "room-connection-weak": _("Verbindung schwach"),
        "room-connection-lost": _("Verbindung unterbrochen"),
    }


def _people() -> dict[str, str]:
    return {
        "room-came": _("%(name)s ist dazugekommen."),
        "room-left": _("%(name)s hat den Raum verlassen."),
        "room-handed-over": _("%(name)s führt das Gespräch jetzt weiter."),
        "room-handed-over-to": _(
            "%(name)s, %(department)s, führt das Gespräch jetzt weiter. Sie müssen nichts tun."
        ),
        **{f"role-{role}": str(words) for role, words in ROLES.items()},
        "link-copied": _("Der Link ist kopiert."),
        "link-marked": _("Der Link ist markiert. Bitte kopieren Sie ihn."),
    }


def _writing() -> dict[str, str]:
    return {
        "writing-you": _("Sie"),
        "writing-you-again": _("Sie, vor dem Neuladen"),
        "writing-seen": _("%(name)s sieht jeden Buchstaben sofort."),
        "writing-seen-by-all": _("Alle im Raum sehen jeden Buchstaben sofort."),
        "writing-nobody": _("Noch ist niemand da. Ihr Text wartet hier."),
        "writing-waits": _(
            "Die Verbindung ist kurz weg. Ihr Text wartet hier und kommt gleich an."
        ),
        "writing-said": _("%(name)s schreibt: %(text)s"),
        "writing-copied": _("Der Text ist kopiert."),
        "writing-not-copied": _("Der Browser lässt das Kopieren nicht zu."),
    }


def _desk() -> dict[str, str]:
    return {
        "knock": _("Es klopft: %(who)s"),
        "knock-and-one": _("Es klopft: %(who)s – und noch 1 Person"),
        "knock-and-more": _("Es klopft: %(who)s – und noch %(others)s Personen"),
        "unopened": _("Niemand hat geöffnet: %(who)s"),
        "row-gone": _("%(number)s ist nicht mehr in der Liste."),
        "desk-offline": _("Keine Verbindung. Die Liste ist von %(time)s Uhr."),
        "characters-left": _("Noch %(count)s Zeichen"),
        "slip-open": _("Noch nicht gespeichert"),
        "slip-saved": _("Gespeichert"),
    }
