// Covering parts of a picture before it is sent: each cover is a button over the picture, so that it can be drawn, moved and
// sized with the keyboard, too. They are burnt in: what is sent holds black where they lay, and nothing beneath.
import { asFile } from "./shrink.js";

const STEP = 0.01;
const LEAST = 0.02;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function within(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

class Covering {
  constructor(dialog, bitmap) {
    this.dialog = dialog;
    this.stage = dialog.querySelector(".covering-stage");
    this.canvas = dialog.querySelector("canvas");
    this.canvas.width = bitmap.width;
    this.canvas.height = bitmap.height;
    this.pen = this.canvas.getContext("2d");
    this.pen.drawImage(bitmap, 0, 0);
    this.covers = [];
  }

  /** Its sides are parts of the picture's, from 0 to 1. */
  add(box) {
    const button = document.createElement("button");
    const cover = { button, ...box };
    button.type = "button";
    button.className = "cover";
    button.addEventListener("keydown", (event) => this.key(event, cover));
    this.covers.push(cover);
    this.stage.append(button);
    this.place(cover);
    this.count();
    return cover;
  }

  place(cover) {
    const { style } = cover.button;
    [style.left, style.top, style.width, style.height] = [cover.x, cover.y, cover.w, cover.h].map((part) => `${part * 100}%`);
  }

  count() {
    this.covers.forEach((cover, at) => cover.button.setAttribute("aria-label", `${this.stage.dataset.called} ${at + 1}`));
  }

  key(event, cover) {
    if (event.key === "Delete" || event.key === "Backspace") {
      const at = this.covers.indexOf(cover);
      this.covers.splice(at, 1);
      cover.button.remove();
      this.count();
      (this.covers[Math.max(0, at - 1)]?.button ?? this.dialog.querySelector("[data-cover-more]")).focus();
    } else if (KEYS[event.key]) {
      const [right, down] = KEYS[event.key].map((way) => way * STEP);
      if (event.shiftKey) {
        cover.w = within(cover.w + right, LEAST, 1 - cover.x);
        cover.h = within(cover.h + down, LEAST, 1 - cover.y);
      } else {
        cover.x = within(cover.x + right, 0, 1 - cover.w);
        cover.y = within(cover.y + down, 0, 1 - cover.h);
      }
      this.place(cover);
    } else {
      return;
    }
    event.preventDefault();
  }

  drag() {
    let drawn = null;
    let from = null;
    const at = (event) => {
      const frame = this.canvas.getBoundingClientRect();
      return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height].map((part) => within(part, 0, 1));
    };
    this.stage.addEventListener("pointerdown", (event) => {
      if (event.target.matches(".cover")) {
        return;
      }
      event.preventDefault();
      this.stage.setPointerCapture(event.pointerId);
      from = at(event);
      drawn = this.add({ x: from[0], y: from[1], w: 0, h: 0 });
    });
    this.stage.addEventListener("pointermove", (event) => {
      if (drawn) {
        const [x, y] = at(event);
        Object.assign(drawn, { x: Math.min(x, from[0]), y: Math.min(y, from[1]), w: Math.abs(x - from[0]), h: Math.abs(y - from[1]) });
        this.place(drawn);
      }
    });
    this.stage.addEventListener("pointerup", () => {
      if (drawn && (drawn.w < STEP || drawn.h < STEP)) {
        drawn.w = Math.max(drawn.w, 3 * LEAST);
        drawn.h = Math.max(drawn.h, 2 * LEAST);
        drawn.x = within(drawn.x, 0, 1 - drawn.w);
        drawn.y = within(drawn.y, 0, 1 - drawn.h);
        this.place(drawn);
      }
      drawn?.button.focus();
      drawn = null;
    });
  }

  burnt() {
    this.pen.fillStyle = "black";
    const { width, height } = this.canvas;
    for (const { x, y, w, h } of this.covers) {
      this.pen.fillRect(Math.floor(x * width), Math.floor(y * height), Math.ceil(w * width), Math.ceil(h * height));
    }
    return this.canvas;
  }
}

/** The picture with its covers; null if the person went back, undefined for one that this browser cannot open. */
export async function cover(file, dialog) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) {
    return undefined;
  }
  const covering = new Covering(dialog, bitmap);
  const came = document.activeElement;
  document.body.append(dialog);
  covering.drag();
  dialog.showModal();
  dialog.querySelector("[data-cover-more]").addEventListener("click", () => covering.add({ x: 0.35, y: 0.4, w: 0.3, h: 0.1 }).button.focus());
  const used = await new Promise((resolve) => {
    dialog.querySelector("[data-cover-use]").addEventListener("click", () => resolve(true));
    dialog.querySelector("[data-cover-back]").addEventListener("click", () => resolve(false));
    dialog.addEventListener("close", () => resolve(false));
  });
  const made = used ? await asFile(covering.burnt(), file.type === "image/png" ? "image/png" : "image/jpeg", file) : null;
  dialog.remove();
  came?.focus();
  return made;
}
