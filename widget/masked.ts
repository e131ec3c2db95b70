// An address for a screen that others may see, masked as the server does it: enough for who knows it.

export const masked = (address: string) => address.replace(/(?<=^.).*(?=@)/u, '•••')
