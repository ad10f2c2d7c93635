"""Times MediaPipe's face mesh in Python as the original cradle used it: CPU and wall time per picture, as JSON.

Run by speed.ts: mediapipe_speed.py FILM ROUNDS REFINE, where FILM holds JPEGs one after another.
"""

import json
import resource
import sys
import time

import cv2
import mediapipe as mp
import numpy as np


def pictures(file):
    data = open(file, "rb").read()
    at = data.find(b"\xff\xd8\xff")
    while at >= 0:
        following = data.find(b"\xff\xd8\xff", at + 3)
        yield np.frombuffer(data[at : following if following >= 0 else len(data)], np.uint8)
        at = following


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


film, rounds, refine = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "refine"
cv2.setNumThreads(1)
jpegs = list(pictures(film))
mesh = mp.solutions.face_mesh.FaceMesh(max_num_faces=1, refine_landmarks=refine)


def judge(jpeg):
    picture = cv2.cvtColor(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    return mesh.process(picture).multi_face_landmarks is not None


for jpeg in jpegs[:20]:
    judge(jpeg)
began, used, found = time.perf_counter(), cpu(), 0
for _ in range(rounds):
    found += sum(judge(jpeg) for jpeg in jpegs)
count = rounds * len(jpegs)
print(
    json.dumps(
        {
            "cpu": (cpu() - used) * 1000 / count,
            "wall": (time.perf_counter() - began) * 1000 / count,
            "found": found / count,
            "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
