// Runs the sketch on a simulated ATmega328P in real time, with its serial line on a pty and a thermometer on its I2C.
//
//   simulate FIRMWARE.elf LINK     LINK becomes a symbolic link to the pty
//
// It prints JSON lines; `at` is simulated milliseconds since the start:
//   {"at":1000,"pulse":1500}       the servo's pulse in µs when it changes; 0: none comes any more
//   {"at":1000,"received":"stop"}  a line that has arrived at the chip
// It reads lines: `temperature 3650` (hundredths of a degree) or `temperature none` (the thermometer does not answer).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_twi.h>
#include <simavr/avr_uart.h>
#include <simavr/parts/i2c_eeprom.h>

enum { CLOCK = 16000000, CYCLES_PER_MS = CLOCK / 1000, NO_PULSE_AFTER = 60 };
// The thermometer's registers are read as those of an I2C memory: register 7 holds low byte, high byte, checksum.
enum { THERMOMETER = 0x5a << 1, OBJECT = 7 };

static avr_t *avr;
static i2c_eeprom_t thermometer;
static avr_irq_t *input;
static int line;

static unsigned long now(void) { return avr->cycle / CYCLES_PER_MS; }

static void on_pin(avr_irq_t *irq, uint32_t high, void *unused) {
  (void)irq, (void)unused;
  static avr_cycle_count_t rose;
  static long told = 0;
  if (high == 2) {   // asked by the loop: no pulse has come for a while
    if (told == 0 || now() - rose / CYCLES_PER_MS < NO_PULSE_AFTER) return;
    told = 0;
  } else if (high) {
    rose = avr->cycle;
    return;
  } else {
    long us = (avr->cycle - rose) / (CLOCK / 1000000);
    if (rose == 0 || labs(us - told) <= 3) return;   // an interrupt may be late by a few microseconds
    told = us;
  }
  printf("{\"at\":%lu,\"pulse\":%ld}\n", now(), told);
}

static void on_output(avr_irq_t *irq, uint32_t byte, void *unused) {
  (void)irq, (void)unused;
  uint8_t value = byte;
  if (write(line, &value, 1) < 0 && errno != EAGAIN) exit(1);   // as on a wire: nobody reads, it is lost
}

static void receive(void) {
  static char text[64];
  static size_t length;
  uint8_t byte;
  if (read(line, &byte, 1) != 1) return;
  avr_raise_irq(input, byte);
  if (byte != '\n') {
    if (length < sizeof text - 1 && byte >= ' ' && byte < 127 && byte != '"' && byte != '\\') text[length++] = byte;
    return;
  }
  text[length] = 0;
  length = 0;
  printf("{\"at\":%lu,\"received\":\"%s\"}\n", now(), text);
}

static uint8_t checksum(const uint8_t *bytes, size_t count) {
  uint8_t crc = 0;
  while (count--) {
    crc ^= *bytes++;
    for (int bit = 0; bit < 8; bit++) crc = crc & 0x80 ? crc << 1 ^ 0x07 : crc << 1;
  }
  return crc;
}

static void set_temperature(int hundredths) {
  unsigned raw = (hundredths + 27315) / 2;
  uint8_t bytes[] = { THERMOMETER, OBJECT, THERMOMETER | 1, raw & 0xff, raw >> 8 };
  thermometer.ee[OBJECT] = bytes[3];
  thermometer.ee[OBJECT + 1] = bytes[4];
  thermometer.ee[OBJECT + 2] = checksum(bytes, sizeof bytes);
}

static void obey(void) {
  static char text[64];
  static size_t length;
  char byte;
  ssize_t got;
  while ((got = read(STDIN_FILENO, &byte, 1)) == 1) {
    if (byte != '\n') {
      if (length < sizeof text - 1) text[length++] = byte;
      continue;
    }
    text[length] = 0;
    length = 0;
    if (!strcmp(text, "temperature none")) thermometer.ee[OBJECT + 2] ^= 0xff;
    else if (!strncmp(text, "temperature ", 12)) set_temperature(atoi(text + 12));
    else fprintf(stderr, "not understood: %s\n", text);
  }
  if (got == 0) _exit(0);   // whoever started this is gone
}

static uint64_t wall(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000ull + at.tv_nsec / 1000000;
}

int main(int count, char **words) {
  if (count != 3) {
    fprintf(stderr, "usage: simulate FIRMWARE.elf LINK\n");
    return 2;
  }
  elf_firmware_t firmware = { 0 };
  if (elf_read_firmware(words[1], &firmware)) return 1;
  avr = avr_make_mcu_by_name("atmega328p");
  avr_init(avr);
  avr_load_firmware(avr, &firmware);
  avr->frequency = CLOCK;

  int other;
  char path[64];
  if (openpty(&line, &other, path, NULL, NULL) < 0) { perror("openpty"); return 1; }
  struct termios raw;
  tcgetattr(other, &raw);   // `other` stays open, so that the line lives while nobody has it open
  cfmakeraw(&raw);
  tcsetattr(other, TCSANOW, &raw);
  fcntl(line, F_SETFL, O_NONBLOCK);
  fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
  setvbuf(stdout, NULL, _IOLBF, 0);

  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~AVR_UART_FLAG_STDIO;
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_output, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 1), on_pin, NULL);
  i2c_eeprom_init(avr, &thermometer, THERMOMETER, 1, NULL, 64);
  i2c_eeprom_attach(avr, &thermometer, AVR_IOCTL_TWI_GETIRQ(0));
  set_temperature(3650);

  unlink(words[2]);
  if (symlink(path, words[2]) < 0) { perror(words[2]); return 1; }

  uint64_t start = wall();
  for (;;) {
    avr_cycle_count_t until = avr->cycle + CYCLES_PER_MS;
    while (avr->cycle < until) {
      int state = avr_run(avr);
      if (state == cpu_Done || state == cpu_Crashed) { fprintf(stderr, "the chip has stopped\n"); return 1; }
    }
    receive();   // one byte in a millisecond is 9600 baud
    obey();
    on_pin(NULL, 2, NULL);
    long ahead = (long)now() - (long)(wall() - start);
    if (ahead > 0) usleep(ahead * 1000);
  }
}
