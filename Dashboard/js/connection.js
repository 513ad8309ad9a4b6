const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
const HANDSHAKE_LIMIT = 10_000;
const ATTEMPTS_UNTIL_OFFLINE = 4;

/// The WebSocket to the daemon, for as long as the page is open.
///
/// Its state is `connecting`, `live`, `reconnecting` or `offline`; in the last two it keeps trying, with
/// exponential backoff and jitter between 0.5 s and 15 s. The daemon sends everything again at the start of
/// each connection, so whoever listens needs no memory of what was missed.
export class Connection {
    #url;
    #onMessage;
    #onState;
    #socket = null;
    #failures = 0;
    #retryTimer = 0;
    #guardTimer = 0;
    #state = "connecting";

    /// Milliseconds without a message after which an open connection counts as dead; null for any time.
    silenceLimit = null;

    constructor(url, { onMessage, onState }) {
        this.#url = url;
        this.#onMessage = onMessage;
        this.#onState = onState;
    }

    get state() {
        return this.#state;
    }

    /// Connects, or connects at once where an attempt was due later.
    open() {
        this.#drop();
        const socket = new WebSocket(this.#url);
        this.#socket = socket;
        this.#guard(HANDSHAKE_LIMIT);
        socket.onmessage = (event) => this.#receive(event.data);
        socket.onclose = () => this.#fail();
    }

    /// Connects anew to have everything sent again, without showing that as a fault.
    resync() {
        this.open();
    }

    /// Tries at once if the connection is down: the machine woke up, or the user asked for it.
    retry() {
        if (this.#state !== "live") this.open();
    }

    #receive(text) {
        let message;
        try {
            message = JSON.parse(text);
        } catch {
            return;
        }
        this.#failures = 0;
        this.#become("live");
        this.#onMessage(message);
        this.#guard(this.silenceLimit);
    }

    #fail() {
        this.#drop();
        this.#failures += 1;
        this.#become(this.#failures >= ATTEMPTS_UNTIL_OFFLINE ? "offline" : "reconnecting");
        const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures);
        const delay = FIRST_DELAY + Math.random() * (longest - FIRST_DELAY);
        this.#retryTimer = setTimeout(() => this.open(), delay);
    }

    #guard(limit) {
        clearTimeout(this.#guardTimer);
        if (limit !== null) this.#guardTimer = setTimeout(() => this.#fail(), limit);
    }

    /// Lets go of the socket and of every timer; a late event of an old socket changes nothing.
    #drop() {
        clearTimeout(this.#retryTimer);
        clearTimeout(this.#guardTimer);
        if (!this.#socket) return;
        this.#socket.onmessage = null;
        this.#socket.onclose = null;
        this.#socket.close();
        this.#socket = null;
    }

    #become(state) {
        if (state === this.#state) return;
        this.#state = state;
        this.#onState(state);
    }
}
