import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Networks in the package @mediapipe/face_mesh. */
export type PackedModel = 'face_detection_short_range.tflite' | 'face_landmark_with_attention.tflite';

/** Gives files of the package by name: they lie end to end in one, and its loader script lists where. */
export function packedModels(): (name: PackedModel) => Uint8Array {
  const folder = dirname(createRequire(import.meta.url).resolve('@mediapipe/face_mesh/package.json'));
  const loader = readFileSync(join(folder, 'face_mesh_solution_packed_assets_loader.js'), 'utf8');
  const data = readFileSync(join(folder, 'face_mesh_solution_packed_assets.data'));
  const places = new Map<string, [number, number]>();
  for (const match of loader.matchAll(
    /"filename":\s*"[^"]*\/([^"/]+)",\s*"start":\s*(\d+),\s*"end":\s*(\d+)/g,
  )) {
    places.set(match[1] ?? '', [Number(match[2]), Number(match[3])]);
  }
  return (name) => {
    const place = places.get(name);
    if (!place) throw new Error(`@mediapipe/face_mesh: ${name} is not in the package`);
    return new Uint8Array(data.subarray(...place));
  };
}
