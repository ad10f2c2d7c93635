import { program } from 'commander';
import { registerCryCommand } from './cry.ts';
import { registerFaceCommand } from './face.ts';

program.name('detect').description("the agent's detectors on your own pictures and recordings");
registerFaceCommand(program);
registerCryCommand(program);
await program.parseAsync();
