// Notes on the device; where storage is switched off or full, memory alone has to do.

/** What was noted under a name; null where there is nothing to be read. */
export function readNote(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // switched off, or somebody else's
  }
}

/** Notes a value under a name; null takes the note away. */
export function writeNote(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // switched off or full: nothing is lost but what outlives the page
  }
}

/** The names of all notes that begin so. */
export function notesFrom(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start));
  } catch {
    return []; // switched off
  }
}
