"""The original cradle's work on windows of sound, for speed.ts: librosa's 13 MFCC of 40 frames, 5 nearest neighbours.

    python speed.py WINDOWS KNOWN

Prints a JSON line: CPU and wall milliseconds a window, without the start. Needs requirements.txt beside it.
"""

import json
import sys
import time

import librosa
import numpy as np
from sklearn.neighbors import KNeighborsClassifier

windows, known = int(sys.argv[1]), int(sys.argv[2])
random = np.random.default_rng(0)
sounds = (random.standard_normal((windows + 5, 32_000)) * 0.1).astype(np.float32)
neighbours = KNeighborsClassifier(5).fit(random.standard_normal((known, 520)), random.integers(0, 2, known))


def judge(sound: np.ndarray) -> float:
    coefficients = librosa.feature.mfcc(y=sound, sr=16_000, n_mfcc=13)
    fixed = librosa.util.fix_length(coefficients, size=40, axis=1)
    return float(neighbours.predict_proba(fixed.reshape(1, -1))[0, 1])


for sound in sounds[:5]:
    judge(sound)
cpu, wall = time.process_time(), time.perf_counter()
for sound in sounds[5:]:
    judge(sound)
print(
    json.dumps(
        {
            "cpu": (time.process_time() - cpu) / windows * 1000,
            "wall": (time.perf_counter() - wall) / windows * 1000,
        }
    )
)
