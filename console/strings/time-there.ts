// The words under the box for a time of day that was written there.

export const timeThere = (said: string, there: string, name: string) => `${said} is ${there} for ${name}.`
