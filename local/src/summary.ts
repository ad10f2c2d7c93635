/** A login at an address. */
export interface Access {
  url: string;
  username: string | null;
  password: string | null;
}

/** The line that `--json` prints when all is ready; a part that was left out is null. */
export interface StartLine {
  uuid: string;
  data: string;
  mqtt: Access;
  homeAssistant: (Access & { token: string }) | null;
  nodeRed: Access | null;
  influx: (Access & { database: string }) | null;
  card: { url: string } | null;
  simulation: { scenario: string; startedAt: string; speed: number } | null;
  phone: { url: string } | null;
}

const login = ({ username, password }: Access) =>
  username ? `  user ${username}  password ${password}` : '';

/**
 * What stands at the end of the start.
 * @param leftOut A sentence for each part that does not run, and why.
 */
export function summary(line: StartLine, leftOut: readonly string[]): string {
  const { card, homeAssistant, simulation, nodeRed, mqtt, influx, phone } = line;
  const rows = [
    card ? `Open       ${card.url}` : 'There is no dashboard: Home Assistant does not run.',
    homeAssistant?.username ? `User       ${homeAssistant.username}` : undefined,
    homeAssistant?.password ? `Password   ${homeAssistant.password}` : undefined,
    '',
    simulation
      ? `SIMULATED: camera, microphone and thermometer show a simulated baby, ${simulation.scenario}`
      : undefined,
    ...leftOut.map((sentence) => `MISSING: ${sentence}`),
    simulation || leftOut.length > 0 ? '' : undefined,
    `Broker     ${mqtt.url}${login(mqtt)}`,
    nodeRed ? `Node-RED   ${nodeRed.url}${login(nodeRed)}` : undefined,
    influx ? `InfluxDB   ${influx.url}  database ${influx.database}${login(influx)}` : undefined,
    phone ? `Phone      ${phone.url}/notifications  a demo phone that gets the notifications` : undefined,
    `Cradle     ${line.uuid}`,
    `Data       ${line.data}  passwords in credentials.json, logs in logs/`,
    '',
    'A helper, not a medical device. Ctrl-C stops everything; the next start finds it as it was.',
  ];
  return ['', ...rows.filter((row) => row !== undefined), ''].join('\n');
}
