/** Steps that go up. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f4f52"/><path d="M5 25H12V18H19V11H27" fill="none" stroke="#fbf6ec" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/><circle cx="27" cy="8" r="3" fill="#eb8f65"/></svg>`;
