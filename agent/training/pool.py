"""The log-mel spectra of all recordings and variants in one table, from which windows are drawn and augmented.

Mixing, rooms, filters and levels are applied to the power in the mel bands: that is what they do to it on average, and a
hundred times cheaper than to the waveform.
"""

import multiprocessing
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from features import FRAMES, HOP, band_powers
from sounds import Recording, load, starts
from variants import variants

#: Frames before a window that a room still remembers.
MEMORY = 12


@dataclass
class Piece:
    """One variant of one recording in the table."""

    first: int
    length: int
    #: Frames at which a window may begin.
    starts: np.ndarray
    #: Of the kinds that are drawn from, which one.
    kind: str
    #: Number of its recording.
    recording: int = -1


def _spectra(job: tuple[Recording, int]) -> list[tuple[np.ndarray, np.ndarray]]:
    torch.set_num_threads(1)
    recording, seed = job
    made = []
    for sound in variants(recording, seed):
        begin = starts(sound, recording.label, HOP) // HOP
        logs = torch.log(band_powers(torch.from_numpy(sound)) + 1e-3)
        made.append((logs.half().numpy(), begin[begin + FRAMES <= len(logs)].astype(np.int32)))
    return made


class Pool:
    def __init__(self, recordings: list[Recording], workers: int = 2) -> None:
        self.recordings = recordings
        self.pieces: list[list[Piece]] = []
        tables = []
        first = 0
        jobs = [(r, zlib.crc32(r.file.encode())) for r in recordings]
        # Forked processes would inherit threads that do not run there.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=spawn) as processes:
            for recording, made in zip(recordings, processes.map(_spectra, jobs, chunksize=8)):
                pieces = []
                for number, (logs, begin) in enumerate(made):
                    tables.append(logs)
                    kind = "speech_child_like" if number >= 7 else recording.kind
                    if len(begin):
                        pieces.append(Piece(first, len(logs), begin, kind))
                    first += len(logs)
                self.pieces.append(pieces)
        self.table = torch.from_numpy(np.concatenate(tables))

    @classmethod
    def of(cls, folders: list[Path], cache: Path, workers: int = 2) -> "Pool":
        """All folders in one pool; the spectra of each are kept in the cache."""
        pools = []
        for folder in folders:
            file = cache / f"spectra-{folder.name}.pt"
            if not file.exists():
                pool = cls(load(folder), workers)
                torch.save((pool.recordings, pool.pieces, pool.table), file)
            pool = cls.__new__(cls)
            pool.recordings, pool.pieces, pool.table = torch.load(file, weights_only=False)
            pools.append(pool)
        whole, *others = pools
        for pool in others:
            for pieces in pool.pieces:
                for piece in pieces:
                    piece.first += len(whole.table)
            whole.recordings += pool.recordings
            whole.pieces += pool.pieces
            whole.table = torch.cat([whole.table, pool.table])
        for number, pieces in enumerate(whole.pieces):
            for piece in pieces:
                piece.recording = number
        return whole
