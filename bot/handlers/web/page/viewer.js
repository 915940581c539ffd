// A picture in full size, over everything; Escape, the cross or a tap closes it.

import { byId } from "./dom.js";

/** Shows the picture; a dialog gives the focus back by itself when it closes. */
export function enlarge(url) {
  const viewer = byId("viewer");
  byId("viewer-picture").src = url;
  byId("viewer-save").href = url;
  if (!viewer.showModal) return void open(url, "_blank", "noopener"); // browsers before 2022
  viewer.showModal();
  byId("viewer-close").focus();
}

/** Hands the picture to another app of the phone, e.g. the bank's; whoever thinks better of it shares nothing. */
async function share(url) {
  const picture = await (await fetch(url)).blob();
  const files = [new File([picture], "tiep-song.png", { type: picture.type })];
  if (navigator.canShare({ files })) await navigator.share({ files }).catch(() => null);
}

/** Makes the viewer close. */
export function setUpViewer() {
  const viewer = byId("viewer");
  byId("viewer-close").onclick = () => viewer.close();
  byId("viewer-share").hidden = !navigator.canShare;
  byId("viewer-share").onclick = () => share(byId("viewer-picture").src);
  viewer.onclick = ({ target }) => target.closest(".tools") || viewer.close();
}
