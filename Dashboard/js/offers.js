import { call } from "./calls.js";

let paths = null;

/// Tells whether the daemon's own description has a call, such as `offers("post", "/api/test")`.
///
/// It throws if the description can't be had.
export async function offers(method, path) {
    paths ??= (await call("GET", "api/openapi.json")).paths;
    return Object.hasOwn(paths[path] ?? {}, method);
}
