"""Writes the four sounds of the waiting room and the desk as mono WAV files."""

import math
import random
import sys
import wave
from pathlib import Path

RATE = 16_000
LOUDNESS = -18.0
PEAK = 0.89
FADE = 0.02
G4, C5, E5 = 392.0, 523.25, 659.25
MALLET = ((1.0, 1.0, 1.0), (3.93, 0.28, 0.35), (9.2, 0.07, 0.12))
WOOD = ((168.0, 1.0, 0.055), (246.0, 0.75, 0.04), (391.0, 0.4, 0.028), (487.0, 0.2, 0.02))

Samples = list[float]


def silence(seconds: float) -> Samples:
    return [0.0] * round(RATE * seconds)


def add(target: Samples, sound: Samples, at: float, gain: float = 1.0) -> None:
    start = round(RATE * at)
    for index, value in enumerate(sound[: len(target) - start]):
        target[start + index] += value * gain


def mallet(pitch: float, ring: float, seconds: float) -> Samples:
    """Bar percussion: a fundamental and two short overtones with a soft attack."""
    return [
        min(1.0, t / 0.004)
        * sum(
            level * math.exp(-t / (ring * decay)) * math.sin(2 * math.pi * pitch * ratio * t)
            for ratio, level, decay in MALLET
        )
        for t in (n / RATE for n in range(round(RATE * seconds)))
    ]


def knuckle(seed: int) -> Samples:
    """A knock on wood: damped door modes and a muffled click."""
    noise = random.Random(seed)  # noqa: S311 - a sound, not a secret
    sound, click = silence(0.3), 0.0
    for n in range(len(sound)):
        t = n / RATE
        click += 0.12 * (noise.uniform(-1, 1) - click)
        body = sum(
            level * math.exp(-t / decay) * math.sin(2 * math.pi * f * t) for f, level, decay in WOOD
        )
        sound[n] = min(1.0, t / 0.0015) * (body + 1.4 * click * math.exp(-t / 0.008))
    return sound


def knock() -> Samples:
    sound = silence(0.6)
    add(sound, knuckle(1), 0.0)
    add(sound, knuckle(2), 0.18, 0.85)
    return sound


def called() -> Samples:
    sound = silence(1.4)
    for at, pitch in ((0.0, G4), (0.22, C5), (0.44, E5)):
        add(sound, mallet(pitch, 0.34, 1.4 - at), at)
    return sound


def nearly() -> Samples:
    return mallet(C5, 0.17, 0.5)


def room() -> Samples:
    return mallet(G4 / 2, 0.07, 0.3)


def biquad(
    samples: Samples, b: tuple[float, float, float], a: tuple[float, float, float]
) -> Samples:
    result, x1, x2, y1, y2 = [], 0.0, 0.0, 0.0, 0.0
    for x in samples:
        y = (b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2) / a[0]
        x1, x2, y1, y2 = x, x1, y, y1
        result.append(y)
    return result


def k_weighted(samples: Samples) -> Samples:
    """The two filters of ITU-R BS.1770, derived for our rate."""
    gain, w, q = 10 ** (4 / 40), 2 * math.pi * 1500 / RATE, 1 / math.sqrt(2)
    alpha, cos, root = math.sin(w) / (2 * q), math.cos(w), 2 * math.sqrt(gain)
    shelved = biquad(
        samples,
        (
            gain * (gain + 1 + (gain - 1) * cos + root * alpha),
            -2 * gain * (gain - 1 + (gain + 1) * cos),
            gain * (gain + 1 + (gain - 1) * cos - root * alpha),
        ),
        (
            gain + 1 - (gain - 1) * cos + root * alpha,
            2 * (gain - 1 - (gain + 1) * cos),
            gain + 1 - (gain - 1) * cos - root * alpha,
        ),
    )
    w, q = 2 * math.pi * 38 / RATE, 0.5
    alpha, cos = math.sin(w) / (2 * q), math.cos(w)
    return biquad(
        shelved, ((1 + cos) / 2, -1 - cos, (1 + cos) / 2), (1 + alpha, -2 * cos, 1 - alpha)
    )


def loudness(samples: Samples) -> float:
    """Loudest 400 ms: short sounds have no meaningful integrated value."""
    energy = [value * value for value in k_weighted(samples)]
    window = min(len(energy), round(RATE * 0.4))
    step = round(RATE * 0.05)
    loudest = max(sum(energy[at : at + window]) for at in range(0, len(energy) - window + 1, step))
    return -0.691 + 10 * math.log10(loudest / window)


def levelled(samples: Samples) -> Samples:
    fade = round(RATE * FADE)
    faded = [value * min(1.0, (len(samples) - 1 - n) / fade) for n, value in enumerate(samples)]
    gain = 10 ** ((LOUDNESS - loudness(faded)) / 20)
    gain = min(gain, PEAK / max(map(abs, faded)))
    return [value * gain for value in faded]


def write(path: Path, samples: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(
            b"".join(round(value * 32767).to_bytes(2, "little", signed=True) for value in samples)
        )


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, sound in (("knock", knock), ("called", called), ("nearly", nearly), ("room", room)):
        write(folder / f"{name}.wav", levelled(sound()))


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "buergerbuero" / "static" / "sounds"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
