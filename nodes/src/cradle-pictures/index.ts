import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { bearsToken } from '../cradle-history-query/bearer-token.ts';
import { picturesFolder, storePicture } from '../history/pictures.ts';
import type { PointMessage } from '../history/points.ts';
import { makeTimeLapse, parseTimeLapseRequest, TimeLapseError } from '../history/time-lapse.ts';
import { isEventOutput } from '../shared/flow-message.ts';
import { isRuleMessage } from '../shared/rule-message.ts';

interface Config extends NodeDef {
  /** Where the pictures are; empty: in Node-RED's user directory. */
  folder: string;
  /** What the addresses of pictures begin with. */
  picturesUrl: string;
}

interface Credentials {
  /** What a request for a time lapse must carry as its bearer token. */
  token?: string;
}

/** Milliseconds after which a picture is no longer one of the moment. */
const MAX_AGE = 10_000;
const MINUTE = 60_000;

interface Seen {
  jpeg: Buffer;
  at: number;
  /** When the last one was kept for the time lapse. */
  keptAt: number;
  /** Minutes; 0: only at alerts. */
  interval: number;
}

interface HttpMessage {
  req: { headers?: { authorization?: string }; query?: unknown };
}

function isHttp(message: object): message is HttpMessage {
  return 'req' in message && 'res' in message;
}

/**
 * Node-RED: cradle pictures. Output 1: the index, for cradle history; output 2: answers about time lapses, for an http
 * response node.
 */
export default function register(RED: NodeAPI): void {
  function CradlePictures(this: Node<Credentials>, config: Config): void {
    RED.nodes.createNode(this, config);
    const folder = picturesFolder(config.folder, RED.settings.userDir);
    const token = this.credentials.token ?? '';
    const seen = new Map<string, Seen>();
    let stored = 0;
    let failure: string | null = null;

    const store = async (cradle: string, jpeg: Buffer, at: number, alert: string | null) => {
      try {
        const payload = await storePicture(folder, { cradle, at, alert, jpeg });
        const point: PointMessage = { kind: 'history_point', cradle, payload };
        this.send([point, null]);
        stored += 1;
        failure = null;
        const text = RED._('cradle-pictures.status.stored', { count: stored });
        this.status({ fill: 'green', shape: 'dot', text });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== failure) this.error(RED._('cradle-pictures.errors.store', { reason }));
        failure = reason;
        this.status({ fill: 'red', shape: 'ring', text: reason });
      }
    };

    const answer = async (message: HttpMessage) => {
      const reply = (statusCode: number, payload: object) =>
        this.send([null, { ...message, statusCode, payload }]);
      if (!bearsToken(message.req.headers?.authorization, token)) {
        return reply(401, { error: 'a bearer token is needed', field: 'authorization' });
      }
      const request = parseTimeLapseRequest(message.req.query, Date.now());
      if (!request.ok) return reply(400, { error: request.error, field: request.field });
      try {
        const { file, frames } = await makeTimeLapse(folder, request.value);
        const url = config.picturesUrl ? `${config.picturesUrl}/${file}` : null;
        reply(200, { cradle: request.value.cradle, night: request.value.night, frames, url });
      } catch (error) {
        if (!(error instanceof TimeLapseError)) this.error(String(error));
        const status = error instanceof TimeLapseError ? error.status : 500;
        reply(status, { error: error instanceof Error ? error.message : String(error) });
      }
    };

    this.on('input', (message: NodeMessage, _send, done) => {
      const now = Date.now();
      if (isHttp(message)) {
        void answer(message).then(() => done());
        return;
      }
      if (isEventOutput(message)) {
        const picture = seen.get(message.cradle);
        if (message.payload.event_type === 'raised' && picture && now - picture.at <= MAX_AGE) {
          void store(message.cradle, picture.jpeg, now, message.payload.type);
        }
      } else if (isRuleMessage(message)) {
        const { cradle } = message;
        const before = seen.get(cradle);
        if (message.kind === 'settings' && before) before.interval = message.payload.picture_interval;
        if (message.kind === 'command' && message.payload.action === 'forget') seen.delete(cradle);
        if (message.kind === 'camera') {
          const { interval = 1, keptAt = 0 } = before ?? {};
          const due = interval > 0 && now - keptAt >= interval * MINUTE;
          seen.set(cradle, { jpeg: message.payload, at: now, interval, keptAt: due ? now : keptAt });
          if (due) void store(cradle, message.payload, now, null);
        } else if (message.kind === 'settings' && !before) {
          const interval = message.payload.picture_interval;
          seen.set(cradle, { jpeg: Buffer.alloc(0), at: 0, interval, keptAt: 0 });
        }
      }
      done();
    });
  }
  RED.nodes.registerType<Node<Credentials>, Config, object, Credentials>('cradle-pictures', CradlePictures, {
    credentials: { token: { type: 'password' } },
  });
}
