// The little of mailauth that is used; the package has no types of its own.

declare module 'mailauth' {
  export function authenticate(
    raw: Buffer,
    options: {
      ip?: string
      helo?: string
      sender?: string
      resolver: (name: string, type: string) => Promise<unknown>
      disableArc: boolean
      disableBimi: boolean
    },
  ): Promise<{ dmarc?: { status?: { result: string } } | false }>
}

declare module 'mailauth/lib/dkim/sign.js' {
  export function dkimSign(
    raw: Buffer,
    options: {
      signatureData: { signingDomain: string; selector: string; privateKey: string }[]
    },
  ): Promise<{ signatures: string }>
}
