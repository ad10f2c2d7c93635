"""Measures the networks of train.py on groups that they have not heard, calibrates them and writes what is shipped.

    python evaluate.py DATA [--more FOLDER …] [--work FOLDER] [--recall PART] [--ship [NETWORK …]]

Each recording of DATA is judged by the networks of the folds that its group was kept out of; files marked `evaluate
only`, which no network has heard, by those that are shipped. Prints the tables of agent/models/cry.md. --ship also
writes agent/models/cry.onnx, the mean of the networks that it names (fold0-0 …; all, when it names none), and the
tables into the cards; the networks of each fold stay in the work folder as ONNX, for bench/cry/accuracy.ts, which
measures the same through the agent's code.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression

from features import WINDOW
from figures import Judged, figures, is_laughter, two_of_three, wilson, with_intervals
from model import EXAMPLE, Calibrated, CryNet
from sounds import FOLDS, STEP, Recording, level, load, starts
from train import predict, read

MODELS = Path(__file__).parent.parent / "models"
#: Below it, dBFS, the agent does not ask the network: agent/src/detection/cry/level.ts.
LEVEL_GATE = -62
NEVER = -99.0
#: What a parent may choose; the default is in the middle.
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Odds = dict[str, np.ndarray]


def odds_of(recording: Recording, nets: list[CryNet], random: np.random.Generator) -> Odds:
    """Log-odds of the usable windows, of the same with noise, and of all windows."""

    def mean(begin: np.ndarray, ratio: float | None = None) -> np.ndarray:
        if len(begin) == 0:
            return np.empty(0)
        windows = np.stack([recording.sound[s : s + WINDOW] for s in begin])
        if ratio is not None:
            noise = random.standard_normal(windows.shape).astype(np.float32)
            power = np.mean(windows**2, axis=1) / 10 ** (ratio / 10)
            windows = windows + noise * np.sqrt(power)[:, None]
        odds = np.mean([predict(net, windows) for net in nets], axis=0)
        quiet = np.array([level(window) < LEVEL_GATE for window in windows])
        return np.where(quiet, NEVER, odds)

    usable = starts(recording.sound, recording.label)
    noisy = usable if recording.label else np.empty(0, int)
    every = mean(np.arange(0, len(recording.sound) - WINDOW + 1, STEP))
    return {"usable": every[usable // STEP], "10": mean(noisy, 10), "0": mean(noisy, 0), "all": every}


def calibration(recordings: list[Recording], odds: list[Odds], recall: float) -> tuple[float, float]:
    """Slope and intercept. The slope is Platt's (1999), with crying as frequent as in these recordings; the intercept is
    where a probability of 0.5 finds this part of the crying windows, because the default threshold shall miss few."""
    values = np.concatenate([o["usable"] for o in odds])
    labels = np.concatenate([[r.label] * len(o["usable"]) for r, o in zip(recordings, odds)])
    known = values > NEVER
    slope = float(LogisticRegression().fit(values[known, None], labels[known]).coef_[0, 0])
    return slope, -slope * float(np.quantile(values[known & (labels == 1)], 1 - recall, method="lower"))


def crossed(recordings: list[Recording], odds: list[Odds], recall: float) -> list[Judged]:
    """Each fold with the calibration of the others: how well the operating point itself generalises."""
    clips = []
    for fold in sorted({r.fold for r in recordings}):
        others = [(r, o) for r, o in zip(recordings, odds) if r.fold != fold]
        point = calibration([r for r, _ in others], [o for _, o in others], recall)
        clips += [judged(r, o, *point) for r, o in zip(recordings, odds) if r.fold == fold]
    return [clip for clip in clips if len(clip.usable)]


def judged(recording: Recording, odds: Odds, slope: float, intercept: float) -> Judged:
    said = {name: 1 / (1 + np.exp(-np.clip(slope * o + intercept, -30, 30))) for name, o in odds.items()}
    return Judged(recording, said["usable"], {10: said["10"], 0: said["0"]}, two_of_three(said["all"] >= 0.5))


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Stores large weights in 16 bits; the runtime widens them once, when it loads."""
    graph = model.graph
    for weight in [w for w in graph.initializer if w.data_type == TensorProto.FLOAT and np.prod(w.dims) > 256]:
        name = weight.name
        small = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{name}_16")
        graph.initializer.remove(weight)
        graph.initializer.append(small)
        graph.node.insert(0, helper.make_node("Cast", [small.name], [name], to=TensorProto.FLOAT))
    return model


def export(nets: list[CryNet], slope: float, intercept: float, file: Path) -> None:
    shipped = Calibrated(nets, slope, intercept).eval()
    torch.onnx.export(
        shipped, (EXAMPLE,), file, input_names=["log_mel"], output_names=["probability"], dynamo=False, opset_version=17
    )
    onnx.save(halved(onnx.load(file)), file)


FORMATS = {
    "auc": ("AUC", "{:.4f}"),
    "f1": ("F1", "{:.3f}"),
    "precision": ("precision", "{:.3f}"),
    "recall": ("recall", "{:.3f}"),
    "recall_10_db": ("recall, noise 10 dB below", "{:.3f}"),
    "recall_0_db": ("recall, noise as loud", "{:.3f}"),
    "false_alarms_per_hour": ("false alarms an hour", "{:.1f}"),
    "recordings_found": ("recordings found (2 of 3)", "{:.3f}"),
    "false_recordings": ("false recordings (2 of 3)", "{:.3f}"),
}


def tables(clips: list[Judged], unheard: list[Judged]) -> str:
    heard = [clip for clip in clips if len(clip.usable)]
    lines = ["| figure | value | 95 % |", "|---|---|---|"]
    for name, (value, low, high) in with_intervals(heard).items():
        title, form = FORMATS[name]
        lines.append(f"| {title} | {form.format(value)} | {form.format(low)} to {form.format(high)} |")
    lines += ["", "| group | recordings | windows | called crying | 95 % |", "|---|---|---|---|---|"]
    everything = [*heard, *unheard]
    kinds = sorted({(c.recording.label == 0, c.recording.source, c.recording.kind) for c in everything})
    for _, source, kind in kinds:
        mine = [c for c in everything if (c.recording.source, c.recording.kind) == (source, kind)]
        said = np.concatenate([c.usable for c in mine]) >= 0.5
        low, high = wilson(int(said.sum()), len(said))
        lines.append(f"| {source}: {kind} | {len(mine)} | {len(said)} | {said.mean():.1%} | {low:.1%} to {high:.1%} |")
    values = np.concatenate([c.usable for c in heard])
    labels = np.concatenate([[c.recording.label] * len(c.usable) for c in heard])
    lines += ["", "| threshold | recall | false alarms an hour |", "|---|---|---|"]
    for threshold in THRESHOLDS:
        recall, false = (np.mean(values[labels == label] >= threshold) for label in (1, 0))
        lines.append(f"| {threshold} | {recall:.3f} | {3600 * false:.1f} |")
    bins = np.linspace(0, 1, 6)
    lines += ["", "| probability said | windows | crying |", "|---|---|---|"]
    for low, high in zip(bins, bins[1:]):
        here = (values >= low) & ((values < high) | (high == 1))
        share = f"{labels[here].mean():.1%}" if here.any() else "–"
        lines.append(f"| {low:.1f} to {high:.1f} | {here.sum()} | {share} |")
    return "\n".join(lines)


def write_card(file: Path, text: str) -> None:
    begin, end = "<!-- figures -->", "<!-- /figures -->"
    card = file.read_text()
    before, rest = card.split(begin)
    file.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end)[1]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--more", type=Path, action="append", default=[], help="other sounds, told apart")
    parser.add_argument("--work", type=Path, default=Path("work"))
    parser.add_argument("--recall", type=float, default=0.955, help="of crying windows, at a probability of 0.5")
    parser.add_argument("--ship", nargs="*", metavar="NETWORK")
    options = parser.parse_args()
    torch.set_num_threads(1)
    named = {file.stem: read(file) for file in sorted(options.work.glob("fold*.pt"))}
    nets: dict[int, list[CryNet]] = {}
    for name, net in named.items():
        nets.setdefault(int(name[4]), []).append(net)
    if not nets:
        raise SystemExit(f"{options.work}: no networks: train first")
    missing = sorted(set(range(FOLDS)) - set(nets))
    random = np.random.default_rng(0)
    recordings = [r for r in load(options.data) if r.fold in nets]
    if missing:
        print(f"no network of the folds {missing}: their groups, which all the others have heard, are not judged\n")
    odds = [odds_of(r, nets[r.fold], random) for r in recordings]
    slope, intercept = calibration(recordings, odds, options.recall)
    clips = [judged(r, o, slope, intercept) for r, o in zip(recordings, odds)]
    shipped = [named[name] for name in options.ship or named]
    unheard = [
        judged(r, odds_of(r, shipped, random), slope, intercept) for r in load(options.data, "evaluate only")
    ]
    for folder in options.more:
        unheard += [judged(r, odds_of(r, nets[r.fold], random), slope, intercept) for r in load(folder) if r.fold in nets]
    text = tables(clips, unheard)
    print(f"slope {slope:.3f}, intercept {intercept:.3f}\n\n{text}")
    if len(nets) > 1:
        told = figures(crossed(recordings, odds, options.recall))
        print("\neach fold at the operating point of the others:", json.dumps(told))
    with_laughter = figures([clip for clip in [*clips, *unheard] if len(clip.usable)])
    print("\nwith those that were only measured:", json.dumps(with_laughter))
    laughing = [clip for clip in unheard if is_laughter(clip)]
    print("laughing babies, recordings by two of three:", sum(c.steadily_crying for c in laughing), "of", len(laughing))
    for fold, mine in nets.items():
        export(mine, slope, intercept, options.work / f"fold{fold}.onnx")
    if options.ship is not None:
        export(shipped, slope, intercept, MODELS / "cry.onnx")
        for name in ("cry.md", "cry.ko.md"):
            write_card(MODELS / name, text)


if __name__ == "__main__":
    main()
