"""Trains the cry model.

    python train.py --data FOLDER [--data FOLDER …] [--steps N] [--seeds N] [--folds N …] [--work FOLDER]

Each FOLDER holds manifest.csv and the recordings that it lists; files that are not marked `train` are left alone. Groups
(infants, speakers, recordings) are split into folds; for each fold, networks are trained on the other folds and kept in
the work folder. A second round may leave out the windows of crying clips that the networks of a first one find most
unlike crying (--clean). evaluate.py measures, calibrates and ships them.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from augment import Augmenter
from features import FRAMES, HOP, WINDOW, log_mel
from model import SUMMARY, CryNet, both_ways
from pool import Pool
from sounds import FOLDS, starts
from teacher import CLASSES, Lessons

#: How much what the teacher says counts beside the label.
LESSON = 0.5


def predict(net: nn.Module, windows: np.ndarray) -> np.ndarray:
    """Log-odds of (count, WINDOW), both ways."""
    net.eval()
    with torch.no_grad():
        parts = [both_ways(net, log_mel(torch.from_numpy(part))) for part in np.array_split(windows, len(windows) // 128 + 1)]
    return torch.cat(parts).float().numpy()


def train(
    augmenter: Augmenter, steps: int, batch: int, seed: int, width: int, name: str, start: CryNet | None, rate: float
) -> CryNet:
    torch.manual_seed(seed)
    net = (start or CryNet(width)).to(memory_format=torch.channels_last)
    # Tells what the teacher hears; left behind when the training ends.
    pupil = nn.Sequential(nn.Linear(SUMMARY, 384), nn.ReLU(), nn.Linear(384, CLASSES))
    # The mean of the last networks on the way generalises better than the last one.
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999), use_buffers=True)
    optimizer = torch.optim.AdamW([*net.parameters(), *pupil.parameters()], lr=2e-3, weight_decay=2e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.15)
    loss_of = nn.BCEWithLogitsLoss()
    losses, began = [], time.time()
    for step in range(1, steps + 1):
        net.train()
        pictures, labels, lessons, hold = augmenter.batch(batch)
        if augmenter.random.random() < 0.5:
            # Between two sounds lies a probability between theirs.
            part = float(augmenter.random.beta(0.3, 0.3))
            other = torch.from_numpy(augmenter.random.permutation(batch))
            pictures, labels, lessons = (part * each + (1 - part) * each[other] for each in (pictures, labels, lessons))
            hold = hold * hold[other]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            summary = net.summary(pictures.contiguous(memory_format=torch.channels_last))
            odds, told = net.head(summary).squeeze(1), pupil(summary)
        missed = ((told.float() - lessons) ** 2).mean(dim=1)
        taught = (missed * hold).sum() / hold.sum().clamp(min=1)
        loss = loss_of(odds.float(), labels * 0.97 + 0.015) + LESSON * taught
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        mean.update_parameters(net)
        losses.append((loss.item(), taught.item()))
        if step % 250 == 0:
            recent, lesson = np.mean(losses[-250:], axis=0)
            print(f"{name} {step}/{steps}: loss {recent:.4f}, {lesson:.4f} of lessons, {time.time() - began:.0f} s", flush=True)
    return mean.module.eval()


def suspicious(pool: Pool, nets: dict[int, list[CryNet]], odds: float) -> dict[str, np.ndarray]:
    """Of each crying recording, the starts (frames) that networks which have not seen it find most unlike crying."""
    found = {}
    for recording in pool.recordings:
        if recording.label == 0:
            continue
        begin = starts(recording.sound, 1, 8 * HOP)
        if len(begin) == 0:
            continue
        windows = np.stack([recording.sound[s : s + WINDOW] for s in begin])
        mean = np.mean([predict(net, windows) for net in nets[recording.fold]], axis=0)
        if np.any(mean < odds):
            found[recording.file] = begin[mean < odds] // HOP
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--steps", type=int, default=7500)
    parser.add_argument("--batch", type=int, default=64, help="windows of one step")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--width", type=int, default=24)
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(FOLDS)), help="which ones; several may run")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path("work"), help="spectra and networks on the way")
    parser.add_argument("--teacher", type=Path, help="YAMNet, see teacher.py")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="of learning, at its highest")
    parser.add_argument("--start", type=Path, help="networks of the same folds from an earlier round, to go on from")
    parser.add_argument("--clean", type=Path, help="networks of a first round, to leave out suspicious windows")
    parser.add_argument("--odds", type=float, default=-1.5, help="log-odds below which a window is suspicious")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)

    pool = Pool.of(options.data, options.work, options.threads)
    cries = [r for r in pool.recordings if r.label]
    print(f"{len(pool.recordings)} recordings, {len(cries)} of crying", flush=True)
    lessons = Lessons.of(pool, options.teacher, options.work, options.threads) if options.teacher else None
    bad = None
    if options.clean:
        nets: dict[int, list[CryNet]] = {}
        for file in sorted(options.clean.glob("fold*.pt")):
            nets.setdefault(int(file.stem[4]), []).append(read(file))
        bad = suspicious(pool, nets, options.odds)
        (options.work / "suspicious.json").write_text(json.dumps({f: b.tolist() for f, b in bad.items()}))
        print(f"suspicious windows in {len(bad)} of {len(cries)} crying recordings", flush=True)
    for seed in range(options.seeds):
        for fold in options.folds:
            file = options.work / f"fold{fold}-{seed}.pt"
            if file.exists():
                continue
            augmenter = Augmenter(pool, set(range(FOLDS)) - {fold}, 100 * seed + fold, bad, lessons)
            start = read(options.start / file.name) if options.start else None
            net = train(augmenter, options.steps, options.batch, 100 * seed + fold, options.width, file.stem, start, options.rate)
            torch.save({"width": options.width, "weights": net.state_dict()}, file)


def read(file: Path) -> CryNet:
    saved = torch.load(file)
    net = CryNet(saved["width"])
    net.load_state_dict(saved["weights"])
    return net.eval()


if __name__ == "__main__":
    main()
