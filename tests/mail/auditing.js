// Runs axe, and counts the visible text nodes whose contrast it could judge.
async (options) => {
  const report = await axe.run(document, {...options, elementRef: true});
  const elementsOf = (results) =>
    new Set(results.filter(({id}) => id === "color-contrast").flatMap(({nodes}) => nodes.map(({element}) => element)));
  const judged = new Set([...elementsOf(report.passes), ...elementsOf(report.violations)]);
  const unsure = elementsOf(report.incomplete);
  const counts = {texts: 0, judged: 0, unsure: 0};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!/[\p{L}\p{N}]/u.test(node.nodeValue) || element.closest("style, script")) continue;
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    counts.texts += 1;
    counts.judged += judged.has(element);
    counts.unsure += unsure.has(element);
  }
  const violations = report.violations.flatMap(({id, help, nodes}) =>
    nodes.map(({html, any}) => `${id}: ${help}: ${html.slice(0, 160)} ${any.map(({message}) => message).join(" ")}`));
  return {...counts, violations};
}
