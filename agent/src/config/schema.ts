import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { LANGUAGES } from '@smart-cradle/protocol/language';
import { SOURCES } from '@smart-cradle/protocol/messages';
import { z } from 'zod';

const described = <Schema extends z.ZodType>(schema: Schema, title: string, description: string) =>
  schema.meta({ title, description });

const text = () => z.string().min(1).max(500);

const mqtt = z.strictObject({
  url: described(
    z.url({
      protocol: /^(mqtt|mqtts|ws|wss)$/,
      error: 'must be a URL such as mqtt://homeassistant.local:1883',
    }),
    'Broker',
    'Address of the MQTT broker: mqtt://, mqtts:// (TLS), ws:// or wss://; no user or password in it',
  ).default('mqtt://127.0.0.1:1883'),
  username: described(text().optional(), 'User', 'User at the broker'),
  password: described(text().optional(), 'Password', 'Password at the broker'),
  protocol_version: described(
    z.union([z.literal(5), z.literal(4)]),
    'Protocol version',
    '5 is MQTT 5; 4 is MQTT 3.1.1 for old brokers',
  ).default(5),
  ca_file: described(
    text().optional(),
    'CA file',
    "PEM file of the authority that signed the broker's certificate",
  ),
  cert_file: described(text().optional(), 'Certificate file', "PEM file of the agent's own certificate"),
  key_file: described(text().optional(), 'Key file', 'PEM file of the key of that certificate'),
});

const crop = z
  .strictObject({
    x: described(z.number().min(0).max(1), 'Left edge', 'Part of the width, 0 to 1').default(0),
    y: described(z.number().min(0).max(1), 'Upper edge', 'Part of the height, 0 to 1').default(0),
    width: described(z.number().positive().max(1), 'Width', 'Part of the width, up to 1').default(1),
    height: described(z.number().positive().max(1), 'Height', 'Part of the height, up to 1').default(1),
  })
  .refine((part) => part.x + part.width <= 1 && part.y + part.height <= 1, {
    error: 'must lie inside the picture: x + width and y + height at most 1',
  });

const camera = z
  .strictObject({
    type: described(
      z.enum(['v4l2', 'rpicam', 'rtsp', 'mjpeg', 'file', 'none']),
      'Camera',
      'v4l2: USB camera; rpicam: Raspberry Pi camera; rtsp and mjpeg: network camera; file: a video; none',
    ).default('none'),
    device: described(
      text().optional(),
      'Device',
      'Of a v4l2 camera, such as /dev/video0; the path of a file',
    ),
    url: described(text().optional(), 'Address', 'Of an rtsp or mjpeg camera'),
    width: described(
      z.int().min(160).max(1920),
      'Width',
      'Pixels; a camera of another shape fills the width or the height',
    ).default(640),
    height: described(
      z.int().min(120).max(1080),
      'Height',
      'Pixels; a camera of another shape fills the width or the height',
    ).default(480),
    rate: described(z.int().min(1).max(30), 'Frame rate', 'Pictures a second that are analysed').default(10),
    quality: described(z.int().min(10).max(100), 'JPEG quality', '10 to 100').default(80),
    publish_rate: described(
      z.number().min(0).max(10),
      'Published pictures',
      'Pictures a second for Home Assistant, which shows at most 2; 0: none',
    ).default(2),
    publish_frame: described(
      z.boolean(),
      'Original frames',
      "Also publish the original's base64 frames, each analysed one",
    ).default(false),
    rotation: described(
      z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      'Rotation',
      'Clockwise degrees that make the picture upright',
    ).default(0),
    mirrored: described(z.boolean(), 'Mirrored', 'The camera mirrors its picture').default(false),
    crop: crop.optional(),
  })
  .superRefine((value, context) => {
    const needed = { v4l2: 'device', file: 'device', rtsp: 'url', mjpeg: 'url' } as const;
    if (value.type === 'none' || value.type === 'rpicam') return;
    const key = needed[value.type];
    if (!value[key])
      context.addIssue({ code: 'custom', path: [key], message: `a ${value.type} camera needs it` });
  });

const microphone = z
  .strictObject({
    type: described(
      z.enum(['alsa', 'pipewire', 'rtsp', 'file', 'none']),
      'Microphone',
      'alsa: such as plughw:1 or default; pipewire; rtsp: the sound of a network camera; file: a recording; none',
    ).default('none'),
    device: described(
      text().optional(),
      'Device',
      'Name of the alsa or pipewire source, address of an rtsp one, path of a file',
    ),
  })
  .superRefine((value, context) => {
    if ((value.type === 'rtsp' || value.type === 'file') && !value.device) {
      context.addIssue({ code: 'custom', path: ['device'], message: `an ${value.type} microphone needs it` });
    }
  });

const usbId = () =>
  z.string().regex(/^[0-9a-fA-F]{4}$/, 'must be 4 hexadecimal digits in quotes, such as "2341"');

const serial = z
  .strictObject({
    path: described(text().optional(), 'Path', 'Serial port of the Arduino, such as /dev/ttyACM0'),
    vendor_id: described(
      usbId().optional(),
      'USB vendor',
      'Finds the port by its USB vendor, such as "2341"',
    ),
    product_id: described(usbId().optional(), 'USB product', 'Together with vendor_id, such as "0043"'),
  })
  .superRefine((value, context) => {
    if (Boolean(value.vendor_id) === Boolean(value.product_id)) return;
    const path = value.vendor_id ? 'product_id' : 'vendor_id';
    context.addIssue({ code: 'custom', path: [path], message: 'vendor_id and product_id belong together' });
  });

const simulation = z.strictObject({
  scenario: described(
    text().optional(),
    'Scenario',
    'YAML file that says what the baby does; else the built-in one',
  ),
  speed: described(z.number().min(1).max(4), 'Speed', 'How many times faster than life, 1 to 4').default(1),
  started_at: described(
    z.iso.datetime({ offset: true }).optional(),
    'Started at',
    'When the scenario began, so that several programs agree; else when the agent starts',
  ),
});

/** The agent's configuration: one YAML file, each key also an environment variable. */
export const configSchema = z
  .strictObject({
    uuid: cradleUuid,
    name: described(text().max(100).optional(), 'Name', 'What people call the cradle; else its UUID'),
    area: described(
      text().max(100).optional(),
      'Room',
      'In which Home Assistant puts the cradle when it first sees it',
    ),
    language: described(
      z.enum([...LANGUAGES, 'auto']),
      'Language',
      "Of the entities' names; auto: what the rules tell for the house, else English",
    ).default('auto'),
    data_directory: described(text(), 'Data folder', "Where the device's settings are kept").default(
      './data',
    ),
    source: described(
      z.enum(SOURCES),
      'Source',
      'devices: camera, microphone and serial port; recording: files of a folder; simulated: a simulated baby',
    ).default('devices'),
    mqtt: mqtt.prefault({}),
    camera: camera.prefault({}),
    microphone: microphone.prefault({}),
    serial: z.preprocess((value) => (value === 'none' ? {} : value), serial.prefault({})),
    simulation: simulation.prefault({}),
    recording: z
      .strictObject({
        folder: described(
          text().optional(),
          'Folder',
          'Pictures, sounds and temperature.txt to play in a loop',
        ),
      })
      .prefault({}),
    metrics: z
      .strictObject({
        port: described(
          z.int().min(1).max(65_535).optional(),
          'Port',
          'Serves metrics for Prometheus at /metrics; without it, none are served',
        ),
        host: described(
          text(),
          'Listening address',
          '127.0.0.1: this machine only; 0.0.0.0: whoever reaches the machine may read them',
        ).default('127.0.0.1'),
      })
      .prefault({}),
    updates: z
      .strictObject({
        url: described(
          z
            .url({ protocol: /^https?$/, error: 'must be a URL such as https://example.org/latest.json' })
            .optional(),
          'Newest version',
          "JSON that names it as version or tag_name, such as releases/latest of a repository at GitHub's API; asked once a day; without it, nobody is asked",
        ),
      })
      .prefault({}),
    clips: z
      .strictObject({
        most: described(
          z.int().min(0).max(1_000),
          'Clips kept',
          'Sounds of a minute (2 MB each) that parents marked as false alarm or missed; the oldest goes first',
        ).default(50),
      })
      .prefault({}),
    log: z
      .strictObject({
        level: described(
          z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
          'Log level',
          'How much is logged',
        ).default('info'),
        format: described(
          z.enum(['json', 'pretty']),
          'Log format',
          'json for machines, pretty for people',
        ).default('pretty'),
      })
      .prefault({}),
  })
  .superRefine((value, context) => {
    if (value.source === 'recording' && !value.recording.folder) {
      context.addIssue({
        code: 'custom',
        path: ['recording', 'folder'],
        message: 'source: recording needs it',
      });
    }
  });

export type Config = z.output<typeof configSchema>;
