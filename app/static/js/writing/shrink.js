// A picture as it is worth sending: at most 2,400 dots, as JPEG where it was a photograph. What this browser can read and the
// site cannot (HEIC, on a Mac) becomes JPEG; what it cannot read is sent as it is, and the site says what to do.

const LONGEST = 2400;
const LIGHT = 1_500_000;
const TAKEN = ["image/jpeg", "image/png", "image/webp"];

export async function shrunk(file) {
  const photograph = file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name);
  if (!photograph || file.type === "image/gif" || file.type === "image/svg+xml") {
    return file;
  }
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size <= LIGHT && TAKEN.includes(file.type)) {
    bitmap.close();
    return file;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return asFile(canvas, file.type === "image/png" && scale === 1 ? "image/png" : "image/jpeg", file);
}

export async function asFile(canvas, type, file) {
  const held = await new Promise((resolve) => canvas.toBlob(resolve, type, 0.9));
  return held ? new File([held], file.name, { type }) : file;
}
