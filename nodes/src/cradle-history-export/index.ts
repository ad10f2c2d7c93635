import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { bearsToken } from '../cradle-history-query/bearer-token.ts';
import { isKnown } from '../cradle-history-query/history-answer.ts';
import { parseExportRequest } from '../cradle-history-query/history-request.ts';
import type { InfluxNode } from '../cradle-influxdb/influx-node.ts';
import { exportText, fileNameOf } from './export-text.ts';

interface Config extends NodeDef {
  /** The id of the cradle-influxdb configuration node. */
  server: string;
}

interface Credentials {
  /** What a request must carry as its bearer token. */
  token?: string;
}

/** As much of Express as is used: http in wraps the response. */
interface HttpMessage {
  req: { headers?: { authorization?: string }; query?: unknown };
  res: { _res: Writable & { headersSent: boolean; setHeader(name: string, value: string): void } };
}

function isHttp(message: object): message is HttpMessage {
  return 'req' in message && 'res' in message;
}

/** Node-RED: cradle history export. It answers by itself, piece by piece; what it cannot answer goes to its output. */
export default function register(RED: NodeAPI): void {
  function CradleHistoryExport(this: Node<Credentials>, config: Config): void {
    RED.nodes.createNode(this, config);
    const server = RED.nodes.getNode(config.server) as InfluxNode | null;
    const token = this.credentials.token ?? '';
    if (!server) this.error(RED._('cradle-history-export.errors.noServer'));
    if (token === '') this.warn(RED._('cradle-history-export.errors.noToken'));

    this.on('input', async (message, send, done) => {
      if (!isHttp(message)) {
        done(new Error(RED._('cradle-history-export.errors.message')));
        return;
      }
      const refuse = (statusCode: number, payload: object) => {
        send({ ...message, statusCode, payload });
        done();
      };
      if (!bearsToken(message.req.headers?.authorization, token)) {
        refuse(401, { error: 'a bearer token is needed', field: 'authorization' });
        return;
      }
      const request = parseExportRequest(message.req.query, Date.now());
      if (!request.ok) {
        refuse(400, { error: request.error, field: request.field });
        return;
      }
      if (!server) {
        refuse(503, { error: 'no database is configured' });
        return;
      }
      const response = message.res._res;
      try {
        const { cradle, format } = request.value;
        if (!(await isKnown(server.client, cradle))) {
          refuse(404, { error: `cradle (${cradle}): nothing is stored of it`, field: 'cradle' });
          return;
        }
        response.setHeader('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json');
        response.setHeader('cache-control', 'no-store');
        response.setHeader('content-disposition', `attachment; filename="${fileNameOf(request.value)}"`);
        for await (const text of exportText(server, request.value)) {
          if (response.destroyed) break;
          if (!response.write(text)) await once(response, 'drain');
        }
        response.end();
        done();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.warn(RED._('cradle-history-export.errors.away', { reason }));
        // A half file must not look like a whole one.
        if (response.headersSent) response.destroy();
        else refuse(503, { error: 'the database does not answer' });
        done();
      }
    });
  }
  RED.nodes.registerType<Node<Credentials>, Config, object, Credentials>(
    'cradle-history-export',
    CradleHistoryExport,
    { credentials: { token: { type: 'password' } } },
  );
}
