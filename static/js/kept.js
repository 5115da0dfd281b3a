/** What waits on this device for the network: in IndexedDB, or in memory where the browser refuses it. */
import { openDB } from "../vendor/idb/idb.esm.js";

const KEYS = { answers: ["token", "number"], beats: ["token", "wall"], orders: ["token", "key"], pages: ["path"], push: ["name"] };
const MOST = 720; // beats: an hour of them
const EDGE = 60; // beats at either end of a long silence, which are never thinned out
const PATIENCE = 1500; // milliseconds: a store that hangs must hold up nothing

const memory = new Map(Object.keys(KEYS).map((store) => [store, new Map()]));
const keyOf = (store, record) => KEYS[store].map((field) => record[field]);
const within = (work) => Promise.race([work, new Promise((_, reject) => { setTimeout(reject, PATIENCE); })]);

function upgrade(database) {
  const missing = Object.keys(KEYS).filter((store) => !database.objectStoreNames.contains(store));
  for (const store of missing) database.createObjectStore(store, { keyPath: KEYS[store] });
}

/** A page of a newer version must not wait until this one is closed. */
const blocking = (_, __, { target }) => target.close();

/** Null where the browser refuses it, undefined when it does not answer. */
const opening = within((async () => openDB("kept", 3, { upgrade, blocking }))()).catch((refused) => (refused ? null : undefined));

/** What the database says, undefined when it cannot. */
async function ask(question) {
  const database = await opening;
  return database ? within((async () => question(database))()).catch(() => undefined) : undefined;
}

/** A validated answer, an order, is on the disk at the return: a power cut would not lose it. */
export async function keep(store, record) {
  const write = async (database) => {
    const work = database.transaction(store, "readwrite", { durability: record.key ? "strict" : "relaxed" });
    const put = work.store.put(record);
    work.commit(); // said at once: the page may be going away
    return (await Promise.all([put, work.done]))[0];
  };
  if (!(await ask(write))) memory.get(store).set(String(keyOf(store, record)), record);
}

/** All that is kept for a test or a session, in the order of its keys. */
export async function keptOf(store, token) {
  const stored = (await ask((database) => database.getAll(store, IDBKeyRange.bound([token], [token, []])))) ?? [];
  return [...stored, ...[...memory.get(store).values()].filter((record) => record.token === token)];
}

/** All that is kept there; null when the database does not say. */
export async function all(store) {
  const stored = (await opening) === null ? [] : await ask((database) => database.getAll(store));
  return stored ? [...stored, ...memory.get(store).values()] : null;
}

/** What a reload would take: the disk did not take it. */
export const isLoose = (store) => memory.get(store).size > 0;

export async function drop(store, records) {
  for (const record of records) memory.get(store).delete(String(keyOf(store, record)));
  await Promise.all(records.map((record) => ask((database) => database.delete(store, keyOf(store, record)))));
}

/** Of a silence longer than what is kept, the middle gives way. */
export async function keepBeat(beat) {
  const beats = await keptOf("beats", beat.token);
  if (beats.length >= MOST) await drop("beats", beats.filter((_, i) => i % 2 && i > EDGE && i < MOST - EDGE));
  await keep("beats", beat);
}

export const get = (store, key) => ask((database) => database.get(store, [key]));

/** At signing out: all but answers that nobody has received yet. */
export async function forget() {
  const answers = (await ask((database) => database.getAll("answers"))) ?? [];
  await drop("answers", answers.filter(({ key, isTold }) => !key || isTold));
  memory.get("orders").clear();
  await Promise.all(["orders", "beats", "pages", "push"].map((store) => ask((database) => database.clear(store))));
}
