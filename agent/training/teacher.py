"""What YAMNet hears in each recording: lessons for a small network, which so learns of more sounds than crying.

YAMNet (M. Plakal and D. Ellis, Google, Apache-2.0) knows the 521 classes of AudioSet. Its scores are asked once for each
half second; while training, a network that starts from random weights must tell them beside its own answer. Nothing of
YAMNet is in what is shipped. The file is a TensorFlow Lite conversion of 4 MB, such as Google's
`yamnet/classification/tflite/1`: from 15,600 samples to 521 scores.
"""

import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from features import SAMPLE_RATE
from pool import Pool

#: Samples that YAMNet hears at once, and from one score to the next.
HEARD = 15_600
STEP = SAMPLE_RATE // 2
CLASSES = 521
#: Scores that a window of 2 s takes together.
TOGETHER = 3

_interpreter = None


def _open(file: Path) -> None:
    global _interpreter
    from ai_edge_litert.interpreter import Interpreter

    _interpreter = Interpreter(str(file), num_threads=1)
    _interpreter.allocate_tensors()


def _scores(sound: np.ndarray) -> np.ndarray:
    """(count, CLASSES): log-odds for each STEP."""
    entry, out = _interpreter.get_input_details()[0], _interpreter.get_output_details()[0]["index"]
    padded = np.pad(sound, (0, STEP)).astype(np.float32)
    rows = []
    for begin in range(0, len(padded) - HEARD + 1, STEP):
        _interpreter.set_tensor(entry["index"], padded[begin : begin + HEARD].reshape(entry["shape"]))
        _interpreter.invoke()
        rows.append(_interpreter.get_tensor(out).reshape(-1).copy())
    scores = np.clip(np.array(rows), 1e-4, 1 - 1e-4)
    return np.log(scores / (1 - scores)).astype(np.float16)


@dataclass
class Lessons:
    """Of every recording of a pool."""

    table: torch.Tensor
    #: Of a recording: first row and number of rows.
    rows: list[tuple[int, int]]

    @classmethod
    def of(cls, pool: Pool, teacher: Path, cache: Path, workers: int) -> "Lessons":
        """Standardised by class; kept in the cache."""
        key = zlib.crc32("\n".join(r.file for r in pool.recordings).encode())
        file = cache / f"lessons-{key:08x}.npy"
        if not file.exists():
            with ProcessPoolExecutor(workers, get_context("spawn"), _open, (teacher,)) as processes:
                parts = list(processes.map(_scores, [r.sound for r in pool.recordings], chunksize=8))
            np.save(file, np.concatenate(parts))
        table = torch.from_numpy(np.load(file)).float()
        counts = [(len(r.sound) + STEP - HEARD) // STEP + 1 for r in pool.recordings]
        firsts = np.concatenate([[0], np.cumsum(counts)])
        assert firsts[-1] == len(table), "the lessons are of other recordings"
        table = (table - table.mean(dim=0)) / table.std(dim=0).clamp(min=0.05)
        return cls(table.clamp(-8, 8), [(int(first), count) for first, count in zip(firsts, counts)])

    def at(self, recording: int, part: float, seconds: float) -> torch.Tensor:
        """(CLASSES,) of the window that begins at this part of a recording of so many seconds."""
        first, count = self.rows[recording]
        begin = min(count - 1, round(part * seconds * SAMPLE_RATE / STEP))
        return self.table[first + begin : first + min(count, begin + TOGETHER)].amax(dim=0)
