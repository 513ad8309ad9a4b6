import { callOrNull } from "./calls.js";

let paths = null;

/// Tells whether the daemon's own description has a call, such as `offers("post", "/api/test")`.
export async function offers(method, path) {
    paths ??= (await callOrNull("GET", "api/openapi.json"))?.paths ?? null;
    return Object.hasOwn(paths?.[path] ?? {}, method);
}
