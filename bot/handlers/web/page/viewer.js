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

/** Makes the viewer close. */
export function setUpViewer() {
  const viewer = byId("viewer");
  byId("viewer-close").onclick = () => viewer.close();
  viewer.onclick = ({ target }) => target.closest(".tools") || viewer.close();
}
