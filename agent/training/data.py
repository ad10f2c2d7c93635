"""Recordings for training: windows, folds by group, and augmentation of the sound."""

import csv
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.signal
import soundfile

from features import SAMPLE_RATE, WINDOW

FOLDS = 3


@dataclass
class Recording:
    file: str
    label: int
    source: str
    kind: str
    group: str
    sound: np.ndarray
    #: Starts of the windows that may be used.
    starts: np.ndarray

    @property
    def fold(self) -> int:
        return zlib.crc32(f"{self.source}/{self.group}".encode()) % FOLDS


def level(sound: np.ndarray) -> float:
    """dBFS."""
    return 10 * np.log10(np.mean(sound.astype(np.float64) ** 2) + 1e-12)


def usable_starts(sound: np.ndarray, label: int) -> np.ndarray:
    """A pause within a crying clip is not crying: what is quiet, or 15 dB below the loudest, is left out."""
    starts = np.arange(0, max(1, len(sound) - WINDOW + 1), SAMPLE_RATE // 2)
    if label == 0:
        return starts
    levels = np.array([level(sound[start : start + WINDOW]) for start in starts])
    return starts[(levels > -50) & (levels > levels.max() - 15)]


def load(folder: Path, use: str = "train") -> list[Recording]:
    recordings = []
    with open(folder / "manifest.csv", newline="") as manifest:
        for row in csv.DictReader(manifest):
            if row["use"] != use:
                continue
            sound, rate = soundfile.read(folder / row["file"], dtype="float32", always_2d=True)
            if rate != SAMPLE_RATE:
                raise ValueError(f"{row['file']}: {rate} Hz, {SAMPLE_RATE} wanted")
            sound = sound.mean(axis=1)
            if len(sound) < WINDOW:
                sound = np.pad(sound, (0, WINDOW - len(sound)), mode="wrap")
            label = int(row["label"] == "cry")
            starts = usable_starts(sound, label)
            if len(starts):
                recordings.append(
                    Recording(row["file"], label, row["source"], row["class"], row["group"], sound, starts)
                )
    return recordings


class Augmenter:
    """Draws windows that could have been heard in another room, by another microphone, beside another noise."""

    def __init__(self, recordings: list[Recording], seed: int):
        self.random = np.random.default_rng(seed)
        self.cries = [r for r in recordings if r.label == 1]
        others = [r for r in recordings if r.label == 0]
        kinds = sorted({r.kind for r in others})
        self.others = {kind: [r for r in others if r.kind == kind] for kind in kinds}
        # Speech is what a house is full of; one generated sound is enough of its kind.
        self.weights = np.array(
            [6.0 if kind == "speech" else 0.3 if kind.startswith("synth") else 1.0 for kind in kinds]
        )
        self.weights /= self.weights.sum()
        self.kinds = kinds
        self.rooms = [self._room() for _ in range(60)]

    def _room(self) -> np.ndarray:
        """An exponentially decaying tail, 0.1 to 0.8 s to -60 dB."""
        seconds = self.random.uniform(0.1, 0.8)
        count = int(seconds * SAMPLE_RATE)
        tail = self.random.standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
        tail *= self.random.uniform(0.02, 0.25)
        tail[0] = 1
        return tail.astype(np.float32)

    def _cut(self, recording: Recording) -> np.ndarray:
        start = int(self.random.choice(recording.starts)) + int(self.random.integers(-4000, 4001))
        speed = self.random.uniform(0.9, 1.12) if self.random.random() < 0.4 else 1.0
        count = int(WINDOW * speed)
        start = min(max(0, start), max(0, len(recording.sound) - count))
        piece = recording.sound[start : start + count]
        if len(piece) < count:
            piece = np.pad(piece, (0, count - len(piece)), mode="wrap")
        if speed != 1.0:
            piece = np.interp(np.linspace(0, count - 1, WINDOW), np.arange(count), piece).astype(np.float32)
        return piece[:WINDOW].astype(np.float32)

    def _other(self) -> np.ndarray:
        kind = self.random.choice(self.kinds, p=self.weights)
        return self._cut(self.random.choice(self.others[kind]))

    def _coloured(self) -> np.ndarray:
        noise = self.random.standard_normal(WINDOW)
        spectrum = np.fft.rfft(noise)
        tilt = self.random.uniform(0, 1.2)
        spectrum /= np.maximum(1, np.arange(len(spectrum))) ** tilt
        return np.fft.irfft(spectrum, WINDOW).astype(np.float32)

    def _add(self, sound: np.ndarray, noise: np.ndarray, ratio: float) -> np.ndarray:
        """@param ratio dB of sound over noise."""
        gain = 10 ** ((level(sound) - level(noise) - ratio) / 20)
        return sound + noise * np.float32(min(gain, 1e4))

    def _colour(self, sound: np.ndarray) -> np.ndarray:
        if self.random.random() < 0.5:
            sound = scipy.signal.fftconvolve(sound, self.rooms[self.random.integers(len(self.rooms))])[:WINDOW]
        kind = self.random.random()
        if kind < 0.2:
            band = (self.random.uniform(100, 350), self.random.uniform(3000, 3900))
            sound = scipy.signal.sosfilt(scipy.signal.butter(4, band, "band", fs=SAMPLE_RATE, output="sos"), sound)
        elif kind < 0.4:
            top = self.random.uniform(3400, 7800)
            sound = scipy.signal.sosfilt(scipy.signal.butter(4, top, fs=SAMPLE_RATE, output="sos"), sound)
        if self.random.random() < 0.4:
            low = self.random.uniform(40, 300)
            sound = scipy.signal.sosfilt(scipy.signal.butter(2, low, "high", fs=SAMPLE_RATE, output="sos"), sound)
        if self.random.random() < 0.5:
            # A microphone's colour: a smooth curve of up to 10 dB either way.
            points = self.random.uniform(-10, 10, 6)
            curve = np.interp(np.linspace(0, 5, WINDOW // 2 + 1), np.arange(6), points)
            sound = np.fft.irfft(np.fft.rfft(sound) * 10 ** (curve / 20), WINDOW)
        return np.asarray(sound, dtype=np.float32)

    def draw(self, label: int) -> np.ndarray:
        if label:
            sound = self._cut(self.random.choice(self.cries))
            if self.random.random() < 0.55:
                noise = self._coloured() if self.random.random() < 0.5 else self._other()
                sound = self._add(sound, noise, self.random.uniform(-2, 22))
        else:
            sound = self._other()
            if self.random.random() < 0.35:
                sound = self._add(sound, self._other(), self.random.uniform(-5, 15))
            if self.random.random() < 0.3:
                sound = self._add(sound, self._coloured(), self.random.uniform(0, 25))
        sound = self._colour(sound)
        peak = float(np.abs(sound).max()) + 1e-9
        sound = sound * np.float32(10 ** (self.random.uniform(-40, 0) / 20) / peak)
        if self.random.random() < 0.1:
            sound = np.clip(sound * 3, -1, 1)
        # A microphone's own noise, down to the last bit.
        noise = 10 ** (self.random.uniform(-95, -65) / 20)
        return (sound + noise * self.random.standard_normal(WINDOW)).astype(np.float32)

    def batch(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        labels = (self.random.random(size) < 0.5).astype(np.float32)
        return np.stack([self.draw(int(label)) for label in labels]), labels
