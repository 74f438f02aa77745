/** The message for an empty field, by its name in the contract. */
const asks: Readonly<Record<string, string>> = {
  name: "Enter the name",
  street: "Enter the address",
  postalCode: "Enter the postal code",
  city: "Enter the city",
  country: "Choose a country",
  email: "Enter your e-mail address",
  password: "Enter your password",
  currentPassword: "Enter your current password",
  newPassword: "Enter a new password",
};

const names: Readonly<Record<string, string>> = {
  name: "The name",
  street: "The address",
  postalCode: "The postal code",
  city: "The city",
  country: "The country",
  email: "The e-mail address",
  password: "The password",
  currentPassword: "The current password",
  newPassword: "The new password",
};

/**
 * The error of a field, as a sentence that says what to do.
 *
 * @param message the contract's own, such as `must be at most 100 characters`
 */
export const fieldSentence = (field: string, value: unknown, message: string): string => {
  const ask = asks[field];
  if (ask !== undefined && (value === undefined || (typeof value === "string" && value.trim() === "")))
    return `${ask}.`;
  if (field === "country") return "Choose a country that we deliver to.";
  const [, example] = /^must be (an? .*such as .*)$/.exec(message) ?? [];
  if (example !== undefined) return `Enter ${example}.`;
  return `${names[field] ?? "This"} ${message}.`;
};
