"""Figures with confidence intervals, of windows that a network has not been trained on."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from sounds import Recording

THRESHOLD = 0.5


@dataclass
class Judged:
    """Probabilities of one recording's windows."""

    recording: Recording
    usable: np.ndarray
    #: With white noise 10 dB and 0 dB below; empty unless crying.
    noisy: dict[int, np.ndarray]
    #: Two of three of all its windows said crying at some time.
    steadily_crying: bool


def two_of_three(crying: np.ndarray) -> bool:
    padded = np.concatenate([[False, False], crying])
    return bool(np.any(padded[:-2].astype(int) + padded[1:-1] + padded[2:] >= 2))


def is_laughter(judged: Judged) -> bool:
    return judged.recording.kind == "baby_laugh"


def figures(clips: list[Judged]) -> dict[str, float]:
    """Everything that can be told of these recordings; what cannot is left out."""
    cries = [clip for clip in clips if clip.recording.label]
    others = [clip for clip in clips if not clip.recording.label]
    serious = [clip for clip in others if not is_laughter(clip)]
    joined = lambda parts: np.concatenate([np.empty(0), *parts])  # noqa: E731
    crying, quiet = joined(c.usable for c in cries), joined(c.usable for c in others)
    hits, wrong = np.sum(crying >= THRESHOLD), np.sum(quiet >= THRESHOLD)
    told: dict[str, float] = {}
    if len(crying) and len(quiet):
        told["auc"] = roc_auc_score([1] * len(crying) + [0] * len(quiet), np.concatenate([crying, quiet]))
        told["f1"] = 2 * hits / (len(crying) + hits + wrong)
        told["precision"] = hits / max(1, hits + wrong)
    if len(crying):
        told["recall"] = hits / len(crying)
        for ratio in (10, 0):
            told[f"recall_{ratio}_db"] = np.mean(joined(c.noisy[ratio] for c in cries) >= THRESHOLD)
        told["recordings_found"] = np.mean([clip.steadily_crying for clip in cries])
    if len(quiet):
        windows = joined(clip.usable for clip in serious)
        if len(windows):
            told["false_alarms_per_hour"] = np.mean(windows >= THRESHOLD) * 3600
            told["false_recordings"] = np.mean([clip.steadily_crying for clip in serious])
    return {name: float(value) for name, value in told.items()}


def with_intervals(clips: list[Judged], samples: int = 300) -> dict[str, tuple[float, float, float]]:
    """Value and 95 % interval, by drawing groups, not windows (they depend on each other), with replacement."""
    random = np.random.default_rng(0)
    groups: dict[str, list[Judged]] = {}
    for clip in clips:
        groups.setdefault(f"{clip.recording.label} {clip.recording.source}/{clip.recording.group}", []).append(clip)
    names = sorted(groups)
    drawn: dict[str, list[float]] = {}
    for _ in range(samples):
        chosen = [clip for name in random.choice(names, len(names)) for clip in groups[name]]
        for name, value in figures(chosen).items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (value, *(float(v) for v in np.percentile(drawn[name], [2.5, 97.5])))
        for name, value in figures(clips).items()
    }


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a part (E. B. Wilson, JASA 22, 1927)."""
    z, p = 1.96, hits / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * np.sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - reach), min(1.0, middle + reach)
