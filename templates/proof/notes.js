// The notes of the proof page: kept in this browser, copied or saved by whoever wrote them, and never sent. Begins everything.
"use strict";

const key = `proof ${data.issue} ${data.version}`;
let notes = [];

// What the browser remembers: nothing, where it is told not to.

function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function drawNotes() {
  const list = byId("list");
  list.replaceChildren(...notes.map((note, index) => {
    const item = byId("entry").content.cloneNode(true).firstElementChild;
    const link = item.querySelector("a");
    const said = item.querySelector(".words");
    link.textContent = `${note.tag} ${note.number}`;
    link.dataset.place = link.textContent;
    said.textContent = shorten(wordsOf(note));
    speakIn(said, note.tag);
    item.querySelector(".text").textContent = note.text;
    const remove = item.querySelector(".remove");
    remove.setAttribute("aria-label", `${words.remove} ${link.textContent}`);
    remove.onclick = () => changeNotes(notes.filter((_, other) => other !== index), "notes-name");
    return item;
  }));
  byId("empty").hidden = notes.length > 0;
  byId("copy").disabled = byId("save").disabled = notes.length === 0;
  const noted = new Set(notes.map((note) => `${note.tag} ${note.number}`));
  for (const button of all(".number")) button.classList.toggle("noted", noted.has(button.dataset.place));
  byId("kept").textContent = remember(key, notes) ? words.kept : words.lost;
  byId("by-hand").hidden = true;
}

function changeNotes(changed, focus) {
  notes = changed;
  byId("said").textContent = "";
  drawNotes();
  byId(focus).focus();
}

function plainNotes() {
  const each = notes.map((note) => `${note.tag} ${note.number}\n“${shorten(wordsOf(note))}”\n${note.text}\n`);
  return [`${words.proof}: ${words.name} ${data.issue}, ${words.version} ${data.version}\n`, ...each].join("\n");
}

async function copyNotes() {
  const text = plainNotes();
  try {
    await navigator.clipboard.writeText(text);
    byId("said").textContent = words.copied;
  } catch {
    byId("by-hand").hidden = false;
    byId("out").value = text;
    byId("out").select();
  }
}

function saveNotes() {
  const address = URL.createObjectURL(new Blob([plainNotes()], {type: "text/plain;charset=utf-8"}));
  Object.assign(document.createElement("a"), {href: address, download: `notes-${data.issue}-${data.version}.txt`}).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// Begin.

function firstLanguage() {
  const wanted = [recall("proof language"), ...navigator.languages].filter(Boolean);
  const known = (tag) => tags.find((other) => tag === other || tag.split("-")[0] === other);
  return wanted.map(known).find(Boolean) ?? tags[0];
}

const kept = recall(key);
notes = Array.isArray(kept) ? kept.filter((note) => readPlace(`${note?.tag} ${note?.number}`) && typeof note.text === "string") : [];
root.toggleAttribute("data-live", true);
tags.forEach(makeNumbers);
byId("places").append(...tags.flatMap((tag) => Object.entries(data.editions[tag].passages).map(([number, said]) => new Option(shorten(said), `${tag} ${number}`))));
byId("language").value = firstLanguage();
byId("notes-name").tabIndex = -1;
speak(byId("language").value);
drawNotes();
show();

byId("language").addEventListener("change", ({target}) => {
  remember("proof language", target.value);
  speak(target.value);
  drawNotes();
  show();
});
byId("writing").addEventListener("submit", (event) => {
  event.preventDefault();
  changeNotes([...notes, {...readPlace(byId("place").value), text: byId("note").value.trim()}], "note");
  byId("note").value = "";
});
byId("copy").addEventListener("click", copyNotes);
byId("save").addEventListener("click", saveNotes);
