// The proof page: shows each mail in a frame, puts its numbers beside it, and keeps notes. It sends nothing and fetches nothing.
// A mail runs no scripts: its frame is sandboxed. It is of the page's origin only so that it can be measured.
"use strict";

const STEP = 26; // pixels from one number to the next, at least: a finger must hit them
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const data = JSON.parse(byId("proof-data").textContent);
const view = byId("view");
const chosen = (name) => view.elements[name].value;
const tags = Object.keys(data.editions);
let words = {};
let awaited = null; // the passage that is gone to as soon as its mail is there

// The language of the page.

function speak(tag) {
  const {direction} = data.languages[tag];
  words = data.languages[tag].words;
  root.lang = tag;
  root.dir = direction;
  for (const other of [tag, ...tags.filter((one) => one !== tag)]) { // the reader's own edition comes first
    for (const element of all(`[data-edition="${other}"]`)) element.parentElement.append(element);
  }
  document.title = `${words.proof} – ${words.name} ${data.issue}`;
  for (const element of all("[data-word]")) element.textContent = words[element.dataset.word];
  for (const element of all("[data-word]", byId("entry").content)) element.textContent = words[element.dataset.word];
  for (const element of all("[data-label]")) {
    element.setAttribute("aria-label", [words[element.dataset.label], element.dataset.number].filter(Boolean).join(" "));
  }
  for (const element of all("[data-title]")) element.title = `${words.mail} ${element.dataset.title}`;
  const format = new Intl.NumberFormat(`${tag}-u-nu-latn`);
  for (const element of all("data")) element.textContent = format.format(element.value);
  tellPlace();
}

// The view.

const editionOf = (tag) => byId(`edition-${tag}`);
const isShown = (tag) => all("[name=edition]", view).some((box) => box.value === tag && box.checked);

function show() {
  for (const name of ["part", "width", "ground", "pictures"]) root.dataset[name] = chosen(name);
  root.toggleAttribute("data-numbers", view.elements.numbers.checked);
  for (const element of all("[data-edition]")) element.hidden = !isShown(element.dataset.edition);
  if (chosen("part") === "mail") tags.filter(isShown).forEach(fill);
}

function compose(tag) {
  const ground = chosen("ground");
  const picture = (number) => (chosen("pictures") === "on" ? data.pictures[number] : "data:,");
  return data.editions[tag].parts.map((part) => {
    if (typeof part === "string") return part;
    if ("picture" in part) return picture(part.picture);
    if ("when" in part) return part.when === ground ? "(min-width: 0px)" : "(max-width: -1px)";
    return ground;
  }).join("");
}

function fill(tag) {
  const frame = editionOf(tag).querySelector("iframe");
  const state = `${chosen("ground")} ${chosen("pictures")}`;
  if (frame.dataset.state === state) {
    measure(tag);
    return;
  }
  frame.dataset.state = state;
  frame.onload = () => measure(tag);
  frame.srcdoc = compose(tag);
}

// Numbers and problems beside the mail, each where its passage is.

function boxesOf(tag) {
  const page = editionOf(tag).querySelector("iframe").contentDocument;
  const found = page ? all("[data-proof]", page) : [];
  return new Map(found.reverse().map((element) => [Number(element.getAttribute("data-proof")), element.getBoundingClientRect()]));
}

function measure(tag) {
  const frame = editionOf(tag).querySelector("iframe");
  const page = frame.contentDocument?.documentElement;
  if (!page) return;
  frame.style.blockSize = "0";
  frame.style.blockSize = `${page.scrollHeight}px`;
  const boxes = boxesOf(tag);
  stack(all(".number", editionOf(tag).querySelector(".numbers")), (item) => boxes.get(Number(item.textContent)));
  stack(all(".drawn .badge", editionOf(tag)), (item) => boxes.get(Number(item.dataset.at)));
  mark();
  if (awaited?.tag === tag) arrive();
}

function stack(items, boxOf) {
  let free = 0;
  const placed = items.map((item) => ({item, box: boxOf(item)}));
  for (const {item, box} of placed) item.hidden = !box?.height;
  for (const {item, box} of placed.filter(({box}) => box?.height).sort((one, other) => one.box.top - other.box.top)) {
    const top = Math.max(box.top, free);
    item.style.insetBlockStart = `${top}px`;
    free = top + STEP;
  }
}

function makeNumbers(tag) {
  const bar = editionOf(tag).querySelector(".numbers");
  for (const [number, said] of Object.entries(data.editions[tag].passages).slice(2)) {
    const button = Object.assign(document.createElement("button"), {type: "button", className: "number", textContent: number, tabIndex: -1});
    button.dataset.place = `${tag} ${number}`;
    button.setAttribute("aria-label", `${tag} ${number}: ${shorten(said)}`);
    bar.append(button);
  }
  if (bar.firstChild) bar.firstChild.tabIndex = 0;
  bar.addEventListener("keydown", walk);
}

function walk(event) {
  const buttons = all(".number:not([hidden])", event.currentTarget);
  const at = buttons.indexOf(event.target);
  const next = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1, PageDown: at + 10, PageUp: at - 10}[event.key];
  if (next === undefined) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = -1;
  const button = buttons[Math.min(Math.max(next, 0), buttons.length - 1)];
  button.tabIndex = 0;
  button.focus();
}

// Places: “ar 14”.

function digit(character) {
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && character.codePointAt(0) - zero < 9) zero -= 1;
  return character.codePointAt(0) - zero;
}

function readPlace(text) {
  const found = /^\s*(\S*?)\W*(\d+)\s*$/.exec(text.replace(/\p{Nd}/gu, digit));
  const tag = found && tags.find((other) => other.toLowerCase() === found[1].toLowerCase());
  const number = found && Number(found[2]);
  return tag && number in data.editions[tag].passages ? {tag, number} : null;
}

const wordsOf = ({tag, number}) => data.editions[tag].passages[number];

function shorten(text, most = 60) {
  const letters = [...new Intl.Segmenter(undefined, {granularity: "grapheme"}).segment(text)].map(({segment}) => segment);
  return letters.length > most ? `${letters.slice(0, most).join("").trimEnd()}…` : text;
}

function speakIn(element, tag) {
  element.lang = tag;
  element.dir = data.languages[tag].direction;
}

function tellPlace() {
  const field = byId("place");
  const place = readPlace(field.value);
  const said = byId("place-words");
  said.textContent = place ? shorten(wordsOf(place)) : field.value ? words.unknown : words.example;
  speakIn(said, place ? place.tag : root.lang);
  field.setCustomValidity(place || !field.value ? "" : words.unknown);
  mark();
}

function mark() {
  const place = readPlace(byId("place").value);
  for (const button of all(".number")) button.setAttribute("aria-pressed", String(place !== null && button.dataset.place === `${place.tag} ${place.number}`));
  for (const tag of tags) {
    const frame = editionOf(tag).querySelector(".mark");
    const box = place?.tag === tag && boxesOf(tag).get(place.number);
    frame.hidden = !box;
    if (!box) continue;
    Object.assign(frame.style, {top: `${box.top - 4}px`, left: `${box.left - 4}px`, inlineSize: `${box.width + 8}px`, blockSize: `${box.height + 8}px`});
  }
}

function choose(place) {
  byId("place").value = `${place.tag} ${place.number}`;
  tellPlace();
}

function goTo(place, badge) {
  choose(place);
  awaited = {...place, badge};
  view.elements.part.value = "mail";
  for (const box of all("[name=edition]", view)) box.checked ||= box.value === place.tag;
  show();
}

function arrive() {
  const {tag, number, badge} = awaited;
  awaited = null;
  const edition = editionOf(tag);
  const aim = badge ? edition.querySelector(`.badge[href="#problem-${badge}"]`) : edition.querySelector(`.number[data-place="${tag} ${number}"]`);
  const shown = (number > 2 ? edition.querySelector(".mark") : edition.querySelector(".letterhead")).getBoundingClientRect();
  const stage = byId("stage").getBoundingClientRect();
  const side = edition.getBoundingClientRect();
  byId("stage").scrollBy(side.left - stage.left - (stage.width - side.width) / 2, shown.top - stage.top - stage.height / 3);
  aim?.focus({preventScroll: true});
}

view.addEventListener("change", show);
view.addEventListener("submit", (event) => event.preventDefault());
byId("place").addEventListener("input", tellPlace);
document.addEventListener("click", (event) => {
  const aim = event.target.closest?.("[data-place]");
  if (!aim) return;
  event.preventDefault();
  const place = readPlace(aim.dataset.place);
  if (aim.matches("a")) {
    goTo(place, aim.dataset.badge);
  } else {
    choose(place);
    byId("note").focus();
  }
});
