import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { bearsToken } from './bearer-token.ts';
import { answerHistory } from './history-answer.ts';
import { parseHistoryRequest } from './history-request.ts';

interface Config extends NodeDef {
  /** The id of the cradle-influxdb configuration node. */
  server: string;
  /** What the addresses of pictures begin with. */
  picturesUrl: string;
}

interface Credentials {
  /** What a request must carry as its bearer token. */
  token?: string;
}

/** As much of the request of an http in node as is read here. */
interface HttpRequest {
  headers?: { authorization?: string };
  query?: unknown;
}

export default function register(RED: NodeAPI) {
  function CradleHistoryQuery(this: Node<Credentials>, config: Config) {
    RED.nodes.createNode(this, config);
    const server = RED.nodes.getNode(config.server) as InfluxNode | null;
    const token = this.credentials.token ?? '';
    if (!server) this.error(RED._('cradle-history-query.errors.noServer'));
    if (token === '') this.warn(RED._('cradle-history-query.errors.noToken'));

    this.on('input', async (message, send, done) => {
      const request = ('req' in message ? message.req : {}) as HttpRequest;
      const answer = (statusCode: number, payload: unknown) => {
        send({ ...message, statusCode, payload });
        done();
      };
      if (!bearsToken(request.headers?.authorization, token)) {
        answer(401, { error: 'a bearer token is needed', field: 'authorization' });
        return;
      }
      const now = Date.now();
      const parsed = parseHistoryRequest(request.query, now);
      if (!parsed.ok) {
        answer(400, { error: parsed.error, field: parsed.field });
        return;
      }
      if (!server) {
        answer(503, { error: 'no database is configured' });
        return;
      }
      try {
        const history = await answerHistory(server.client, parsed.value, now, config.picturesUrl ?? '');
        if (history) answer(200, history);
        else
          answer(404, {
            error: `cradle (${parsed.value.cradle}): nothing is stored of it`,
            field: 'cradle',
          });
        this.status({ fill: 'green', shape: 'dot', text: RED._('cradle-history-query.status.answered') });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.status({ fill: 'red', shape: 'ring', text: RED._('cradle-history-query.status.away') });
        this.warn(RED._('cradle-history-query.errors.away', { reason }));
        answer(503, { error: 'the database does not answer' });
      }
    });
  }
  RED.nodes.registerType<Node<Credentials>, Config, object, Credentials>(
    'cradle-history-query',
    CradleHistoryQuery,
    {
      credentials: { token: { type: 'password' } },
    },
  );
}
