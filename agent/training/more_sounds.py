"""More sounds that are not crying, for training.

    python more_sounds.py FOLDER [--cries DATA] [--clones FOLDER]

Fetches sounds from Debian packages and two repositories whose licence lets a trained model be published, generates speech
(espeak-ng), music (fluidsynth), squeaks and laughter, and writes them to FOLDER as 16 kHz FLAC with a manifest.csv. It
wants Debian with apt-get, dpkg-deb, git, ffmpeg, espeak-ng, fluidsynth and the package fluid-soundfont-gm (MIT), and
7 GB for the unpacked packages. The sounds stay out of the repository; agent/models/cry.md has the credits.
"""

import argparse
import csv
import re
import struct
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.signal
import soundfile

from features import SAMPLE_RATE
from sounds import load, starts

Sound = np.ndarray

BIRDS = "rooster|chicken|peacock|goose|duck|turkey|parrot|crow|seagull|loon|owl|bird|canary|quail|penguin|pigeon|woodpecker|toucan|vulture"
DOGS = "dog|puppy|wolf|coyote|hyena"
SINGING = "mermaid_song|villager|scream"
#: Package of Debian: kind, licence, names.
PACKAGES = {
    "asterisk-core-sounds-en-wav": ("telephone_speech", "CC BY-SA 3.0", "*.wav"),
    "asterisk-core-sounds-es-wav": ("telephone_speech", "CC BY-SA 3.0", "*.wav"),
    "asterisk-core-sounds-fr-wav": ("telephone_speech", "CC BY-SA 3.0", "*.wav"),
    "asterisk-core-sounds-it-wav": ("telephone_speech", "CC BY-SA 3.0", "*.wav"),
    "asterisk-core-sounds-ru-wav": ("telephone_speech", "CC BY-SA 3.0", "*.wav"),
    "asterisk-moh-opsound-wav": ("music", "CC BY-SA 3.0", "*.wav"),
    "teeworlds-data": ("game", "CC BY-SA 3.0", "*.wv"),
    "megaglest-data": ("game", "CC BY-SA 3.0", "**/sounds/*.[ow][ga][gv]"),
    "sonic-pi-samples": ("samples", "CC0 1.0, few CC BY-SA 4.0", "*.flac"),
    "freedoom": ("monsters", "BSD-3-Clause", "freedoom2.wad"),
}
#: Debian package or repository on GitHub: kind, licence, names (in a zip of the package, too), seconds at most.
PARTS = [
    ("0ad-data", "animal", "CC BY-SA 3.0", r"audio/actor/fauna/.*\.ogg", 400),
    ("0ad-data", "dog_bark", "CC BY-SA 3.0", r"audio/voice/global/civ_dog.*\.ogg", 60),
    ("0ad-data", "speech_acted", "CC BY-SA 3.0", r"audio/voice/(?!global).*\.ogg", 300),
    ("0ad-data", "scream", "CC BY-SA 3.0", r"audio/actor/human/death/.*\.ogg", 120),
    ("0ad-data", "ambience", "CC BY-SA 3.0", r"audio/ambient/.*\.ogg", 300),
    ("0ad-data", "music", "CC BY-SA 3.0", r"audio/music/.*\.ogg", 1600),
    ("redeclipse-data", "ambience", "CC BY-SA 3.0, CC BY 3.0, CC0 1.0", r"sounds/ambience/.*\.ogg", 300),
    ("redeclipse-data", "music", "CC BY-SA 3.0", r"sounds/music/track_.*\.ogg", 400),
    ("supertuxkart-data", "music", "CC BY-SA 3.0 and 4.0, CC BY 3.0, CC0", r"data/music/.*\.ogg", 800),
    ("RedundantC/wis_part1", "bird", "CC0 1.0, CC BY 3.0, CC BY-SA 3.0 by file", rf"sounds/sounds_({BIRDS}).*\.ogg", 400),
    ("RedundantC/wis_part1", "dog_bark", "CC0 1.0, CC BY 3.0 by file", rf"sounds/sounds_({DOGS}).*\.ogg", 200),
    ("RedundantC/wis_part1", "animal", "CC0 1.0, CC BY by file", rf"sounds/sounds_(?!{BIRDS}|{DOGS}|rain_|node_|{SINGING}).*\.ogg", 900),
    ("RedundantC/wis_part1", "singing", "CC BY 3.0", rf"sounds/sounds_({SINGING}).*\.ogg", 100),
    ("gheja/doggy-daycare", "dog_bark", "MIT, CC0 1.0, CC BY 3.0 and 4.0 by file", r"sounds/dog_(playing|woke|excited/2024).*\.ogg", 400),
]
#: Seconds taken of each package, at most.
MOST = 240
#: Seconds of one file that is written.
LENGTH = 20

#: Languages of espeak-ng: many sounds, Korean among them.
LANGUAGES = "en de fr es it pt nl sv da pl cs ru uk el tr ar fa hi bn ta te ko ja cmn vi id ms sw fi hu ro bg hr lt lv ka".split()
SENTENCES = [
    "la la la, na na na, mama, papa, dada, baba",
    "ha ha ha ha ha! hi hi hi hi! he he he he he!",
    "sh sh sh sh, aja aja, oh oh oh, ei ei ei ei",
    "one two three four five six seven eight nine ten",
    "wow! juhu! jippi! no no no! mama mama!",
]


def decoded(file: Path, begin: int = 0, seconds: int = 30) -> Sound:
    raw = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-ss", str(begin), "-i", str(file), "-t", str(seconds)]
    done = subprocess.run([*raw, "-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-"], capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f4")


def wad(file: Path) -> Iterator[Sound]:
    """The sounds (lumps DS…) of a Doom WAD: a header of 8 bytes, then 8-bit samples with 16 of padding on both ends."""
    data = file.read_bytes()
    _, count, directory = struct.unpack_from("<4sII", data)
    for number in range(count):
        at, size, name = struct.unpack_from("<II8s", data, directory + 16 * number)
        if not name.startswith(b"DS") or size < 1000:
            continue
        _, rate, samples = struct.unpack_from("<HHI", data, at)
        sound = (np.frombuffer(data, np.uint8, samples - 32, at + 24).astype(np.float32) - 128) / 128
        yield scipy.signal.resample_poly(sound, SAMPLE_RATE // 25, rate // 25).astype(np.float32)


def joined(sounds: Iterator[Sound], random: np.random.Generator, most: int = MOST) -> list[Sound]:
    """Short sounds after each other, with pauses, in files of LENGTH; seconds at most."""
    parts: list[Sound] = []
    total = 0
    for sound in sounds:
        if len(sound) == 0 or total > most * SAMPLE_RATE:
            continue
        peak = float(np.abs(sound).max()) + 1e-9
        pause = np.zeros(int(random.uniform(0.02, 0.6) * SAMPLE_RATE), np.float32)
        parts += [sound[: LENGTH * SAMPLE_RATE] * np.float32(random.uniform(0.2, 0.6) / peak), pause]
        total += len(parts[-2]) + len(pause)
    whole = np.concatenate(parts)
    return np.array_split(whole, max(1, len(whole) // (LENGTH * SAMPLE_RATE)))


def unpack(source: str, folder: Path, clones: Path | None) -> Path:
    """A Debian package, or owner/name on GitHub; of that, a clone that is there already in clones/owner+name is taken."""
    if "/" in source:
        known = clones and clones / source.replace("/", "+")
        if known and known.exists():
            return known
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"https://github.com/{source}", folder / "clone"], check=True)
        return folder / "clone"
    subprocess.run(["apt-get", "-q", "download", source], cwd=folder, check=True, capture_output=True)
    (archive,) = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    archive.unlink()
    return folder


def of_package(package: str, pattern: str, random: np.random.Generator) -> list[Sound]:
    with tempfile.TemporaryDirectory() as folder:
        unpack(package, Path(folder), None)
        # One copy of those that several parts share.
        found = {file.name: file for file in sorted(Path(folder).rglob(pattern))}
        files = [found[name] for name in random.permutation(sorted(found))]
        if pattern.endswith(".wad"):
            return joined((sound for file in files for sound in wad(file)), random)
        return joined(map(decoded, files), random)


def unzipped(folder: Path, wanted: re.Pattern[str]) -> None:
    """Files with wanted names out of the zips below a folder, beside them."""
    for archive in folder.rglob("*.zip"):
        with zipfile.ZipFile(archive) as held:
            for name in held.namelist():
                if wanted.search(name):
                    held.extract(name, archive.parent)


def excerpts(file: Path) -> list[Sound]:
    """LENGTH out of the first, second and third minute of a piece of music."""
    parts = [decoded(file, begin, LENGTH) for begin in (5, 65, 125)]
    return [part for part in parts if len(part) > 5 * SAMPLE_RATE]


def of_part(folder: Path, kind: str, pattern: str, most: int, random: np.random.Generator) -> list[Sound]:
    wanted = re.compile(pattern)
    unzipped(folder, wanted)
    found = sorted(file for file in folder.rglob("*.ogg") if wanted.search(file.as_posix()))
    files = [found[number] for number in random.permutation(len(found))]
    if kind != "music":
        return joined(map(decoded, files), random, most)
    parts = [part for file in files for part in excerpts(file)]
    return [parts[number] for number in random.permutation(len(parts))[: most // LENGTH]]


def speech(random: np.random.Generator) -> Iterator[tuple[str, Sound]]:
    """Synthetic voices, high ones too, that talk and laugh."""
    for language in LANGUAGES:
        parts = []
        for sentence in random.permutation(SENTENCES)[:4]:
            variant = random.choice(["", "+f1", "+f2", "+f3", "+f4", "+f5", "+m1", "+m3"])
            with tempfile.NamedTemporaryFile(suffix=".wav") as file:
                options = ["-p", random.integers(30, 100), "-s", random.integers(110, 260), "-w", file.name]
                subprocess.run(["espeak-ng", "-v", language + variant, *map(str, options), sentence], check=True, capture_output=True)
                parts.append(decoded(Path(file.name)))
        yield language, np.concatenate(parts)[: LENGTH * SAMPLE_RATE]


def midi(instrument: int, random: np.random.Generator) -> bytes:
    """A random tune on one instrument as a MIDI file of one track, 480 ticks a beat, 120 beats a minute."""
    events = bytes([0, 0xC0, instrument])
    scale = [0, 2, 4, 5, 7, 9, 11]
    for _ in range(int(random.integers(12, 30))):
        note = int(random.integers(4, 8)) * 12 + int(random.choice(scale))
        ticks = int(random.choice([120, 240, 480, 960]))
        events += bytes([0, 0x90, note, int(random.integers(60, 120))])
        bend = int(random.integers(0, 128))
        if random.random() < 0.3:
            events += bytes([0, 0xE0, 0, bend])
        events += bytes([0x80 | ticks >> 7, ticks & 0x7F, 0x80, note, 0])
    events += bytes([0, 0xFF, 0x2F, 0])
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(events)) + events


def music(random: np.random.Generator) -> Iterator[tuple[str, Sound]]:
    """All 128 instruments of General MIDI, voices, whistles, birds and telephones among them."""
    for instrument in range(128):
        with tempfile.TemporaryDirectory() as folder:
            tune, file = Path(folder, "tune.mid"), Path(folder, "tune.wav")
            tune.write_bytes(midi(instrument, random))
            font = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
            subprocess.run(["fluidsynth", "-niq", "-F", file, "-r", "16000", font, tune], check=True, capture_output=True)
            yield str(instrument), decoded(file)[: 10 * SAMPLE_RATE]


def squeaks(random: np.random.Generator) -> Iterator[tuple[str, Sound]]:
    """Hinges, whistles, sirens and beeps: pitches that glide or stand, without the formants of a voice."""
    time = np.arange(10 * SAMPLE_RATE) / SAMPLE_RATE
    for number in range(24):
        kind = number % 4
        if kind == 0:  # A hinge: pulses that stick and slip, through a resonance.
            rate = 40 + 120 * np.abs(np.sin(2 * np.pi * random.uniform(0.1, 0.5) * time + random.uniform(0, 6)))
            pulses = np.diff(np.floor(np.cumsum(rate) / SAMPLE_RATE), prepend=0) * random.uniform(0.5, 1, len(time))
            filters = scipy.signal.iirpeak(random.uniform(900, 3200), 12, fs=SAMPLE_RATE)
            sound = scipy.signal.lfilter(*filters, pulses)
        elif kind == 1:  # A whistle or kettle: nearly a sine, that rises.
            pitch = random.uniform(1200, 3500) * (1 + 0.3 * np.sin(2 * np.pi * random.uniform(0.02, 0.2) * time))
            sound = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) + 0.2 * random.standard_normal(len(time))
        elif kind == 2:  # A siren.
            pitch = random.uniform(500, 900) * (1.4 + 0.4 * np.sin(2 * np.pi * random.uniform(0.1, 0.6) * time))
            sound = scipy.signal.square(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * 0.5
        else:  # Beeps of a timer.
            gate = (time * random.uniform(1, 4)) % 1 < random.uniform(0.1, 0.5)
            sound = np.sin(2 * np.pi * random.uniform(700, 3200) * time) * gate
        yield str(number), (sound / (np.abs(sound).max() + 1e-9) * 0.4).astype(np.float32)


def formants(sound: Sound, random: np.random.Generator) -> Sound:
    """Three resonances of a small vocal tract, in parallel."""
    bands = [(600, 1300), (1400, 2600), (2700, 4200)]
    parts = []
    for low, high in bands:
        peak = scipy.signal.iirpeak(random.uniform(low, high), random.uniform(3, 8), fs=SAMPLE_RATE)
        parts.append(scipy.signal.lfilter(*peak, sound) * random.uniform(0.4, 1))
    return np.sum(parts, axis=0)


def syllables(random: np.random.Generator) -> Iterator[tuple[int, int, float]]:
    """First sample, length and loudness of the voiced parts of laughter: bouts of 4 to 14 at 3.8 to 6.8 a second
    (Bachorowski et al., JASA 110, 2001, found 4.4 on average)."""
    at = random.uniform(0, 0.5)
    while True:
        rate, share = random.uniform(3.8, 6.8), random.uniform(0.35, 0.7)
        count = int(random.integers(4, 15))
        for number in range(count):
            if at + 1 / rate > 10:
                return
            loud = (1 - 0.6 * number / count) * random.uniform(0.6, 1)
            yield int(at * SAMPLE_RATE), int(share / rate * SAMPLE_RATE), loud
            at += random.uniform(0.9, 1.1) / rate
        at += random.uniform(0.3, 1.2)


def laughter(random: np.random.Generator, voices: list[Sound]) -> Iterator[tuple[str, Sound]]:
    """Laughter of small people: short breathy syllables, synthesised, or cut out of voices that are played faster."""
    for number in range(120):
        sound = np.zeros(10 * SAMPLE_RATE + SAMPLE_RATE)
        base, slope, breath = random.uniform(220, 680), random.uniform(0.8, 1.9), random.uniform(0.02, 0.25)
        voice = voices[random.integers(len(voices))]
        voice = scipy.signal.resample_poly(voice, 100, int(random.uniform(135, 210)))
        for first, length, loud in syllables(random):
            shape = np.hanning(length) ** random.uniform(0.4, 1)
            if number % 3:
                glide = np.linspace(random.uniform(0.95, 1.25), random.uniform(0.8, 1.05), length)
                phase = 2 * np.pi * np.cumsum(base * random.uniform(0.9, 1.15) * glide) / SAMPLE_RATE
                burst = sum(np.sin(h * phase) / h**slope for h in range(1, int(7000 / (base * 1.4)) + 1))
            else:
                begin = random.integers(max(1, len(voice) - length))
                burst = voice[begin : begin + length]
                shape = shape[: len(burst)]
                burst = burst / (np.abs(burst).max() + 1e-3)
            sound[first : first + len(shape)] += burst * shape * loud
            # The h before the vowel.
            puff = np.hanning(length) * random.standard_normal(length) * breath * loud * 3
            sound[max(0, first - length // 2) :][:length] += puff
        sound = formants(sound, random) if number % 3 else sound
        sound = sound[: 10 * SAMPLE_RATE] + 1e-4 * random.standard_normal(10 * SAMPLE_RATE)
        yield str(number), (sound / (np.abs(sound).max() + 1e-9) * 0.4).astype(np.float32)


def cut_to_laughter(cry: Sound, random: np.random.Generator) -> Sound:
    """A crying infant's own voice, cut to the short breathy syllables of laughter: so that the rhythm tells them apart,
    not the voice. Belongs to the fold of its infant."""
    voice = scipy.signal.resample_poly(cry, 100, int(random.uniform(85, 125)))
    loudness = scipy.signal.fftconvolve(voice**2, np.hanning(1600), "same")
    loud = np.flatnonzero(loudness[:-4000] > np.quantile(loudness, 0.7))
    peak = float(np.abs(voice).max()) + 1e-9
    sound = np.zeros(11 * SAMPLE_RATE)
    breath = random.uniform(0.02, 0.2)
    for first, length, gain in syllables(random):
        length = min(length, int(0.14 * SAMPLE_RATE))
        begin = int(random.choice(loud))
        burst = voice[begin : begin + length] / peak
        shape = np.hanning(len(burst)) ** random.uniform(0.5, 1)
        sound[first : first + len(burst)] += burst * shape * gain
        sound[max(0, first - length // 2) :][:length] += np.hanning(length) * random.standard_normal(length) * breath * gain
    sound = sound[: 10 * SAMPLE_RATE] + 1e-4 * random.standard_normal(10 * SAMPLE_RATE)
    return (sound / (np.abs(sound).max() + 1e-9) * 0.4).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clones", type=Path, help="folder with clones of the repositories, as owner+name")
    parser.add_argument("--cries", type=Path, help="manifest.csv and recordings, of which laughter is cut")
    options = parser.parse_args()
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    rows = []

    def write(sound: Sound, source: str, kind: str, group: str, licence: str) -> None:
        name = f"{source}-{len(rows):04}.flac"
        soundfile.write(folder / name, sound, SAMPLE_RATE)
        seconds = round(len(sound) / SAMPLE_RATE, 2)
        rows.append([name, "noncry", kind, source, group, seconds, licence, source, "train"])

    voices: list[Sound] = []
    for package, (kind, licence, pattern) in PACKAGES.items():
        for sound in of_package(package, pattern, random):
            if kind == "telephone_speech":
                voices.append(sound)
            write(sound, package, kind, "", licence)
        print(f"{package}: {len(rows)} files so far", flush=True)
    with tempfile.TemporaryDirectory() as unpacked:
        folders: dict[str, Path] = {}
        for source, kind, licence, pattern, most in PARTS:
            if source not in folders:
                Path(unpacked, str(len(folders))).mkdir()
                folders[source] = unpack(source, Path(unpacked, str(len(folders))), options.clones)
            name = source.rpartition("/")[2]
            for sound in of_part(folders[source], kind, pattern, most, random):
                write(sound, name, kind, "", licence)
            print(f"{source}, {kind}: {len(rows)} files so far", flush=True)
    for source, kind, made in (
        ("espeak-ng", "speech_generated", speech(random)),
        ("fluidsynth", "music_generated", music(random)),
        ("generated", "squeak", squeaks(random)),
        ("generated", "laughter_generated", laughter(np.random.default_rng(1), voices)),
    ):
        for _, sound in made:
            write(sound, source, kind, "", "generated")
        print(f"{source}: {len(rows)} files so far", flush=True)
    if options.cries:
        random = np.random.default_rng(2)
        for recording in load(options.cries):
            if recording.label and len(starts(recording.sound, 1)):
                sound = cut_to_laughter(recording.sound, random)
                write(sound, recording.source, "laughter_cut", recording.group, "as the recording")
    with open(folder / "manifest.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow("file label class source group seconds licence origin use".split())
        writer.writerows(rows)


if __name__ == "__main__":
    main()
