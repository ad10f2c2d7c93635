// The cradle's Arduino (Uno, Nano or another with an ATmega328P at 16 MHz): a contactless thermometer and a rocking
// servo behind one serial line of 9600 baud. Wiring, parts and mounting: README.md beside this folder. Read it first.
//
// It says, each line ended by \r\n:
//   아기 체온: 36.5°C               each second, when the thermometer answers
//   smart-cradle 1.0.0 off          at the start, every 2 s, as the answer to each command, and when the state changes:
//                                   off, level 1 to level 4, run (by the command `servo`), or unknown (the command was)
// It takes, each line ended by \n:
//   level 1 ... level 4             rocks with this strength until 2.4 s after the last of these
//   servo                           one short run, as firmware that knows nothing else
//   stop                            comes to rest
//
// The motor stands still 3 s after the last renewal at the latest. Should this program itself ever hang, the pulses
// keep their length, and the servo its place.
#include <Wire.h>

static const char VERSION[] = "1.0.0";

static const uint8_t SERVO_BIT = PORTB1;  // pin 9

// Pulse lengths in µs. About 11 µs turn a common servo by a degree.
static const int CENTRE = 1500;
static const int US_PER_DEGREE = 11;
// Whatever the levels say: no further than this from the centre, and no faster in one frame of 20 ms (60 degrees a second).
static const int MAX_AMPLITUDE = 15 * US_PER_DEGREE;
static const int MAX_STEP = 13;

struct Level {
  int amplitude;          // µs from the centre
  unsigned int period;    // ms of one whole swing
};
static const Level LEVELS[] = {
  { 6 * US_PER_DEGREE, 2400 },
  { 9 * US_PER_DEGREE, 2200 },
  { 12 * US_PER_DEGREE, 2000 },
  { 15 * US_PER_DEGREE, 1800 },
};
static const uint8_t RUN_LEVEL = 2;       // strength of `servo`

static const unsigned int FRAME = 20;             // ms between pulses
static const unsigned int LEVEL_FOR = 2400;       // ms that `level` lasts without renewal
static const unsigned int RUN_FOR = 1200;         // ms that `servo` lasts
static const unsigned int SETTLE_WITHIN = 560;    // ms from the end of a run to standstill, whatever happens
static const unsigned int HOLD_FOR = 1000;        // ms that the servo is held at rest before its pulses end
static const unsigned int TEMPERATURE_EVERY = 1000;
static const unsigned int STATUS_EVERY = 2000;

// ---- The pulse: Timer 1 counts half microseconds and raises and lowers the pin. ----

static volatile unsigned int pulse = 0;   // in half µs; 0: no pulses, the servo is without force

ISR(TIMER1_COMPA_vect) {
  static bool high = false;
  static unsigned int length = 0;
  if (high) {
    PORTB &= ~_BV(SERVO_BIT);
    OCR1A += FRAME * 2000U - length;
    high = false;
    return;
  }
  length = pulse;
  if (length == 0) {
    OCR1A += FRAME * 2000U;
    return;
  }
  PORTB |= _BV(SERVO_BIT);
  OCR1A += length;
  high = true;
}

static void setPulse(int us) {
  noInterrupts();
  pulse = us * 2U;
  interrupts();
}

// ---- The motion ----

enum State : uint8_t { OFF, BY_LEVEL, BY_RUN };
static State state = OFF;
static uint8_t level = 0;
static unsigned long renewedAt = 0;
static unsigned long endedAt = 0;
static bool moving = false;               // pulses are being sent
static int position = CENTRE;
static float amplitude = 0;               // grows and shrinks, so that nothing jerks
static float phase = 0;                   // 0 to 1

static void begin(State next, uint8_t strength) {
  state = next;
  level = strength;
  renewedAt = millis();
  moving = true;
}

static void end() {
  if (state == OFF) return;
  state = OFF;
  endedAt = millis();
}

static void move(unsigned long now) {
  if (state != OFF && now - renewedAt >= (state == BY_LEVEL ? LEVEL_FOR : RUN_FOR)) {
    end();
    tellState();
  }
  if (!moving) return;
  const Level &wanted = LEVELS[level - 1];
  int target = CENTRE;
  if (state == OFF) {
    amplitude = 0;
    if (now - endedAt >= SETTLE_WITHIN) {
      // Where it is, it stays; a moment later it is without force, so that nothing gets warm.
      if (now - endedAt >= SETTLE_WITHIN + HOLD_FOR) {
        setPulse(0);
        moving = false;
        phase = 0;
      }
      return;
    }
  } else {
    float step = MAX_AMPLITUDE / (2000.0 / FRAME);
    amplitude += constrain(min(wanted.amplitude, MAX_AMPLITUDE) - amplitude, -step, step);
    phase += (float)FRAME / wanted.period;
    if (phase >= 1) phase -= 1;
    target = CENTRE + (int)(amplitude * sin(phase * TWO_PI));
  }
  position += constrain(target - position, -MAX_STEP, MAX_STEP);
  position = constrain(position, CENTRE - MAX_AMPLITUDE, CENTRE + MAX_AMPLITUDE);
  setPulse(position);
}

// ---- What it says and takes ----

static void tellBegin() {
  Serial.print(F("smart-cradle "));
  Serial.print(VERSION);
}

static void tellState() {
  tellBegin();
  if (state == BY_LEVEL) {
    Serial.print(F(" level "));
    Serial.println(level);
  } else {
    Serial.println(state == BY_RUN ? F(" run") : F(" off"));
  }
}

static void take(const char *line) {
  if (!strcmp(line, "servo")) {
    // A `servo` does not weaken a run by level.
    if (state != BY_LEVEL) begin(BY_RUN, RUN_LEVEL);
  } else if (!strncmp(line, "level ", 6) && line[6] >= '1' && line[6] <= '4' && !line[7]) {
    begin(BY_LEVEL, line[6] - '0');
  } else if (!strcmp(line, "stop")) {
    end();
  } else {
    tellBegin();
    Serial.println(F(" unknown"));
    return;
  }
  tellState();
}

static void listen() {
  static char line[16];
  static uint8_t length = 0;
  while (Serial.available()) {
    char c = Serial.read();
    if (c == '\n') {
      bool whole = length < sizeof line;
      if (whole) line[length] = 0;
      length = 0;
      if (whole) take(line);
    } else if (c != '\r' && length < sizeof line) {
      line[length++] = c;   // a line that fills the buffer is too long, and refused as a whole
    }
  }
}

// ---- The thermometer: MLX90614 on I2C ----

static const uint8_t THERMOMETER = 0x5A;
static const uint8_t OBJECT_TEMPERATURE = 0x07;

/** CRC-8 of the SMBus, polynomial x^8 + x^2 + x + 1. */
static uint8_t checksum(const uint8_t *bytes, uint8_t count) {
  uint8_t crc = 0;
  while (count--) {
    crc ^= *bytes++;
    for (uint8_t bit = 0; bit < 8; bit++) crc = crc & 0x80 ? crc << 1 ^ 0x07 : crc << 1;
  }
  return crc;
}

/** Tenths of a degree Celsius; false when the thermometer does not answer, or not whole. */
static bool readTemperature(int &tenths) {
  Wire.beginTransmission(THERMOMETER);
  Wire.write(OBJECT_TEMPERATURE);
  if (Wire.endTransmission(false) != 0) return false;
  if (Wire.requestFrom(THERMOMETER, (uint8_t)3) != 3) return false;
  uint8_t low = Wire.read(), high = Wire.read(), check = Wire.read();
  const uint8_t bytes[] = { THERMOMETER << 1, OBJECT_TEMPERATURE, THERMOMETER << 1 | 1, low, high };
  if (checksum(bytes, sizeof bytes) != check || high & 0x80) return false;
  long hundredths = 2L * (high << 8 | low) - 27315;   // steps of 0.02 K
  tenths = (hundredths + (hundredths < 0 ? -5 : 5)) / 10;
  return true;
}

static void tellTemperature() {
  int tenths;
  if (!readTemperature(tenths)) return;
  Serial.print(F("아기 체온: "));
  if (tenths < 0) Serial.print('-');
  Serial.print(abs(tenths) / 10);
  Serial.print('.');
  Serial.print(abs(tenths) % 10);
  Serial.println(F("°C"));
}

// ---- All together ----

void setup() {
  DDRB |= _BV(SERVO_BIT);
  TCCR1A = 0;
  TCCR1B = _BV(CS11);       // 16 MHz / 8: half microseconds
  OCR1A = 1000;
  TIMSK1 = _BV(OCIE1A);
  Serial.begin(9600);
  Wire.begin();
  Wire.setWireTimeout(25000, true);   // µs: a thermometer that is pulled out must not hold up the motor
  tellState();
}

static bool isDue(unsigned long now, unsigned long &last, unsigned int every) {
  if (now - last < every) return false;
  last = now - last < 2UL * every ? last + every : now;
  return true;
}

void loop() {
  static unsigned long frame, temperature, status;
  unsigned long now = millis();
  listen();
  if (isDue(now, frame, FRAME)) move(now);
  if (isDue(now, temperature, TEMPERATURE_EVERY)) tellTemperature();
  if (isDue(now, status, STATUS_EVERY)) tellState();
}
