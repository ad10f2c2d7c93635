import { program } from 'commander';
import { registerFaceCommand } from './face.ts';

program.name('detect').description("the agent's detectors on your own pictures and recordings");
registerFaceCommand(program);
await program.parseAsync();
