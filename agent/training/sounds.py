"""Recordings: what a manifest lists, which windows of them may be used, and which fold each belongs to."""

import csv
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from features import SAMPLE_RATE, WINDOW

FOLDS = 5
#: Samples from one window to the next, as the agent hears.
STEP = SAMPLE_RATE


@dataclass
class Recording:
    file: str
    #: 1: crying.
    label: int
    source: str
    kind: str
    #: One infant, speaker or recording: never on both sides of a split. Empty: a sound that is only learned from.
    group: str
    #: SAMPLE_RATE, -1 to 1, at least one window long.
    sound: np.ndarray

    @property
    def fold(self) -> int | None:
        """None: in no fold, so that every network may learn from it and none is judged by it."""
        return None if self.group == "" else zlib.crc32(f"{self.source}/{self.group}".encode()) % FOLDS


def level(sound: np.ndarray) -> float:
    """dBFS."""
    return 10 * np.log10(np.mean(sound.astype(np.float64) ** 2) + 1e-12)


def starts(sound: np.ndarray, label: int, step: int = STEP) -> np.ndarray:
    """A pause within a crying clip is not crying: what is quiet, or 15 dB below the loudest, is left out."""
    every = np.arange(0, len(sound) - WINDOW + 1, step)
    if label == 0:
        return every
    energy = np.concatenate([[0], np.cumsum(sound.astype(np.float64) ** 2)])
    levels = 10 * np.log10((energy[every + WINDOW] - energy[every]) / WINDOW + 1e-12)
    return every[(levels > -50) & (levels > levels.max() - 15)]


def whole(sound: np.ndarray) -> np.ndarray:
    """At least one window: a shorter sound is filled up with silence, as the agent does."""
    return np.pad(sound, (0, max(0, WINDOW - len(sound))))


def load(folder: Path, use: str = "train") -> list[Recording]:
    """@raises ValueError: a file is not at SAMPLE_RATE."""
    recordings = []
    with open(folder / "manifest.csv", newline="") as manifest:
        for row in csv.DictReader(manifest):
            if row["use"] != use:
                continue
            sound, rate = soundfile.read(folder / row["file"], dtype="float32", always_2d=True)
            if rate != SAMPLE_RATE:
                raise ValueError(f"{row['file']}: {rate} Hz, {SAMPLE_RATE} wanted")
            recordings.append(
                Recording(
                    row["file"],
                    int(row["label"] == "cry"),
                    row["source"],
                    row["class"],
                    row["group"],
                    whole(sound.mean(axis=1)),
                )
            )
    return recordings
