/** Writes pictures of the simulated baby, one JPEG after another: node bench/film-main.ts FILE FROM SECONDS */
import { writeFile } from 'node:fs/promises';
import { makeFilm } from './film.ts';

const [file = '', from = '0', seconds = '10'] = process.argv.slice(2);
const { pictures } = await makeFilm(Number(from), Number(seconds));
await writeFile(file, Buffer.concat(pictures));
