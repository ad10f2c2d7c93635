import { crc32 } from 'node:zlib';
import { attentionPointLists, PatchedModel } from './tflite-patch.ts';

/** Points of the mesh, and with the ten of the irises, as MediaPipe numbers them. */
const MESH_POINTS = 468;
/** Points in the middle of the upper eyelids, whose depth stands for that of the irises. */
const RIGHT_EYE_RIM = 159;
const LEFT_EYE_RIM = 386;

/**
 * Makes a bundle as MediaPipe's FaceLandmarker takes it, out of networks that lack what it asks for: metadata about
 * their input, and one output of 478 points.
 *
 * @param mesh the one with attention, which follows eyelids and lips
 */
export function landmarkerBundle({ detector, mesh }: { detector: Uint8Array; mesh: Uint8Array }): Uint8Array {
  const described = new PatchedModel(detector);
  described.describeInput({ mean: 127.5, deviation: 127.5 });
  return storedZip({
    'face_detector.tflite': described.finish(),
    'face_landmarks_detector.tflite': attentionMesh(mesh),
  });
}

/**
 * The attention network gives eyes, irises and lips anew in outputs of their own, two values (x, y) a point; depth
 * stays the mesh's. An iris gets the depth of its eye's rim.
 */
function attentionMesh(bytes: Uint8Array): Uint8Array {
  const lists = attentionPointLists(bytes);
  const pointsWith = (corner: number): number[] => {
    const list = lists.find((points) => points[0] === corner);
    if (!list) throw new Error(`attention model: no list of points begins with ${corner}`);
    return list;
  };
  const parts = [
    { output: 'output_lips', points: pointsWith(61) },
    { output: 'output_left_eye', points: pointsWith(33) },
    { output: 'output_right_eye', points: pointsWith(263) },
    { output: 'output_left_iris', points: [468, 469, 470, 471, 472] },
    { output: 'output_right_iris', points: [473, 474, 475, 476, 477] },
  ];
  const places = Array.from({ length: MESH_POINTS * 3 }, (_, i) => i);
  for (const rim of [RIGHT_EYE_RIM, LEFT_EYE_RIM]) {
    for (let i = 0; i < 5; i++) places.push(0, 0, rim * 3 + 2);
  }
  let length = MESH_POINTS * 3;
  for (const { points } of parts) {
    for (const [i, point] of points.entries()) {
      places[point * 3] = length + 2 * i;
      places[point * 3 + 1] = length + 2 * i + 1;
    }
    length += 2 * points.length;
  }
  const model = new PatchedModel(bytes);
  const outputs = ['output_mesh_identity', ...parts.map((part) => part.output)];
  const joined = model.concatenate(
    outputs.map((name) => model.tensor(name)),
    length,
  );
  model.setOutputs([model.gather(joined, places), model.tensor('conv_faceflag')]);
  model.describeInput({ mean: 0, deviation: 255 });
  return model.finish();
}

/** A zip whose files are not compressed: MediaPipe reads them in place. */
function storedZip(files: Record<string, Uint8Array>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, data] of Object.entries(files)) {
    const label = Buffer.from(name);
    // What the local header and the directory have in common: version 1.0, stored, no time, checksum, sizes.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(10, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, label]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x0a\x00', 'latin1'), common, entry, label);
    parts.push(local, Buffer.from(data.buffer, data.byteOffset, data.length));
    at += local.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length / 4, 8);
  end.writeUInt16LE(directory.length / 4, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, list, end]));
}
