// Style sheets are imported as text and adopted by the shadow root or written into the page.
declare module '*.css' {
  const text: string
  export default text
}
