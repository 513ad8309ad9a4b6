import { element } from "./dom.js";

/// The rows of a list that hold controls: each one stays the same element for as long as its key is shown, so
/// that an update takes neither the keyboard's focus nor an opened choice away.
///
/// `makeRow(key)` returns a row: an object with its `element` and `show(item)`.
export class Rows {
    #list;
    #makeRow;
    #rows = new Map();

    constructor(id, makeRow) {
        this.#list = element(id);
        this.#makeRow = makeRow;
    }

    /// Shows these items in this order, each under the key that `keyOf` says.
    show(items, keyOf) {
        const keys = items.map(keyOf);
        for (const [key, row] of this.#rows) {
            if (keys.includes(key)) continue;
            row.element.remove();
            this.#rows.delete(key);
        }
        for (const [place, item] of items.entries()) {
            const row = this.#row(keys[place]);
            row.show(item);
            const present = this.#list.children[place] ?? null;
            if (present !== row.element) this.#list.insertBefore(row.element, present);
        }
    }

    /// Calls `action` with each row.
    each(action) {
        this.#rows.forEach((row) => action(row));
    }

    #row(key) {
        if (!this.#rows.has(key)) this.#rows.set(key, this.#makeRow(key));
        return this.#rows.get(key);
    }
}
