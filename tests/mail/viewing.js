// What stands on the screen, in one pass: every visible run of text, every picture, every row of boxes side by side.
// Nothing is judged here: measuring.py does that.
() => {
  const box = ({left, top, right, bottom}) => [left, top, right, bottom];
  const isThere = (rect) => rect.width > 0 && rect.height > 0;
  const isSeen = (element) => element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const styles = new Map();
  const styleOf = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  const place = (element) => element.localName + (element.className ? "." + element.className.trim().split(/\s+/).join(".") : "");

  // The direction of the language in force: what is right here, whatever the engine made of it.
  const directions = new Map();
  const meant = (element) => {
    const tag = element.closest("[lang]")?.lang || "und";
    if (!directions.has(tag)) {
      const locale = new Intl.Locale(tag);
      directions.set(tag, (locale.getTextInfo?.() ?? locale.textInfo).direction ?? "ltr");
    }
    return directions.get(tag);
  };

  const leading = (style) => (style.lineHeight === "normal" ? 0 : parseFloat(style.lineHeight) / parseFloat(style.fontSize));
  const blockOf = (element) => {
    while (styleOf(element).display.startsWith("inline") && styleOf(element).display !== "inline-block") element = element.parentElement;
    return element;
  };
  const letters = (element, text) => {
    const style = styleOf(element);
    return {
      text: text.trim().replace(/\s+/g, " "),
      place: place(element),
      direction: style.direction,
      isolated: element.closest("[dir]")?.dir ?? "",
      size: parseFloat(style.fontSize),
      leading: leading(style),
      heading: element.closest("h1, h2, h3, h4, h5, h6") !== null || styleOf(blockOf(element)).fontWeight >= 600,
    };
  };

  // How high an alternative text is that gets all the room it needs, in the width that its picture has.
  const needed = (picture) => {
    const style = styleOf(picture);
    const trial = document.createElement("div");
    trial.textContent = picture.alt;
    trial.style.cssText = `position:absolute;visibility:hidden;width:${picture.getBoundingClientRect().width}px;font:${style.font};` +
      `line-height:${style.lineHeight};word-break:${style.wordBreak}`;
    document.body.append(trial);
    const {height} = trial.getBoundingClientRect();
    trial.remove();
    return height;
  };

  // What is read one after the other: blocks of text and pictures.
  const pieces = [], runs = [], pictures = [];
  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.localName !== "img" || !isSeen(node)) continue;
      const rect = node.getBoundingClientRect();
      const isShown = node.complete && node.naturalWidth > 0;
      pictures.push({
        ...letters(node, node.alt), piece: pieces.length, has_alt: node.hasAttribute("alt"), shown: isShown, box: box(rect),
        needed: isShown || !node.alt ? 0 : needed(node),
      });
      if (isThere(rect)) pieces.push({element: node, text: node.alt, boxes: [box(rect)], room: 0, em: 0, tabular: false});
      continue;
    }
    const element = node.parentElement;
    if (!node.nodeValue.trim() || element.closest("style, script, title") || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(isThere).map(box);
    if (!rects.length) continue;
    const block = blockOf(element);
    if (!blocks.has(block)) {
      const style = styleOf(block);
      blocks.set(block, pieces.length);
      pieces.push({
        element: block, text: "", boxes: [], em: parseFloat(style.fontSize),
        room: block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
        tabular: block.closest("table:not([role])") !== null,
      });
    }
    const piece = pieces[blocks.get(block)];
    piece.boxes.push(...rects);
    piece.text += node.nodeValue;
    runs.push({...letters(element, node.nodeValue), piece: blocks.get(block), box: rects[0]});
  }

  // Where one piece stands beside the one before it, the side is that of the language which holds both.
  pieces.forEach((piece, index) => {
    let both = piece.element;
    while (index && !both.contains(pieces[index - 1].element)) both = both.parentElement;
    piece.meant = meant(both);
  });

  const isBeside = (element) => {
    const {display, float} = styleOf(element);
    return (display === "inline-block" || display === "table-cell" || float !== "none") && isThere(element.getBoundingClientRect());
  };
  const rows = [];
  for (const parent of document.body.querySelectorAll("*")) {
    if (parent.childElementCount < 2 || styleOf(parent).display.startsWith("inline")) continue;
    const beside = [...parent.children].filter(isBeside);
    if (beside.length < 2 || !isSeen(parent)) continue;
    rows.push({
      text: parent.innerText.trim().replace(/\s+/g, " ").slice(0, 60), place: place(parent), meant: meant(parent),
      columns: beside.some((each) => styleOf(each).display !== "table-cell"), boxes: beside.map((each) => box(each.getBoundingClientRect())),
    });
  }
  return {
    width: innerWidth, breadth: document.documentElement.scrollWidth, runs, pictures, rows,
    pieces: pieces.map(({element, ...rest}) => ({...rest, text: rest.text.trim().replace(/\s+/g, " "), place: place(element)})),
  };
}
