/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, no-restricted-globals -- this runs in a browser, whose globals are not those of the server */
// The form that makes the first account. Its words stand in the page, in the reader's language.
const form = document.querySelector('form');
const button = form.querySelector('button');
const outcome = form.querySelector('output');
const { token } = form.dataset;

function say(kind, text) {
  outcome.className = kind;
  outcome.textContent = text;
}

async function send() {
  const fields = Object.fromEntries(new FormData(form));
  const response = await fetch('/api/setup', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...fields }),
  });
  const answer = await response.json();
  if (answer.code !== 0) throw new Error(`${form.dataset.refused}${answer.msg}`);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  say('', form.dataset.busy);
  try {
    await send();
    for (const field of document.querySelectorAll('p, label, button')) field.remove();
    say('good', form.dataset.done);
    form.querySelector('a').hidden = false;
  } catch (error) {
    say('bad', error instanceof TypeError ? form.dataset.unreachable : error.message);
    button.disabled = false;
  }
});
