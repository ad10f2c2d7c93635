/**
 * Starts Node-RED with our flows: `node flows/src/main.ts`. Configured by environment variables, see config.ts.
 */
import { createServer } from 'node:http';
import express from 'express';
import RED from 'node-red';
import { flowVariables, readEnvironment } from './config.ts';
import { healthOf } from './health.ts';
import { BROKER_ID, installFlows } from './install-flows.ts';
import type {} from './node-red-types.ts';
import { sendAtOnce } from './send-at-once.ts';
import { nodeRedSettings } from './settings.ts';

/** Milliseconds that a stop may take. */
const STOP_LIMIT = 8000;
/** Milliseconds after which flows that did not start are complained about: a node type is missing, mostly. */
const START_LIMIT = 30_000;

// A node that does not catch a failure of its own, such as a connection that is lost, must not end the rules with it.
process.on('unhandledRejection', (reason) => {
  console.error(`A node did not handle a failure: ${reason instanceof Error ? reason.stack : reason}`);
});

async function start() {
  const env = readEnvironment(process.env);
  for (const sentence of await installFlows(env)) console.log(sentence);
  Object.assign(process.env, flowVariables(env));

  const app = express();
  app.disable('x-powered-by');
  const server = createServer(app);
  const settings = nodeRedSettings(env);

  let flowsRun = false;
  app.get('/smart-cradle/health', (_request, response) => {
    const health = healthOf(flowsRun, RED.nodes.getNode(BROKER_ID) ?? undefined);
    response.status(health.ready ? 200 : 503).json(health);
  });
  if (!env.INFLUX_HOST) {
    app.get('/smart-cradle/history', (_request, response) => {
      response.status(503).json({ error: 'history is off: INFLUX_HOST is not set' });
    });
  }

  if (env.SMART_CRADLE_CARDS_DIR) {
    // A page of Home Assistant loads them from here as modules, which browsers allow only when told so.
    const everyPage = (response: express.Response) => response.set('access-control-allow-origin', '*');
    app.use('/smart-cradle/cards', express.static(env.SMART_CRADLE_CARDS_DIR, { setHeaders: everyPage }));
  }

  RED.init(server, settings);
  app.use(settings.httpAdminRoot, RED.httpAdmin);
  app.use(settings.httpNodeRoot, RED.httpNode);

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    console.log(`${signal}: stopping Node-RED`);
    setTimeout(() => {
      console.error(`Node-RED did not stop within ${STOP_LIMIT / 1000} s`);
      process.exit(1);
    }, STOP_LIMIT).unref();
    void RED.stop().then(() => {
      server.close();
      server.closeAllConnections();
      process.exit(0);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.NODE_RED_PORT, env.NODE_RED_HOST, resolve);
  });
  const complaint = setTimeout(() => {
    console.error(`The flows do not run after ${START_LIMIT / 1000} s: see the messages above`);
  }, START_LIMIT);
  RED.events.on('flows:started', () => {
    flowsRun = true;
    sendAtOnce(RED.nodes.getNode(BROKER_ID));
    clearTimeout(complaint);
  });
  RED.events.on('flows:stopped', () => {
    flowsRun = false;
  });
  await RED.start();
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
