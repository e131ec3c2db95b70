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
  ): Promise<{
    dkim?: { headerFrom?: string[] }
    dmarc?:
      | {
          status?: { result: string }
          alignment?: { dkim?: { underSized?: number | false }; spf?: { result: string | false } }
        }
      | false
  }>
}

declare module 'mailauth/lib/dkim/sign.js' {
  export function dkimSign(
    raw: Buffer,
    options: {
      signatureData: { signingDomain: string; selector: string; privateKey: string; maxBodyLength?: number }[]
    },
  ): Promise<{ signatures: string }>
}
