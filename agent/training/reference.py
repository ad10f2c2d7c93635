"""Writes reference.json beside the TypeScript features: what these features make of one generated sound."""

import json
import math
from pathlib import Path

import torch

from features import WINDOW, log_mel

seconds = torch.arange(WINDOW, dtype=torch.float64) / 16_000
sweep = 0.3 * torch.sin(2 * math.pi * (300 * seconds + 900 * seconds**2)) + 0.05 * torch.sin(
    2 * math.pi * 60 * seconds
)
picture = log_mel(sweep.float().unsqueeze(0)).flatten()
rows = [[index, round(float(picture[index]), 5)] for index in range(0, len(picture), 97)]
target = Path(__file__).parent.parent / "src" / "detection" / "cry" / "reference.json"
target.write_text(json.dumps({"picture": rows}) + "\n")
