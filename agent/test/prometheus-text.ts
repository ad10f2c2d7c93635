const COMMENT =
  /^# (?:HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (?:counter|gauge|histogram|summary|untyped))$/;
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const SAMPLE = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{${LABEL}(?:,${LABEL})*\\})?) (\\S+)(?: -?\\d+)?$`);

/**
 * The samples of Prometheus' text format, by name and labels.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @throws Error that names the line which is none of that format
 */
export function parseMetrics(text: string): Map<string, number> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || COMMENT.test(line)) continue;
    const [, name, value] = SAMPLE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no sample: ${line}`);
    if (samples.has(name)) throw new Error(`twice: ${name}`);
    samples.set(name, value === 'NaN' ? Number.NaN : Number(value.replace('Inf', 'Infinity')));
  }
  return samples;
}
