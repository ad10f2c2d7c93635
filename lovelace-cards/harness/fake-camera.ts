/** A drawn night picture with the noise of a real sensor, as a JPEG. */
export async function drawBaby(scene: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(640, 480);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  const turn = scene === 'left' || scene === 'alerts' ? 22 : scene === 'right' ? -22 : 0;
  const breath = Math.sin(performance.now() / 700) * 3;
  const ellipse = (x: number, y: number, rx: number, ry: number, fill: string) => {
    pen.fillStyle = fill;
    pen.beginPath();
    pen.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
    pen.fill();
  };
  const sheet = pen.createRadialGradient(320, 200, 60, 320, 240, 420);
  sheet.addColorStop(0, '#a9b3b8');
  sheet.addColorStop(1, '#39434a');
  pen.fillStyle = sheet;
  pen.fillRect(0, 0, 640, 480);
  for (let x = 20; x < 640; x += 75) {
    pen.fillStyle = 'rgb(40 46 50 / 0.5)';
    pen.fillRect(x, 0, 14, 54);
  }
  ellipse(320, 460 - breath, 210, 170, '#7d8b96');
  ellipse(320, 220, 96, 112, '#cbd2d2');
  ellipse(320 + turn, 245, 74, 80, '#d7dcdb');
  pen.strokeStyle = '#596268';
  pen.lineWidth = 5;
  pen.lineCap = 'round';
  for (const side of [-32, 32]) {
    pen.beginPath();
    pen.arc(320 + turn * 1.6 + side, 218, 14, 0.2, Math.PI - 0.2);
    pen.stroke();
  }
  pen.beginPath();
  pen.arc(320 + turn * 2, 268, 14, 0.4, Math.PI - 0.4);
  pen.stroke();
  ellipse(320 + turn * 2.2, 246, 8, 6, '#b6bfbe');
  const noise = pen.getImageData(0, 0, 640, 480);
  for (let at = 0; at < noise.data.length; at += 4) {
    const grain = (Math.random() - 0.5) * 22;
    for (const channel of [0, 1, 2]) noise.data[at + channel] = (noise.data[at + channel] ?? 0) + grain;
  }
  pen.putImageData(noise, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}
