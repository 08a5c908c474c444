/** wrangler.toml's Text rule: an imported stylesheet is its text. */
declare module "*.css" {
  const text: string;
  export default text;
}
