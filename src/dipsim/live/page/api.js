// Questions to the server, one after the other. The key stands behind # in the address and is sent in a header.
const key = decodeURIComponent(location.hash.slice(1));
let session = "";
let line = Promise.resolve();

async function post(name, asked) {
  const answer = await fetch(`/api/${name}`, {
    method: "POST", credentials: "omit", cache: "no-store",
    headers: { "Content-Type": "application/json", "X-Dipsim-Key": key },
    body: JSON.stringify(asked),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || `the server answered ${answer.status}`);
  return told;
}

export function ask(name, asked = {}) {
  const next = line.then(() => post(name, { session, ...asked }));
  line = next.catch(() => null);
  return next;
}

export async function begin(text = null) {
  session = (await ask(text === null ? "new" : "open", text === null ? {} : { text })).session;
}
