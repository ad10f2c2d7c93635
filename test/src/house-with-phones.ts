import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import type { AlertMessage, EventMessage } from '@smart-cradle/protocol/messages';
import { cradleTopics, houseTopics } from '@smart-cradle/protocol/topics';
import mqtt, { type MqttClient } from 'mqtt';
import sharp from 'sharp';
import { followStates, type HomeAssistantStates } from './home-assistant.ts';
import { addPhone, type Push, type TestPhone } from './phone.ts';
import type { StartLine } from './start-line.ts';
import { until } from './until.ts';

/** The phone that comes with the simulated baby; it is told of nothing meanwhile. */
const demo = 'smart_cradle_recipient_demo_phone';

/**
 * A house with two phones, registered as the companion app registers itself, and a baby that cries when the test says
 * so. The rules' clock runs `speed` times as fast as the wall clock.
 */
export class HouseWithPhones {
  readonly topics;
  /** Of the cradle's entities. */
  readonly prefix: string;
  crying = false;
  /** Alerts and events of the cradle, with their arrival. */
  readonly seen: { topic: string; payload: AlertMessage & EventMessage; at: number }[] = [];
  /** When the rules were connected again. */
  readonly backs: number[] = [];
  states!: HomeAssistantStates;
  broker!: MqttClient;
  mina!: TestPhone;
  jun!: TestPhone;
  readonly #start: StartLine;
  readonly #uuid: string;
  #beat: NodeJS.Timeout | undefined;

  constructor(start: StartLine, uuid: string) {
    this.#start = start;
    this.#uuid = uuid;
    this.topics = cradleTopics(uuid);
    this.prefix = entityIdPrefix(uuid);
  }

  readonly #own = () => [this.topics.event, this.topics.alert('crying')];

  /** Waits until both phones are told of alerts. */
  async begin(): Promise<void> {
    const { homeAssistant, mqtt: server } = this.#start;
    this.states = await followStates(homeAssistant);
    const { url, username, password } = server;
    this.broker = await mqtt.connectAsync(url, {
      username,
      password,
      protocolVersion: 5,
      reconnectPeriod: 250,
    });
    this.broker.on('message', (topic, payload, { retain }) => {
      if (topic === houseTopics.rulesAvailability) {
        if (payload.toString() === 'online') this.backs.push(Date.now());
      } else if (!retain && this.#own().includes(topic))
        this.seen.push({ topic, payload: JSON.parse(payload.toString()), at: Date.now() });
    });
    await this.broker.subscribeAsync([...this.#own(), houseTopics.rulesAvailability], { qos: 1 });
    const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#204060' } })
      .jpeg()
      .toBuffer();
    this.#beat = setInterval(() => {
      const status = this.crying ? 'Crying' : 'Silent';
      const { broker, topics } = this;
      broker.publish(topics.crying, JSON.stringify({ status, probability: this.crying ? 0.9 : 0.1 }));
      broker.publish(topics.direction, JSON.stringify({ direction: '정면 유지 중' }));
      broker.publish(topics.camera, jpeg);
    }, 500);
    await this.#isCalm(20_000);
    await Promise.all([
      this.set('crying_duration_threshold', '2'),
      this.set('crying_gap', '1'),
      this.set('crying_blocking', '0'),
    ]);
    this.mina = await addPhone(homeAssistant, 'Mina e2e');
    this.jun = await addPhone(homeAssistant, 'Jun e2e');
    // A phone that is new is told of alerts by itself; after an earlier run it is switched off.
    for (const { recipient } of [this.mina, this.jun]) {
      const push = `switch.smart_cradle_recipient_${recipient}_push`;
      const { state } = await this.states.entity(
        push,
        (entity) => ['on', 'off'].includes(entity.state),
        15_000,
      );
      if (state === 'off') await this.service('switch', 'turn_on', push);
      await this.states.entity(push, (entity) => entity.state === 'on', 15_000);
    }
    await this.service('switch', 'turn_off', `switch.${demo}_push`);
    await this.states.entity(`switch.${demo}_push`, ({ state }) => state === 'off', 5000);
  }

  /** Leaves the house as it was. */
  async end(): Promise<void> {
    clearInterval(this.#beat);
    if (this.states) {
      await this.service('switch', 'turn_on', `switch.${demo}_push`);
      for (const { recipient } of [this.mina, this.jun].filter(Boolean)) {
        await this.service('switch', 'turn_off', `switch.smart_cradle_recipient_${recipient}_push`);
      }
      await this.command({ action: 'forget' });
      this.states.close();
    }
    this.mina?.close();
    this.jun?.close();
    await this.broker?.endAsync();
  }

  /** Wall milliseconds of seconds of the rules' clock. */
  wall(seconds: number): number {
    return (seconds * 1000) / this.#start.simulation.speed;
  }

  isAlert = ({ data }: Push) => data.tag === `smart-cradle-${this.#uuid}-crying`;
  rings = (push: Push) => this.isAlert(push) && push.message !== 'clear_notification';
  clears = (push: Push) => this.isAlert(push) && push.message === 'clear_notification';

  service(domain: string, name: string, entity_id: string, data: object = {}): Promise<unknown> {
    return this.states.connection.sendMessagePromise({
      type: 'call_service',
      domain,
      service: name,
      target: { entity_id },
      service_data: data,
    });
  }

  command(payload: object): Promise<unknown> {
    return this.service('notify', 'send_message', `notify.${this.prefix}_command`, {
      message: JSON.stringify(payload),
    });
  }

  set(name: string, value: string): Promise<unknown> {
    return this.broker.publishAsync(this.topics.settingSet(name), value, { qos: 1 });
  }

  /** The first event of this kind since then. */
  told(event: string, since: number) {
    return until(
      `${event} on MQTT`,
      () =>
        this.seen.find(
          ({ topic, payload, at }) =>
            topic === this.topics.event && at >= since && payload.event_type === event,
        ),
      90_000,
    );
  }

  /** The baby cries until it is told of; by then it is `crying_duration_threshold` seconds. */
  async cry(): Promise<{ since: number; raisedAt: number }> {
    const since = Date.now();
    this.crying = true;
    const { at } = await this.told('raised', since);
    return { since, raisedAt: at };
  }

  async calm(): Promise<void> {
    const since = Date.now();
    this.crying = false;
    await this.told('resolved', since);
  }

  /** A test that failed half-way leaves a baby that cries: the next one begins with a calm one all the same. */
  async settle(): Promise<void> {
    this.crying = false;
    await this.#isCalm(30_000);
  }

  #isCalm(within: number): Promise<unknown> {
    const alert = `binary_sensor.${this.prefix}_alert_crying`;
    return this.states.entity(alert, ({ state }) => state === 'off', within);
  }
}
