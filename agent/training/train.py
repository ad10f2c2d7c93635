"""Trains the cry model.

    python train.py DATA [--epochs N] [--steps N] [--output FOLDER]

DATA holds manifest.csv and the recordings that it lists. One network for each fold of groups, tested on the groups that
it has not seen; what is shipped is their mean, calibrated on those tests. Deterministic for a seed on one machine.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn

from data import FOLDS, Augmenter, Recording, load
from features import WINDOW, log_mel
from model import EXAMPLE, Calibrated, CryNet
from report import report

BATCH = 64


def predict(net: nn.Module, windows: np.ndarray) -> np.ndarray:
    net.eval()
    with torch.no_grad():
        parts = [net(log_mel(torch.from_numpy(part))) for part in np.array_split(windows, len(windows) // 128 + 1)]
    return torch.cat(parts).numpy()


def train_fold(recordings: list[Recording], fold: int, epochs: int, steps: int) -> CryNet:
    torch.manual_seed(fold)
    augmenter = Augmenter([r for r in recordings if r.fold != fold], seed=fold)
    net = CryNet()
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=epochs * steps)
    loss_of = nn.BCEWithLogitsLoss()
    for epoch in range(epochs):
        net.train()
        losses = []
        began = time.time()
        for _ in range(steps):
            sound, labels = augmenter.batch(BATCH)
            picture = log_mel(torch.from_numpy(sound))
            # Hide a band and a stretch of time.
            low, start = np.random.randint(0, 56), np.random.randint(0, 50)
            if np.random.random() < 0.5:
                picture[..., low : low + 8] = 0
            if np.random.random() < 0.5:
                picture[:, :, start : start + 10] = 0
            target = torch.from_numpy(labels) * 0.96 + 0.02
            loss = loss_of(net(picture), target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"fold {fold} epoch {epoch + 1}/{epochs}: loss {np.mean(losses):.4f}, {time.time() - began:.0f} s", flush=True)
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "models")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    np.random.seed(0)
    recordings = load(options.data)
    print(f"{len(recordings)} recordings, {sum(r.label for r in recordings)} of crying", flush=True)

    nets, rows = [], []
    for fold in range(FOLDS):
        net = train_fold(recordings, fold, options.epochs, options.steps)
        nets.append(net)
        for recording in (r for r in recordings if r.fold == fold):
            windows = np.stack([recording.sound[start : start + WINDOW] for start in recording.starts[::2]])
            noise = Augmenter.__new__(Augmenter)
            noise.random = np.random.default_rng(fold)
            noisy = np.stack([noise._add(w, noise._coloured(), 10) for w in windows]).astype(np.float32)
            for odds, noisy_odds in zip(predict(net, windows), predict(net, noisy)):
                rows.append((recording, float(odds), float(noisy_odds)))
        torch.save(net.state_dict(), options.output / f"fold{fold}.pt")

    labels = np.array([recording.label for recording, _, _ in rows])
    odds = np.array([odds for _, odds, _ in rows])
    fit = LogisticRegression(class_weight="balanced").fit(odds[:, None], labels)
    shipped = Calibrated(nets, float(fit.coef_[0, 0]), float(fit.intercept_[0])).eval()
    torch.onnx.export(
        shipped,
        (EXAMPLE,),
        options.output / "cry.onnx",
        input_names=["log_mel"],
        output_names=["probability"],
        dynamo=False,
        opset_version=17,
    )
    probability = fit.predict_proba(odds[:, None])[:, 1]
    noisy = fit.predict_proba(np.array([noisy for _, _, noisy in rows])[:, None])[:, 1]
    figures = report([recording for recording, _, _ in rows], labels, probability, noisy)
    (options.output / "cry.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures["all"], indent=2))


if __name__ == "__main__":
    main()
