"""Figures of the groups that a network has not been trained on."""

import numpy as np
from sklearn.metrics import roc_auc_score

from data import Recording


def interval(groups: np.ndarray, figure, samples: int = 500) -> list[float]:
    """95 %, by drawing groups (not windows, which depend on each other) with replacement."""
    random = np.random.default_rng(0)
    names = np.unique(groups)
    members = {name: np.flatnonzero(groups == name) for name in names}
    values = []
    for _ in range(samples):
        index = np.concatenate([members[name] for name in random.choice(names, len(names))])
        value = figure(index)
        if value is not None:
            values.append(value)
    return [round(float(v), 4) for v in np.percentile(values, [2.5, 97.5])]


def report(recordings: list[Recording], labels: np.ndarray, probability: np.ndarray, noisy: np.ndarray) -> dict:
    said = probability >= 0.5
    groups = np.array([f"{r.source}/{r.group}" for r in recordings])

    def f1(index: np.ndarray) -> float | None:
        hit = np.sum(said[index] & (labels[index] == 1))
        wrong = np.sum(said[index] != (labels[index] == 1))
        return 2 * hit / (2 * hit + wrong) if hit else None

    def auc(index: np.ndarray) -> float | None:
        return roc_auc_score(labels[index], probability[index]) if len(set(labels[index])) == 2 else None

    def recall(index: np.ndarray) -> float | None:
        cries = index[labels[index] == 1]
        return float(np.mean(said[cries])) if len(cries) else None

    def false_alarms(index: np.ndarray) -> float | None:
        """An hour; one window a second."""
        quiet = index[labels[index] == 0]
        return float(np.mean(said[quiet])) * 3600 if len(quiet) else None

    whole = np.arange(len(labels))
    figures = {"f1": f1, "auc": auc, "recall": recall, "false_alarms_per_hour": false_alarms}
    everything = {
        name: {"value": round(float(figure(whole)), 4), "interval": interval(groups, figure)}
        for name, figure in figures.items()
    }
    everything["recall_with_noise_at_10_db"] = round(float(np.mean(noisy[labels == 1] >= 0.5)), 4)
    everything["windows"] = {"cry": int(labels.sum()), "other": int((1 - labels).sum())}
    kinds = sorted({(r.source, r.kind) for r in recordings})
    by_kind = {}
    for source, kind in kinds:
        mine = np.array([(r.source, r.kind) == (source, kind) for r in recordings])
        by_kind[f"{source} {kind}"] = {"windows": int(mine.sum()), "called_crying": round(float(said[mine].mean()), 4)}
    return {"all": everything, "by_kind": by_kind}
