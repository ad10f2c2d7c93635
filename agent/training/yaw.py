"""Learns the yaw of a face from the mesh: agent/models/face-yaw.json.

    python yaw.py SAMPLES… [--out ../models/face-yaw.json]

SAMPLES are written by bench/face/yaw-samples.ts: meshes of portraits that were drawn at known angles. A mesh is laid
level, centred and scaled; of its points' places in the picture, some sums change their sign when the face is mirrored
(how far it is turned, above all) and some do not (how it nods, how long or wide it is). The yaw is a sum of the former,
and products of one of each: how much a turn moves a point depends on the nod and on the face. So left and right are
alike, and a symmetric face looks ahead.

Meshes that were laid over the wrong part of a head, and heads that were turned in their portrait already, are outliers:
Tukey's biweight leaves them out (J. W. Tukey, as in P. J. Huber, Robust Statistics, 1981).
"""

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.model_selection import GroupKFold

POINTS = 468
#: Outer corners of the eyes, left and right in a picture of a face that is upright.
LEFT_CORNER, RIGHT_CORNER = 33, 263
#: Principal axes of what changes its sign, and of what does not, whose products are looked at.
ODD_AXES, EVEN_AXES = 40, 20
#: Scale of the products against the places, as the ridge sees it, and its strength.
PRODUCT_SCALE, RIDGE = 0.3, 1.0
#: Products of two sums that are kept: those that matter most.
PRODUCTS = 6
#: Degrees; a sample that is off by this or more counts nothing.
OUTLIER = 15.0
ROUNDS = 15
#: Decimals that are kept.
DECIMALS = 3
#: Degrees that the yaw may be off.
LIMIT = 8.0


class Yaw(NamedTuple):
    """Degrees: linear · mesh + Σ (odd · mesh) (even · mesh); a mesh is 936 numbers, x and y of each point."""

    linear: np.ndarray
    odd: np.ndarray
    even: np.ndarray

    def __call__(self, shapes: np.ndarray) -> np.ndarray:
        flat = shapes.reshape(len(shapes), -1)
        return flat @ self.linear + ((flat @ self.odd.T) * (flat @ self.even.T)).sum(axis=1)

    def rounded(self) -> "Yaw":
        return Yaw(*(np.round(part, DECIMALS) + 0.0 for part in self))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models" / "face-yaw.json")
    args = parser.parse_args()
    meshes, yaws, portraits = read(args.samples)
    shapes = normalised(meshes)
    partners = mirrored(shapes[np.abs(yaws) < 10].mean(axis=0))

    read_as = np.zeros(len(yaws))
    for learned, kept in GroupKFold(5).split(shapes, yaws, portraits):
        read_as[kept] = learn(shapes[learned], yaws[learned], partners).rounded()(shapes[kept])
    off = np.abs(read_as - yaws)
    print(
        f"{len(yaws)} meshes of {len(set(portraits))} portraits, each judged without its portrait: "
        f"{np.median(off):.1f}° off in the median, {100 * np.mean(off <= LIMIT):.1f} % within {LIMIT:.0f}°"
    )

    yaw = learn(shapes, yaws, partners).rounded()
    by_point = lambda part: part.reshape(*part.shape[:-1], POINTS, 2).tolist()
    products = [{"odd": odd, "even": even} for odd, even in zip(by_point(yaw.odd), by_point(yaw.even))]
    args.out.write_text(
        json.dumps(
            {"partners": partners.tolist(), "linear": by_point(yaw.linear), "products": products},
            separators=(",", ":"),
        )
        + "\n"
    )
    print(f"{args.out}: written")


def learn(shapes: np.ndarray, yaws: np.ndarray, partners: np.ndarray) -> Yaw:
    turned = (shapes - mirror(shapes, partners)).reshape(len(shapes), -1) / 2
    kept = (shapes + mirror(shapes, partners)).reshape(len(shapes), -1) / 2
    usual = kept.mean(axis=0)
    odd_axes, odd_spread = principal(turned, ODD_AXES)
    even_axes, even_spread = principal(kept - usual, EVEN_AXES)
    odd, even = turned @ odd_axes.T, (kept - usual) @ even_axes.T / even_spread
    products = PRODUCT_SCALE * (odd[:, :, None] * even[:, None, :]).reshape(len(shapes), -1)
    weights = fit(np.concatenate([turned, products], axis=1), yaws)

    linear, pairs = np.split(weights, [2 * POINTS])
    left, strengths, right = np.linalg.svd(
        odd_spread[:, None] * PRODUCT_SCALE * pairs.reshape(ODD_AXES, EVEN_AXES)
    )
    strength = np.sqrt(strengths[:PRODUCTS, None])
    odd_sums = strength * (left[:, :PRODUCTS].T / odd_spread) @ odd_axes
    even_sums = strength * (right[:PRODUCTS] / even_spread) @ even_axes
    # What the usual face has of an even sum multiplies its odd one by a constant.
    return Yaw(linear - (even_sums @ usual) @ odd_sums, odd_sums, even_sums)


def principal(values: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Axes (count × numbers) along which values about 0 differ most, and how much (RMS)."""
    _, spreads, axes = np.linalg.svd(values, full_matrices=False)
    return axes[:count], spreads[:count] / np.sqrt(len(values))


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


def mirror(shapes: np.ndarray, partners: np.ndarray) -> np.ndarray:
    return shapes[:, partners] * [-1, 1]


def fit(features: np.ndarray, yaws: np.ndarray) -> np.ndarray:
    counts = np.ones(len(yaws))
    for _ in range(ROUNDS):
        counted = features * counts[:, None]
        weights = np.linalg.solve(counted.T @ features + RIDGE * np.eye(features.shape[1]), counted.T @ yaws)
        counts = np.clip(1 - ((features @ weights - yaws) / OUTLIER) ** 2, 0, None) ** 2
    return weights


if __name__ == "__main__":
    main()
