import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CONFIG_KEYS } from './config/keys.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

function call(args: string[], language = 'en_US.UTF-8') {
  const env = { PATH: process.env.PATH, LANG: language };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

it('explains itself and every key of the configuration, in the language of the terminal', async () => {
  const [english, korean, run] = await Promise.all([
    call(['--help']),
    call(['check', '--help'], 'ko_KR.UTF-8'),
    call(['run', '--help'], 'ko_KR.UTF-8'),
  ]);
  expect(english).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: smart-cradle-agent/) });
  expect(korean.code).toBe(0);
  expect(korean.stdout).toMatch(/^사용법: smart-cradle-agent check/);
  // Nothing of what is ours is English.
  expect(korean.stdout.replaceAll('smart-cradle-agent', '')).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/);
  for (const { path } of CONFIG_KEYS) expect(run.stdout).toContain(path.join('.'));
});

it('ends with 2 when it is called or configured wrongly, and names what is wrong', async () => {
  const [word, option, port, file] = await Promise.all([
    call(['chek']),
    call(['check', '--nope']),
    call(['qr', '--serve', '99999']),
    call(['run', '--config', '/does/not/exist.yaml']),
  ]);
  expect(word).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/\(chek\): must be one of run, check, qr/),
  });
  expect(option).toMatchObject({ code: 2, stderr: expect.stringContaining("'--nope'") });
  expect(port).toMatchObject({ code: 2, stderr: expect.stringContaining('from 0 to 65535') });
  expect(file).toMatchObject({ code: 2, stderr: expect.stringContaining('/does/not/exist.yaml') });
  // Without a page of help that hides it.
  expect(word.stderr.split('\n').length).toBeLessThan(5);
});
