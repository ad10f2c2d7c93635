#!/bin/sh
# Builds the sketch for an Arduino Uno or Nano without the Arduino IDE, and with --simulator the program that runs it
# under simavr. Needs Debian's gcc-avr, avr-libc, arduino-core-avr; the simulator gcc, libsimavr-dev, libelf-dev.
set -eu

usage() {
  echo "usage: build.sh [--simulator] FOLDER    writes FOLDER/smart-cradle.elf and .hex, and FOLDER/simulate"
}
simulator=
case "${1:-}" in
  -h | --help) usage; exit 0 ;;
  --simulator) simulator=1; shift ;;
esac
[ $# -eq 1 ] || { usage >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
out=$1
arduino=${ARDUINO_AVR:-/usr/share/arduino/hardware/arduino/avr}
[ -d "$arduino" ] || { echo "$arduino is missing: apt-get install gcc-avr avr-libc arduino-core-avr" >&2; exit 1; }
mkdir -p "$out/core"

# DECIMAL_DIG: the compiler of Debian lacks the name that the core's Print.cpp uses.
flags="-mmcu=atmega328p -DF_CPU=16000000L -DARDUINO=10819 -DARDUINO_AVR_UNO -DARDUINO_ARCH_AVR
  -DDECIMAL_DIG=__DECIMAL_DIG__ -Os -ffunction-sections -fdata-sections
  -I$arduino/cores/arduino -I$arduino/variants/standard -I$arduino/libraries/Wire/src"
cpp="-std=gnu++11 -fpermissive -fno-exceptions -fno-threadsafe-statics"

objects=
for source in "$arduino"/cores/arduino/*.c "$arduino"/cores/arduino/*.cpp "$arduino"/cores/arduino/*.S \
  "$arduino"/libraries/Wire/src/*.cpp "$arduino"/libraries/Wire/src/utility/*.c; do
  object=$out/core/$(basename "$source").o
  objects="$objects $object"
  [ -f "$object" ] && continue
  case $source in
    *.cpp) avr-g++ $flags $cpp -w -c "$source" -o "$object" ;;
    *) avr-gcc $flags -w -x "$(case $source in *.S) echo assembler-with-cpp ;; *) echo c ;; esac)" -c "$source" -o "$object" ;;
  esac
done

# The IDE puts the prototypes in front of a sketch; here the one that is used before it is defined is enough.
sketch=$here/smart-cradle/smart-cradle.ino
{ echo '#include <Arduino.h>'; echo 'static void tellState();'; echo "#line 1 \"$sketch\""; cat "$sketch"; } > "$out/sketch.cpp"
avr-g++ $flags $cpp -Wall -Wextra -Werror -c "$out/sketch.cpp" -o "$out/sketch.o"
# shellcheck disable=SC2086
avr-gcc -mmcu=atmega328p -Os -Wl,--gc-sections "$out/sketch.o" $objects -lm -o "$out/smart-cradle.elf"
avr-objcopy -O ihex -R .eeprom "$out/smart-cradle.elf" "$out/smart-cradle.hex"
avr-size "$out/smart-cradle.elf"

[ -n "$simulator" ] || exit 0
gcc -O2 -Wall -Wextra -Werror -isystem /usr/include/simavr "$here/simulate.c" -o "$out/simulate" -lsimavr -lsimavrparts -lelf -lutil
