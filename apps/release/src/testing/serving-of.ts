/** What serves as v1 of a service. */
export const servingOf = (service: string): string => `localhost/caravan/${service}:1111`;
