/** The service worker's look at what the pages keep on this device (kept.js): it holds up nothing. sw.js imports it. */
const LOOK = 3000; // milliseconds: a store that hangs is as good as none
const within = (work, patience) => Promise.race([work, new Promise((give) => setTimeout(give, patience))]);

const opened = () => new Promise((give, refuse) => {
  const opening = indexedDB.open("kept");
  opening.onupgradeneeded = () => opening.transaction.abort(); // the pages make it
  opening.onerror = refuse;
  opening.onsuccess = () => give(opening.result);
});

async function answered(store, mode, question) {
  const database = await opened();
  try {
    const work = database.transaction(store, mode);
    const request = question(work.objectStore(store));
    await new Promise((give, refuse) => Object.assign(work, { oncomplete: give, onabort: refuse }));
    return request.result;
  } finally {
    database.close();
  }
}

/** What a store says, nothing when it does not. */
const ask = (...asked) => within(answered(...asked), LOOK).catch(() => undefined);
