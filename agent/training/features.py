"""The features of agent/src/detection/cry/features.ts in PyTorch, so that training can augment the sound itself.

The two are held together by a test: agent/src/detection/cry/features.test.ts compares with reference.json, which
`python reference.py` writes.
"""

import math

import torch

SAMPLE_RATE = 16_000
WINDOW = 2 * SAMPLE_RATE
FRAME = 1024
HOP = 512
BANDS = 64
LOWEST, HIGHEST = 80.0, 7600.0
FLOOR = 1e-3  # of power, at samples times 32768: far below one bit of a 16-bit recording
FRAMES = (WINDOW - FRAME) // HOP + 1


def mel(hertz: float) -> float:
    """O'Shaughnessy's formula, as in HTK."""
    return 2595 * math.log10(1 + hertz / 700)


def filter_bank() -> torch.Tensor:
    """Triangles that are evenly spaced in mel, shape (FRAME / 2, BANDS)."""
    low, high = mel(LOWEST), mel(HIGHEST)
    edges = [700 * (10 ** ((low + (high - low) * i / (BANDS + 1)) / 2595) - 1) for i in range(BANDS + 2)]
    bank = torch.zeros(FRAME // 2, BANDS, dtype=torch.float64)
    for band in range(BANDS):
        left, centre, right = edges[band : band + 3]
        for bin_ in range(FRAME // 2):
            hertz = bin_ * SAMPLE_RATE / FRAME
            rise = (hertz - left) / (centre - left)
            fall = (right - hertz) / (right - centre)
            bank[bin_, band] = max(0.0, min(rise, fall))
    return bank.float()


BANK = filter_bank()
# Meyda's "hanning": symmetric.
TAPER = torch.hann_window(FRAME, periodic=False)


def band_powers(sound: torch.Tensor) -> torch.Tensor:
    """(..., samples) of full scale 1 -> (..., frames, BANDS)."""
    frames = (sound * 32768).unfold(-1, FRAME, HOP) * TAPER
    spectrum = torch.fft.rfft(frames)[..., : FRAME // 2]
    return (spectrum.real**2 + spectrum.imag**2) @ BANK


def picture_of(powers: torch.Tensor) -> torch.Tensor:
    """(batch, FRAMES, BANDS) -> (batch, 1, FRAMES, BANDS), each with mean 0: its level says nothing."""
    bands = torch.log(powers + FLOOR * FRAME)
    return (bands - bands.mean(dim=(-2, -1), keepdim=True)).unsqueeze(1) / 4


def log_mel(sound: torch.Tensor) -> torch.Tensor:
    """(batch, WINDOW) of full scale 1 -> (batch, 1, FRAMES, BANDS)."""
    return picture_of(band_powers(sound))
