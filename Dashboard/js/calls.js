/// Asks the daemon for something that is asked for again soon: null stands for no answer.
export async function callOrNull(method, path) {
    return call(method, path).catch(() => null);
}

/// Asks the daemon for something and returns its answer.
///
/// It throws an Error whose message tells a person why that failed.
export async function call(method, path, body) {
    const options = { method, cache: "no-store" };
    if (body !== undefined) {
        options.headers = { "Content-Type": "application/json" };
        options.body = JSON.stringify(body);
    }
    let response;
    try {
        response = await fetch(path, options);
    } catch {
        throw new Error("The daemon could not be reached.");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.detail ?? answer.title ?? `The daemon answered ${response.status}.`);
    return answer;
}
