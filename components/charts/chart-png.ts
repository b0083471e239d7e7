const copied = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-family",
  "fill-opacity",
] as const;
const scale = 2;

/** A picture of a chart at twice its size, with the colours and words that it has on the screen. */
export async function chartPng(frame: HTMLElement): Promise<Blob> {
  const box = frame.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = box.width * scale;
  canvas.height = box.height * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no canvas.");
  context.fillStyle = getComputedStyle(frame).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const svg of frame.querySelectorAll<SVGSVGElement>("svg:not(svg svg)")) {
    const place = svg.getBoundingClientRect();
    if (place.width === 0 || svg.closest('[data-png="skip"]')) continue;
    const image = await loadImage(withStyles(svg));
    context.drawImage(
      image,
      (place.left - box.left) * scale,
      (place.top - box.top) * scale,
      place.width * scale,
      place.height * scale,
    );
  }
  drawTexts(context, frame, box);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))), "image/png"),
  );
}

/** Words where they stand, so that the sentence, the flags and the labels come along. What is marked data-png="skip" stays. */
function drawTexts(context: CanvasRenderingContext2D, frame: HTMLElement, box: DOMRect): void {
  const texts = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
  context.textBaseline = "middle";
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('svg, .sr-only, [data-png="skip"]')) continue;
    const style = getComputedStyle(parent);
    context.font = `${style.fontWeight} ${Number.parseFloat(style.fontSize) * scale}px ${style.fontFamily}`;
    context.fillStyle = style.color;
    for (const word of (node.textContent ?? "").matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const place = range.getBoundingClientRect();
      context.fillText(word[0], (place.left - box.left) * scale, (place.top + place.height / 2 - box.top) * scale);
    }
  }
}

/** Custom properties mean nothing outside of the page, so that what they computed to is written into the copy. */
function withStyles(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const name of copied) copies[index]?.style.setProperty(name, style.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(svg.getBoundingClientRect().width));
  copy.setAttribute("height", String(svg.getBoundingClientRect().height));
  return new XMLSerializer().serializeToString(copy);
}

function loadImage(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("The chart could not be drawn as a picture."));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  });
}
