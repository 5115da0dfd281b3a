/** Entry of the page that follows all the rooms of a day. */
import { hangBells, listenAnew } from "./bells.js";
import { watchNews } from "./news.js";
import "./stale.js";
import { stayAwake } from "./wake.js";

const { stream } = document.getElementById("board").dataset;
const roomsOf = () => [...document.querySelectorAll(".room-card")].map(({ id }) => id).sort().join();
let rooms = roomsOf();

/** A room that came, or went: the stream is of those that were there when it opened. */
function followRooms() {
  const before = rooms;
  rooms = roomsOf();
  if (rooms !== before) listenAnew(stream);
}

watchNews();
stayAwake();
document.addEventListener("changed", followRooms);
hangBells(stream);
