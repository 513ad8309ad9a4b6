/// What a figure shows while its value is unknown.
export const UNKNOWN = "–";

const shownEntries = new WeakMap();

/// Returns the element with this id; a missing one is a fault in index.html, so it throws.
export function element(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`index.html has no element #${id}`);
    return found;
}

/// Sets the text of the element with this id.
export function setText(id, text) {
    write(element(id), text ?? UNKNOWN);
}

/// Sets the text of an element, and only when it differs: live regions announce every write.
export function write(target, text) {
    if (target.textContent !== text) target.textContent = text;
}

/// Returns a new element with a class and text. Text is never parsed as markup.
export function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
}

/// Replaces the entries of a list, unless it already shows the same.
///
/// An entry is `{title, lines, mark, tone}`: a heading, the lines below it and an optional word in a badge, whose
/// tone is `plain`, `good`, `warning` (also when there is none) or `danger`.
export function setEntries(id, entries, whenEmpty) {
    const list = element(id);
    const key = JSON.stringify(entries);
    if (shownEntries.get(list) === key) return;
    shownEntries.set(list, key);
    const items = entries.map(({ title, lines, mark, tone }) => {
        const item = make("li");
        const head = make("p", "entry-title", title);
        if (mark) {
            const badge = make("span", "mark", mark);
            badge.dataset.tone = tone ?? "warning";
            head.append(" ", badge);
        }
        item.append(head, ...lines.map((line) => make("p", "entry-line", line)));
        return item;
    });
    list.replaceChildren(...(items.length ? items : [make("li", "entry-none", whenEmpty)]));
}

/// Replaces the rows of a list of facts by `[name, text]` pairs; facts without a text are left out.
export function setFacts(id, facts) {
    const known = facts.filter(([, text]) => text);
    const list = element(id);
    const key = JSON.stringify(known);
    if (shownEntries.get(list) === key) return;
    shownEntries.set(list, key);
    list.replaceChildren(...known.map(([name, text]) => {
        const row = make("div");
        row.append(make("dt", "", name), make("dd", "", text));
        return row;
    }));
}

/// Fills a table: its caption, its columns' names, and rows of texts of which the first names the row.
export function setTable(id, caption, columns, rows) {
    const head = make("thead");
    head.append(cells(columns, () => "col"));
    const body = make("tbody");
    body.append(...rows.map((texts) => cells(texts, (place) => (place === 0 ? "row" : null))));
    element(id).replaceChildren(make("caption", "", caption), head, body);
}

function cells(texts, scopeOf) {
    const row = make("tr");
    row.append(...texts.map((text, place) => {
        const scope = scopeOf(place);
        const cell = make(scope === null ? "td" : "th", "", text ?? UNKNOWN);
        if (scope !== null) cell.scope = scope;
        return cell;
    }));
    return row;
}
