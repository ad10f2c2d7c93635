import { join } from 'node:path';
import type { AvailabilityPart, OfflineReason } from '@smart-cradle/protocol/availability';
import { agentDiscovery } from '@smart-cradle/protocol/entities';
import { type Language, languageOf } from '@smart-cradle/protocol/language';
import { monitoringMessage } from '@smart-cradle/protocol/messages';
import { encodeCrying, encodeDirection } from '@smart-cradle/protocol/readings';
import { cradleTopics, discoveryTopics, houseTopics } from '@smart-cradle/protocol/topics';
import manifest from '../package.json' with { type: 'json' };
import type { Config } from './config/schema.ts';
import { createCryDetector } from './detection/cry/cry-detector.ts';
import { SoundHistory } from './detection/cry/sound-history.ts';
import { createTwoOfThree } from './detection/cry/two-of-three.ts';
import { CryingWatch } from './detection/crying-watch.ts';
import { DirectionWatch } from './detection/direction-watch.ts';
import { createFaceDetector } from './detection/face/face-detector.ts';
import { MotionWatch } from './detection/motion-watch.ts';
import { Availability } from './entities/availability.ts';
import { CameraEntity } from './entities/camera.ts';
import { Clips } from './entities/clips.ts';
import { DiagnosticsEntity } from './entities/diagnostics.ts';
import { cpuTemperature } from './entities/machine.ts';
import type { Outlets } from './entities/outlets.ts';
import { Problems } from './entities/problems.ts';
import { Registration } from './entities/registration.ts';
import { Rocking } from './entities/rocking.ts';
import { Settings } from './entities/settings.ts';
import { Storage } from './entities/storage.ts';
import { TemperatureEntity } from './entities/temperature.ts';
import { Update } from './entities/update.ts';
import { type Log, messageOf } from './log.ts';
import { Metrics } from './metrics.ts';
import { Connection } from './mqtt/connection.ts';
import { Discovery } from './mqtt/discovery.ts';
import { Inbox } from './mqtt/inbox.ts';
import { LinkWatch } from './mqtt/link-adaptation.ts';
import { Outbox } from './mqtt/outbox.ts';
import { Rejections } from './mqtt/rejections.ts';
import type { Part } from './part.ts';
import { PipelineHeartbeat } from './pipeline-heartbeat.ts';
import { Camera } from './sensors/camera.ts';
import { Microphone } from './sensors/microphone.ts';
import { isTurnedByProgram } from './sensors/programs.ts';
import { SerialLine } from './sensors/serial-line.ts';
import { Thermometer } from './sensors/thermometer.ts';
import { ServiceManager } from './service-manager.ts';
import { sourcesOf } from './sources.ts';

/** ms that each part may take to stop: the whole agent ends within 3 s. */
const STOP_WITHIN = 1_000;
/** ms that a picture may take to be judged: a stuck detector is told within 5 s. */
const DETECT_WITHIN = 4_000;

/**
 * The composition root: every part of the agent, and which is told what by which. Data flows one way, from the sensors
 * over the detection and the entities into the outbox; commands come back from the inbox to the entities.
 */
export function createAgent(config: Config, log: Log): Part {
  const { uuid } = config;
  const topics = cradleTopics(uuid);
  const simulated = config.source !== 'devices';
  const started = config.simulation.started_at;
  const sources = sourcesOf(config, started ? new Date(started) : new Date());
  let language: Language = config.language === 'auto' ? 'en' : config.language;

  // MQTT: what comes in, what goes out.
  const rejections = new Rejections(log);
  const inbox = new Inbox(rejections);
  const connection: Connection = new Connection({
    mqtt: config.mqtt,
    clientId: `smart-cradle-${uuid}`,
    willTopic: topics.availability,
    log,
    onConnect: () => {
      connected().catch((error) =>
        log.warn({ reason: messageOf(error) }, 'mqtt: the connection was lost again'),
      );
    },
    onMessage: (topic, payload, retained) => {
      if (topic === discoveryTopics.agent(uuid)) discovery.take(payload);
      else inbox.take(topic, payload, retained);
    },
  });
  const outbox = new Outbox({
    greeting: { topic: topics.availability, payload: 'online' },
    isConnected: () => connection.isConnected,
    isCongested: () => connection.isCongested,
    send: (message) => {
      connection.publish(message).catch((error) => {
        log.warn({ topic: message.topic, reason: messageOf(error) }, 'mqtt: not published');
      });
    },
    now: () => performance.now(),
  });
  const discovery = new Discovery({
    topic: discoveryTopics.agent(uuid),
    build: () =>
      agentDiscovery({
        ...{ uuid, name: config.name ?? uuid, language, version: manifest.version, simulated },
        ...(config.area ? { area: config.area } : {}),
        looksForUpdates: config.updates.url !== undefined,
      }),
    broker: connection,
    onBirth: () => diagnostics.repeat(),
    log,
  });

  // Entities: what Home Assistant sees.
  const outlets: Outlets = { topics, outbox, stamp: () => ({ date: new Date(), simulated }) };
  const problems = new Problems(outlets);
  const availability = new Availability(outlets, problems, log);
  const state = (part: AvailabilityPart) => (reason: OfflineReason | null) => availability.set(part, reason);
  const reasonOf = (part: AvailabilityPart) => () => availability.reasonOf(part);
  const storage = new Storage({
    folder: config.data_directory,
    onState: (why) => problems.set('storage', why),
    log,
  });
  const settings = new Settings({
    file: join(config.data_directory, 'settings.json'),
    onNotStored: (error) => storage.failed(error),
    ...{ outlets, inbox, rejections, log },
  });
  const rocking = new Rocking({
    write: (line) => serial.write(line),
    longestRun: () => settings.values.rocking_minutes,
    level: () => settings.values.rocking_level,
    onState: state('servo'),
    ...{ outlets, inbox, rejections, log },
  });
  const temperature = new TemperatureEntity(outlets);
  const link = new LinkWatch(connection, () => diagnostics.repeat());
  const pictures = new CameraEntity({
    camera: config.camera,
    link: () => link.adaptation.values,
    ...{ outlets, inbox, rejections, log },
  });
  const registration = new Registration(join(config.data_directory, 'registration.json'), log);
  const diagnostics: DiagnosticsEntity = new DiagnosticsEntity({
    outlets,
    version: manifest.version,
    source: config.source,
    folder: config.data_directory,
    registeredAt: (now) => registration.read(now),
    counters: () => ({
      analysed: direction.analysed,
      dropped: direction.dropped + motion.dropped + crying.dropped + outbox.dropped,
      rejected: rejections.count,
      restarts: (camera?.restarts ?? 0) + (microphone?.restarts ?? 0) + direction.restarts + crying.restarts,
      microphoneLevel: crying.level,
      linkStep: link.adaptation.step,
      linkLatency: connection.latency,
      address: connection.address,
      firmware: rocking.firmware,
    }),
  });

  const update = new Update({ updates: config.updates, version: manifest.version, outlets, log });

  // Sensors and what is made of them.
  const thermometer = new Thermometer({
    onReading: (celsius) => temperature.take(celsius),
    onRubbish: (reason) => rejections.note('serial', reason),
    onState: state('thermometer'),
  });
  const serial: SerialLine = new SerialLine({
    serial: config.serial,
    log,
    onLine: (line) => {
      if (!rocking.take(line)) thermometer.take(line);
    },
    onOpen: () => {
      for (const part of ['thermometer', 'servo'] as const) availability.explain(part, '');
      rocking.connected();
      thermometer.connected();
    },
    onClose: (reason) => {
      for (const part of ['thermometer', 'servo'] as const) availability.explain(part, reason);
      thermometer.disconnected();
      rocking.disconnected();
    },
  });
  const direction = new DirectionWatch({
    createDetector: () =>
      createFaceDetector({
        mirrored: config.camera.mirrored,
        rotation: isTurnedByProgram(config.camera) ? 0 : config.camera.rotation,
        timeout: DETECT_WITHIN,
        ...(config.camera.crop ? { crop: config.camera.crop } : {}),
        onLog: (line) => log.debug({ line }, 'direction: MediaPipe'),
      }),
    settings: () => ({
      threshold: settings.values.direction_threshold,
      rule: settings.values.direction_rule === 'original' ? 'original' : 'offset',
    }),
    log,
    temperature: () => cpuTemperature(),
    onReading: (reading) => outbox.live(topics.direction, encodeDirection(reading, outlets.stamp())),
    onJudgement: (judgement) => motion.faceJudged(judgement),
    onState: state('direction'),
  });
  const motion: MotionWatch = new MotionWatch({
    rotation: isTurnedByProgram(config.camera) ? 0 : config.camera.rotation,
    crop: config.camera.crop ?? null,
    log,
    onMotion: (value) => outbox.live(topics.motion, String(value)),
    onOccupied: (value) => outbox.live(topics.occupied, value),
  });
  const camera =
    sources.camera &&
    new Camera({
      program: sources.camera,
      rate: config.camera.rate,
      log,
      onFrame: (jpeg) => {
        pictures.take(jpeg);
        direction.offer(jpeg);
        motion.offer(jpeg);
      },
      onState: (reason, detail) => {
        availability.explain('camera', detail);
        availability.set('camera', reason);
        direction.cameraState(reason);
        motion.cameraState(reason === null);
      },
    });
  let windowsJudged = 0;
  const history = new SoundHistory();
  const crying: CryingWatch = new CryingWatch({
    createDetector: createCryDetector,
    createSteady: createTwoOfThree,
    threshold: () => settings.values.crying_threshold,
    log,
    onReading: (reading) => {
      windowsJudged += 1;
      history.judged(reading);
      const { crying, probability, level } = reading;
      outbox.live(topics.crying, encodeCrying(crying, probability, level, outlets.stamp()));
    },
    onState: state('microphone'),
  });
  const clips = new Clips({
    folder: join(config.data_directory, 'clips'),
    most: config.clips.most,
    sound: () => history.recent(),
    ...{ outlets, inbox, rejections, log },
  });
  const microphone =
    sources.microphone &&
    new Microphone({
      program: sources.microphone,
      log,
      onSamples: (samples) => {
        history.take(samples);
        crying.take(samples);
      },
      onState: (reason, detail) => {
        availability.explain('microphone', detail);
        if (reason !== null) history.clear();
        crying.microphoneState(reason);
      },
    });

  // Around them: what looks whether all goes well.
  const metrics = new Metrics({
    measure: () => diagnostics.measure(),
    isOnline: (part) => availability.reasonOf(part) === null,
    isConnected: () => connection.isConnected,
    metrics: config.metrics,
    ...{ uuid, log },
  });
  const services = new ServiceManager({
    heartbeat: new PipelineHeartbeat([
      ...(camera
        ? [{ name: 'direction', judged: () => direction.analysed, reason: reasonOf('direction') }]
        : []),
      ...(microphone
        ? [{ name: 'crying', judged: () => windowsJudged, reason: reasonOf('microphone') }]
        : []),
    ]),
    status: () => (connection.isConnected ? '' : 'no connection to the broker; ') + availability.summary,
    environment: process.env,
    log,
  });

  inbox.onText(houseTopics.language, (tag) => {
    if (config.language !== 'auto' || languageOf(tag) === language) return;
    language = languageOf(tag);
    discovery.changed();
  });
  inbox.onText(discoveryTopics.birth, (text, retained) => {
    if (text === 'online' && !retained) discovery.born();
  });
  inbox.onJson(topics.monitoring, monitoringMessage, ({ state }) =>
    motion.monitoringPaused(state === 'paused'),
  );
  // Somebody else, such as the last will of an older connection, says that the agent is gone: it is not.
  inbox.onText(topics.availability, (text) => {
    if (text === 'offline' && !stopping) outbox.greet();
  });

  /** In the order in which they start; they stop the other way round. */
  const parts: [name: string, part: Part | undefined][] = [
    ['problems', problems],
    ['storage', storage],
    ['settings', settings],
    ['connection', connection],
    ['rocking', rocking],
    ['serial', sources.serial ? serial : undefined],
    ['thermometer', sources.thermometer ? thermometer : undefined],
    ['direction', camera && direction],
    ['motion', camera && motion],
    ['camera', camera],
    ['clips', clips],
    ['crying', microphone && crying],
    ['microphone', microphone],
    ['diagnostics', diagnostics],
    ['update', update],
    ['link', link],
    ['metrics', metrics],
    ['services', services],
  ];
  let stopping = false;

  async function connected(): Promise<void> {
    outbox.connected();
    await connection.subscribe(inbox.topics);
    await discovery.synchronise();
  }

  return {
    async start() {
      if (!sources.serial) availability.set('servo', 'not_configured');
      if (!sources.thermometer) availability.set('thermometer', 'not_configured');
      if (!sources.microphone) availability.set('microphone', 'not_configured');
      if (!sources.camera)
        for (const part of ['camera', 'direction'] as const) availability.set(part, 'not_configured');
      for (const [, part] of parts) await part?.start();
    },
    async stop() {
      stopping = true;
      // First what moves, then what the others need to know, then the rest.
      rocking.stop();
      await within(serial.drain(), 'serial');
      const goodbye = { topic: topics.availability, payload: 'offline', qos: 1, retain: true } as const;
      if (connection.isConnected) await within(connection.publish(goodbye), 'goodbye');
      await Promise.all(parts.toReversed().map(([name, part]) => within(part?.stop(), name)));
    },
  };

  async function within(work: void | Promise<void>, name: string): Promise<void> {
    const late = Symbol('late');
    const limit = new Promise<symbol>((resolve) => setTimeout(resolve, STOP_WITHIN, late).unref());
    try {
      if ((await Promise.race([work, limit])) === late)
        log.warn({ part: name }, 'stop: it takes too long, left behind');
    } catch (error) {
      log.warn({ part: name, reason: messageOf(error) }, 'stop: failed');
    }
  }
}
