"""The network: four blocks of convolutions over a log-mel picture, then the mean and the peak over time."""

import torch
from torch import nn

from features import BANDS, FRAMES


def block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )


class CryNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.Sequential(block(1, 16), block(16, 32), block(32, 64), block(64, 96))
        self.head = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(2 * 96 * (BANDS // 16), 48), nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, 1)
        )

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        """(batch, 1, FRAMES, BANDS) -> (batch,): log-odds of crying."""
        maps = self.blocks(picture)
        over_time = torch.cat([maps.mean(dim=2), maps.amax(dim=2)], dim=1)
        return self.head(over_time.flatten(1)).squeeze(1)


class Calibrated(nn.Module):
    """What is shipped: the mean log-odds of the folds' networks, calibrated, as a probability."""

    def __init__(self, nets: list[nn.Module], slope: float, intercept: float) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)
        self.slope, self.intercept = slope, intercept

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        odds = torch.stack([net(picture) for net in self.nets]).mean(dim=0)
        return torch.sigmoid(self.slope * odds + self.intercept)


EXAMPLE = torch.zeros(1, 1, FRAMES, BANDS)
