"""The network: residual convolutions over a log-mel picture, then attention and the peak over time."""

import torch
from torch import nn

from features import BANDS, FRAMES

#: Numbers that a window comes down to.
SUMMARY = 2 * 96


def convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            convolution(channels, channels),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return torch.relu(maps + self.body(maps))


class CryNet(nn.Module):
    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.maps = nn.Sequential(
            convolution(1, width, stride=2),
            convolution(width, 2 * width),
            nn.MaxPool2d(2),
            Residual(2 * width),
            convolution(2 * width, 4 * width),
            nn.MaxPool2d(2),
            Residual(4 * width),
            nn.AvgPool2d((1, 2)),
        )
        self.steps = nn.Sequential(nn.Dropout(0.3), nn.Linear(4 * width * (BANDS // 16), 96), nn.ReLU())
        self.attention = nn.Linear(96, 1)
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(SUMMARY, 1))

    def summary(self, picture: torch.Tensor) -> torch.Tensor:
        """(batch, 1, FRAMES, BANDS) -> (batch, SUMMARY)."""
        maps = self.maps(picture)
        steps = self.steps(maps.permute(0, 2, 1, 3).flatten(2))
        weights = torch.softmax(self.attention(steps), dim=1)
        return torch.cat([(weights * steps).sum(dim=1), steps.amax(dim=1)], dim=1)

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        """(batch, 1, FRAMES, BANDS) -> (batch,): log-odds of crying."""
        return self.head(self.summary(picture)).squeeze(1)


def both_ways(net: nn.Module, picture: torch.Tensor) -> torch.Tensor:
    """Mean log-odds of a sound and of the same played backwards: what only one of them looks like is a chance likeness
    more often than a cry."""
    return net(torch.cat([picture, picture.flip(2)])).view(2, -1).mean(dim=0)


class Calibrated(nn.Module):
    """What is shipped: the mean log-odds of the folds' networks, both ways, calibrated, as a probability."""

    def __init__(self, nets: list[nn.Module], slope: float, intercept: float) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)
        self.slope, self.intercept = slope, intercept

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        odds = torch.stack([both_ways(net, picture) for net in self.nets]).mean(dim=0)
        return torch.sigmoid(self.slope * odds + self.intercept)


EXAMPLE = torch.zeros(1, 1, FRAMES, BANDS)
