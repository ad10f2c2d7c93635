"""Draws windows that could have been heard in another room, by another microphone, beside another noise."""

from typing import NamedTuple

import numpy as np
import torch

from features import BANDS, FRAME, FRAMES, HIGHEST, LOWEST, SAMPLE_RATE, TAPER, mel, picture_of
from pool import MEMORY, Piece, Pool
from teacher import CLASSES, Lessons

#: Of kinds of sound that do not cry; 1 unless named. A house is full of speech; one generated noise is enough of its
#: kind; what is short, high or swells like a cry is looked at more often.
WEIGHTS = {
    "speech": 5.0,
    "speech_child_like": 3.0,
    "speech_generated": 2.0,
    "speech_8k": 1.0,
    "telephone_speech": 2.0,
    "speech_acted": 1.0,
    "rooster": 3.0,
    "bird": 3.0,
    "animal": 3.0,
    "singing": 1.0,
    "scream": 1.0,
    "music": 5.0,
    "dog_bark": 4.0,
    "person_sneeze": 1.5,
    "music_generated": 2.0,
    "squeak": 1.5,
    "laughter_generated": 3.0,
    "laughter_cut": 3.0,
    "clock_tick": 1.5,
    "rain": 0.7,
    "sea_waves": 0.7,
    "aircon": 0.3,
    "dishwasher": 0.4,
    "street": 0.4,
    "vacuuming": 0.5,
    "synth_white": 0.2,
    "synth_pink": 0.2,
    "synth_brown": 0.2,
    "synth_fan": 0.3,
    "synth_room": 0.3,
    "synth_musicbox": 0.4,
    "synth_digital_zero": 0.0,
}

#: Hz of the bands' centres.
CENTRES = torch.tensor(
    [700 * (10 ** ((mel(LOWEST) + (mel(HIGHEST) - mel(LOWEST)) * (i + 1) / (BANDS + 1)) / 2595) - 1) for i in range(BANDS)]
)
#: Power over all bands and one frame of a sound of full scale.
FULL_SCALE = 32768.0**2 * float((TAPER**2).sum()) * FRAME / 2


class Batch(NamedTuple):
    pictures: torch.Tensor
    labels: torch.Tensor
    #: What the teacher says of the sound, (size, CLASSES), and whether that holds (1) or not (0).
    lessons: torch.Tensor
    hold: torch.Tensor


class Augmenter:
    def __init__(
        self,
        pool: Pool,
        folds: set[int],
        seed: int,
        keep: dict[str, np.ndarray] | None = None,
        lessons: Lessons | None = None,
    ) -> None:
        """@param folds: drawn from, noises too; sounds of no fold always. @param keep: of a file, the starts (frames) that
        are not suspicious."""
        self.pool, self.lessons = pool, lessons
        self.random = np.random.default_rng(seed)
        self.torch = torch.Generator().manual_seed(seed)
        self.table = pool.table
        self.cries: list[list[Piece]] = []
        cry_weights = []
        kinds: dict[str, list[list[Piece]]] = {}
        groups: dict[str, int] = {}
        for recording in pool.recordings:
            if recording.label and recording.fold in folds:
                groups[recording.group] = groups.get(recording.group, 0) + 1
        for recording, pieces in zip(pool.recordings, pool.pieces):
            if recording.fold is not None and recording.fold not in folds:
                continue
            if recording.label:
                pieces = self._kept(pieces, keep.get(recording.file)) if keep else pieces
                if pieces:
                    self.cries.append(pieces)
                    # An infant with many recordings counts for more than one with few, but not by as much.
                    cry_weights.append(groups[recording.group] ** -0.5)
            else:
                for piece in pieces:
                    kinds.setdefault(piece.kind, [])
                for kind in {piece.kind for piece in pieces}:
                    kinds[kind].append([piece for piece in pieces if piece.kind == kind])
        self.cry_weights = np.array(cry_weights) / sum(cry_weights)
        self.kinds = sorted(kinds)
        self.others = kinds
        weights = np.array([WEIGHTS.get(kind, 1.0) for kind in self.kinds])
        self.weights = weights / weights.sum()
        self.white = [p for r, pieces in zip(pool.recordings, pool.pieces) if r.kind == "synth_white" for p in pieces[:1]]

    @staticmethod
    def _kept(pieces: list[Piece], bad: np.ndarray | None) -> list[Piece]:
        """Leaves out starts within half a second of a suspicious one; speed makes that approximate."""
        if bad is None or len(bad) == 0:
            return pieces
        kept = []
        for piece in pieces:
            far = np.abs(piece.starts[:, None] - bad[None, :]).min(axis=1) > 16
            if far.any():
                kept.append(Piece(piece.first, piece.length, piece.starts[far], piece.kind))
        return kept

    def _begins(self, pieces: list[Piece]) -> list[int]:
        return [int(piece.starts[self.random.integers(len(piece.starts))]) for piece in pieces]

    def _gather(self, pieces: list[Piece], begins: list[int] | None = None) -> torch.Tensor:
        """(batch, MEMORY + FRAMES, BANDS) of power."""
        rows = np.empty((len(pieces), MEMORY + FRAMES), dtype=np.int64)
        steps = np.arange(-MEMORY, FRAMES)
        for row, (piece, begin) in enumerate(zip(pieces, begins or self._begins(pieces))):
            rows[row] = piece.first + np.clip(begin + steps, 0, piece.length - 1)
        return torch.exp(self.table[torch.from_numpy(rows)].float())

    def _taught(self, pieces: list[Piece], begins: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """What the teacher hears, and where that holds (1): not in a voice that is played so fast as to be a child's."""
        if self.lessons is None:
            return torch.zeros(len(pieces), CLASSES), torch.zeros(len(pieces))
        rows = []
        for piece, begin in zip(pieces, begins):
            seconds = len(self.pool.recordings[piece.recording].sound) / SAMPLE_RATE
            rows.append(self.lessons.at(piece.recording, begin / piece.length, seconds))
        holds = torch.tensor([float(piece.kind != "speech_child_like") for piece in pieces])
        return torch.stack(rows), holds

    def _pick(self, variants: list[Piece]) -> Piece:
        return variants[self.random.integers(len(variants))]

    def _cry(self) -> Piece:
        return self._pick(self.cries[self.random.choice(len(self.cries), p=self.cry_weights)])

    def _other(self) -> Piece:
        kind = self.others[self.kinds[self.random.choice(len(self.kinds), p=self.weights)]]
        return self._pick(kind[self.random.integers(len(kind))])

    def _uniform(self, low: float, high: float, *shape: int) -> torch.Tensor:
        return low + (high - low) * torch.rand(*shape, generator=self.torch)

    def _chance(self, part: float, count: int) -> torch.Tensor:
        return (torch.rand(count, 1, 1, generator=self.torch) < part).float()

    def _curve(self, count: int, decibels: float, points: int = 6) -> torch.Tensor:
        """A microphone's colour: a smooth curve over the bands, (count, 1, BANDS), as a factor of power."""
        knots = self._uniform(-decibels, decibels, count, 1, points)
        return 10 ** (torch.nn.functional.interpolate(knots, BANDS, mode="linear", align_corners=True) / 10)

    def _limits(self, count: int) -> torch.Tensor:
        """Band limits as telephones and cheap microphones have them."""
        top = torch.exp(self._uniform(np.log(2800), np.log(7600), count, 1, 1))
        low = self._uniform(80, 500, count, 1, 1)
        over = torch.log2(CENTRES / top).clamp(min=0) * self._uniform(40, 200, count, 1, 1)
        under = torch.log2(low / CENTRES).clamp(min=0) * self._uniform(6, 24, count, 1, 1)
        cut = over.clamp(max=70) * self._chance(0.4, count) + under.clamp(max=40) * self._chance(0.4, count)
        return 10 ** (-cut / 10)

    @staticmethod
    def _level(power: torch.Tensor) -> torch.Tensor:
        """Mean power of a frame, (batch, 1, 1)."""
        return power[:, MEMORY:].sum(dim=2).mean(dim=1)[:, None, None] + 1e-3

    def _mixed(self, power: torch.Tensor, noise: torch.Tensor, ratio: torch.Tensor, chance: torch.Tensor) -> torch.Tensor:
        """@param ratio: dB of sound over noise."""
        gain = self._level(power) / self._level(noise) * 10 ** (-ratio / 10)
        return power + noise * gain.clamp(max=1e8) * chance

    def _reverberated(self, power: torch.Tensor) -> torch.Tensor:
        """An exponential tail of power, 0.15 to 0.8 s to -60 dB."""
        count = len(power)
        seconds = self._uniform(0.15, 0.8, count, 1)
        decay = 10 ** (-6 * (512 / SAMPLE_RATE) / seconds)
        wet = 10 ** (self._uniform(-18, -2, count, 1) / 10) * self._chance(0.5, count)[:, :, 0]
        tail = torch.zeros(count, BANDS)
        frames = []
        for frame in power.unbind(dim=1):
            frames.append(frame + wet * tail)
            tail = decay * (tail + (1 - decay) * frame)
        return torch.stack(frames, dim=1)

    def batch(self, size: int) -> Batch:
        labels = torch.from_numpy((self.random.random(size) < 0.45).astype(np.float32))
        pieces = [self._cry() if label else self._other() for label in labels]
        begins = self._begins(pieces)
        power = self._gather(pieces, begins)
        lessons, hold = self._taught(pieces, begins)
        power = power * self._curve(size, 6) * self._limits(size)
        power = self._reverberated(power)
        # Another sound beside it; below a cry mostly, but not always.
        noise = self._gather([self._other() for _ in range(size)]) * self._curve(size, 6)
        noise = self._reverberated(noise)
        lowest = torch.where(labels[:, None, None] > 0, -3.0, -5.0)
        ratio = lowest + (22 - lowest) * torch.rand(size, 1, 1, generator=self.torch)
        beside = self._chance(0.4, size)
        power = self._mixed(power, noise, ratio, beside)
        # The teacher heard it without.
        hold = hold * (1 - beside * (ratio < 3)).flatten()
        # Steady noise of any colour.
        white = self._gather([self._pick(self.white) for _ in range(size)])
        tilt = (CENTRES / 1000) ** self._uniform(-2.2, 0.3, size, 1, 1)
        power = self._mixed(power, white * tilt * self._curve(size, 8), self._uniform(-3, 30, size, 1, 1), self._chance(0.45, size))
        power = power * self._curve(size, 8) * self._limits(size)
        # As loud as it may be, and the microphone's own noise down to the last bit.
        loud = 10 ** (self._uniform(-48, -8, size, 1, 1) / 10)
        power = power * (loud * FULL_SCALE / self._level(power))
        own = 10 ** (self._uniform(-98, -62, size, 1, 1) / 10)
        power = power + white * (own * FULL_SCALE / self._level(white))
        return Batch(self._hidden(picture_of(power[:, MEMORY:])), labels, lessons, hold)

    def _hidden(self, picture: torch.Tensor) -> torch.Tensor:
        """Hides bands and a stretch of time in half of the pictures each."""
        for row in range(len(picture)):
            if self.random.random() < 0.4:
                low, width = self.random.integers(BANDS), self.random.integers(2, 10)
                picture[row, :, :, low : low + width] = 0
            if self.random.random() < 0.4:
                begin, length = self.random.integers(FRAMES), self.random.integers(3, 14)
                picture[row, :, begin : begin + length] = 0
        return picture
