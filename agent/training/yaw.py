"""Learns the yaw of a face from the mesh: agent/models/face-yaw.json.

    python yaw.py SAMPLES… [--out ../models/face-yaw.json]

SAMPLES are written by bench/face/yaw-samples.ts: meshes of portraits that were drawn at known angles. The yaw is a
weighted sum of where the mesh's points lie in the picture, after it was laid level, centred and scaled. Only what changes its sign when a face is
mirrored counts, so that left and right are alike and a symmetric face looks ahead.

Meshes that were laid over the wrong part of a head, and heads that were turned in their portrait already, are outliers:
Tukey's biweight leaves them out (J. W. Tukey, as in P. J. Huber, Robust Statistics, 1981).
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.model_selection import GroupKFold

POINTS = 468
#: Outer corners of the eyes, left and right in a picture of a face that is upright.
LEFT_CORNER, RIGHT_CORNER = 33, 263
#: Strength of the ridge, for points in units of the mesh's own size.
RIDGE = 10.0
#: Degrees; a sample that is off by this or more counts nothing.
OUTLIER = 15.0
ROUNDS = 15
#: Degrees that the yaw may be off.
LIMIT = 8.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models" / "face-yaw.json")
    args = parser.parse_args()
    meshes, yaws, portraits = read(args.samples)
    shapes = normalised(meshes)
    partners = mirrored(shapes[np.abs(yaws) < 10].mean(axis=0))
    features = odd(shapes, partners).reshape(len(shapes), -1)

    read_as = np.zeros(len(yaws))
    for learned, kept in GroupKFold(5).split(features, yaws, portraits):
        read_as[kept] = features[kept] @ fit(features[learned], yaws[learned])
    off = np.abs(read_as - yaws)
    print(
        f"{len(yaws)} meshes of {len(set(portraits))} portraits, each judged without its portrait: "
        f"{np.median(off):.1f}° off in the median, {100 * np.mean(off <= LIMIT):.1f} % within {LIMIT:.0f}°"
    )

    # What is odd in the weights is all that is odd in a face: so the mesh needs no mirroring when it is read.
    weights = odd(fit(features, yaws).reshape(1, POINTS, 2), partners)[0]
    args.out.write_text(json.dumps({"weights": np.round(weights, 3).tolist()}, separators=(",", ":")) + "\n")
    print(f"{args.out}: written")


def read(files: list[Path]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Meshes in pixels (samples × points × 3), yaws in degrees, and names of the portraits."""
    samples = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    return tuple(np.array([sample[key] for sample in samples]) for key in ("points", "yaw", "portrait"))


def normalised(meshes: np.ndarray) -> np.ndarray:
    """Level along the outer corners of the eyes, about the middle of all points, of size 1 in the picture (RMS)."""
    eyes = meshes[:, RIGHT_CORNER, :2] - meshes[:, LEFT_CORNER, :2]
    cos, sin = (eyes / np.hypot(*eyes.T)[:, None]).T[:, :, None]
    x, y, _ = np.moveaxis(meshes, 2, 0)
    level = np.stack([x * cos + y * sin, y * cos - x * sin], axis=2)
    level -= level.mean(axis=1, keepdims=True)
    return level / np.sqrt((level**2).sum(axis=2).mean(axis=1))[:, None, None]


def mirrored(front: np.ndarray) -> np.ndarray:
    """Of each point the one on the face's other side; those of the middle are their own."""
    distances = ((front[:, None] - front[None] * [-1, 1]) ** 2).sum(axis=2)
    partners = linear_sum_assignment(distances + distances.T)[1]
    return np.where(partners[partners] == np.arange(POINTS), partners, np.arange(POINTS))


def odd(shapes: np.ndarray, partners: np.ndarray) -> np.ndarray:
    return (shapes - shapes[:, partners] * [-1, 1]) / 2


def fit(features: np.ndarray, yaws: np.ndarray) -> np.ndarray:
    counts = np.ones(len(yaws))
    for _ in range(ROUNDS):
        counted = features * counts[:, None]
        weights = np.linalg.solve(counted.T @ features + RIDGE * np.eye(features.shape[1]), counted.T @ yaws)
        counts = np.clip(1 - ((features @ weights - yaws) / OUTLIER) ** 2, 0, None) ** 2
    return weights


if __name__ == "__main__":
    main()
