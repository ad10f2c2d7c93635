/** The one line that `npm start -- --json` prints when all is ready. */
export interface StartLine {
  uuid: string;
  data: string;
  mqtt: { url: string; username: string; password: string };
  homeAssistant: { url: string; username: string; password: string; token: string };
  nodeRed: { url: string; username: string; password: string };
  influx: { url: string; database: string; username: string; password: string };
  card: { url: string };
  simulation: { scenario: string; startedAt: string; speed: number };
  phone: { url: string };
}
