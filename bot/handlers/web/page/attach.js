// Sends a photo or a file: photos are made smaller first, which also removes where they were taken.

import { el } from "./dom.js";
import { toast } from "./notices.js";
import { own } from "./bubbles.js";
import { t } from "./words.js";

const LARGEST = 10 * 1024 * 1024; // bytes the server takes
const SIDE = 1920; // pixels: enough to read a receipt
const SMALL = 300 * 1024; // bytes: below this a photo is sent as it is, unless it may carry a place

/** Uploads a file; gives {ref, photo} or null, and says why not. `progress` is told 0…1. */
export async function upload(file, progress) {
  const body = await smaller(file);
  if (body.size > LARGEST) return refuse(t("upload.large"));
  for (;;) {
    const answer = await post(body, file.name, progress);
    if (answer) return answer.error ? refuse(answer.error) : answer;
    if (!(await retry())) return refuse(t("upload.network"));
  }
}

function refuse(words) {
  toast(words);
  return null;
}

function post(body, name, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", own("/chat/upload"));
    request.responseType = "json";
    request.setRequestHeader("X-File-Name", encodeURIComponent(name));
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onload = () => done(request.response);
    request.onerror = () => done(null);
    request.send(body);
  });
}

/** Waits for the network, at most two minutes; false where it did not come back. */
function retry() {
  return new Promise((done) => {
    const settle = (came) => {
      clearTimeout(timer);
      removeEventListener("online", back);
      done(came);
    };
    const back = () => settle(true);
    const timer = setTimeout(() => settle(false), navigator.onLine ? 0 : 120000);
    addEventListener("online", back);
  });
}

async function smaller(file) {
  const isJpeg = file.type === "image/jpeg";
  if (!isJpeg && !(/^image\/(png|webp)$/.test(file.type) && file.size > SMALL)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = el("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => canvas.toBlob(done, isJpeg ? "image/jpeg" : file.type, 0.86));
    return made && (isJpeg || made.size < file.size) ? made : file;
  } catch {
    return file; // the browser cannot read it: the server will say what it can take
  }
}
