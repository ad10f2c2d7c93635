"""What another microphone, room or telephone would have made of a recording: waveforms, before the spectra."""

import subprocess

import numpy as np
import scipy.signal

from features import SAMPLE_RATE
from sounds import Recording, whole

#: Speech that is played faster is as high as a child's, and as quick as laughter.
CHILD_LIKE = (1.35, 1.75)


def faster(sound: np.ndarray, factor: float) -> np.ndarray:
    """Like a tape: higher and shorter at once."""
    return scipy.signal.resample_poly(sound, 100, round(100 * factor)).astype(np.float32)


def through_codec(sound: np.ndarray, random: np.random.Generator, narrow: bool) -> np.ndarray:
    """Compressed and decompressed by ffmpeg; narrow: a telephone's 8 kHz, so that it does not come to mean crying."""
    if narrow:
        options = [
            ["-c:a", "libgsm", "-f", "gsm"],
            ["-c:a", "pcm_mulaw", "-f", "wav"],
            ["-c:a", "libspeex", "-q:a", str(random.integers(2, 8)), "-f", "ogg"],
            ["-c:a", "g726", "-b:a", "32k", "-f", "wav"],
            ["-c:a", "pcm_s16le", "-f", "wav"],
        ]
        rate = 8000
    else:
        options = [
            ["-c:a", "libmp3lame", "-b:a", random.choice(["16k", "24k", "32k"]), "-f", "mp3"],
            ["-c:a", "libopus", "-b:a", random.choice(["8k", "12k", "20k"]), "-f", "ogg"],
            ["-c:a", "aac", "-b:a", random.choice(["16k", "24k", "40k"]), "-f", "adts"],
        ]
        rate = SAMPLE_RATE
    choice = options[random.integers(len(options))]
    raw = ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1"]
    quiet = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-threads", "1"]
    peak = float(np.abs(sound).max()) + 1e-9
    coded = subprocess.run(
        [*quiet, *raw, "-i", "-", "-ar", str(rate), *choice, "-"],
        input=(sound * (0.5 / peak)).astype("<f4").tobytes(),
        capture_output=True,
        check=True,
    ).stdout
    container = ["-f", "gsm"] if "gsm" in choice else []
    back = subprocess.run(
        [*quiet, *container, "-i", "-", *raw, "-"], input=coded, capture_output=True, check=True
    ).stdout
    return np.frombuffer(back, "<f4") * np.float32(peak / 0.5)


def in_a_room(sound: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Early echoes and an exponentially decaying tail, 0.15 to 0.9 s to -60 dB, darker as it decays."""
    count = int(random.uniform(0.15, 0.9) * SAMPLE_RATE)
    tail = random.standard_normal(count) * 10 ** (-3 * np.arange(count) / count) * random.uniform(0.02, 0.2)
    tail = scipy.signal.lfilter([0.5], [1, -0.5], tail)
    for delay in random.integers(40, min(count, 900), 6):
        tail[delay] += random.uniform(-0.5, 0.5)
    tail[0] = 1
    return scipy.signal.fftconvolve(sound, tail)[: len(sound)].astype(np.float32)


def clipped(sound: np.ndarray, random: np.random.Generator) -> np.ndarray:
    peak = float(np.abs(sound).max()) + 1e-9
    return np.clip(sound * (random.uniform(2, 6) / peak), -1, 1).astype(np.float32) * np.float32(peak)


def variants(recording: Recording, seed: int) -> list[np.ndarray]:
    """The recording itself first."""
    random = np.random.default_rng(seed)
    sound = recording.sound
    if not np.any(sound):
        return [sound]
    if recording.kind == "laughter_cut":
        return [whole(each.astype(np.float32)) for each in (sound, faster(sound, random.uniform(0.88, 1.15)), in_a_room(sound, random))]
    made = [
        sound,
        faster(sound, random.uniform(0.84, 0.94)),
        faster(sound, random.uniform(1.06, 1.18)),
        through_codec(sound, random, narrow=True),
        through_codec(sound, random, narrow=False),
        in_a_room(sound, random),
        in_a_room(clipped(faster(sound, random.uniform(0.92, 1.1)), random), random),
    ]
    if recording.kind == "speech":
        made += [faster(sound, factor) for factor in CHILD_LIKE]
    return [whole(each.astype(np.float32)) for each in made]
