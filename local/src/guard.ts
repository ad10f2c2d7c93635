import { type ChildProcess, spawn } from 'node:child_process';

/** Seconds that the parts have to end after the launcher has died. */
const GRACE = 20;

/**
 * Reads which processes run (`+ID`, `-ID`) until the launcher says `.`, or is gone without a word: then all are
 * asked to end, the youngest first, and those that do not are killed with their groups.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=
while read -r line; do
  id=\${line#?}
  case $line in
    +*) pids="$id $pids" ;;
    -*) rest=; for pid in $pids; do [ "$pid" = "$id" ] || rest="$rest $pid"; done; pids=$rest ;;
    .) exit 0 ;;
  esac
done
for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
for second in $(seq ${GRACE}); do
  alive=
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=1; done
  [ -n "$alive" ] || break
  sleep 1
done
for pid in $pids; do kill -KILL "-$pid" 2>/dev/null; done
exit 0
`;

export interface Guard {
  watch(pid: number): void;
  forget(pid: number): void;
  /** All have ended: there is nothing left to guard. */
  release(): void;
}

/** Sees to it that nothing goes on when the launcher is killed, however that happens. */
export function startGuard(): Guard {
  const shell: ChildProcess = spawn('sh', ['-c', SCRIPT], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.stdin?.on('error', () => undefined);
  shell.unref();
  const tell = (line: string) => shell.stdin?.write(`${line}\n`);
  return {
    watch: (pid) => tell(`+${pid}`),
    forget: (pid) => tell(`-${pid}`),
    release: () => tell('.'),
  };
}
