/** Before the first paint: on a screen that is projected, what is private never shows, not even for a moment. */
document.documentElement.toggleAttribute("data-projected", Boolean(localStorage.getItem("projected")));
