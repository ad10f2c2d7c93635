/**
 * What a program says, without the password that its address may hold: of each address among its arguments only scheme
 * and host stay, since cameras have passwords in the user's place, in the query and in the path.
 */
export function withoutCredentials(text: string, args: readonly string[]): string {
  const addresses = args.filter((arg) => arg.includes('://'));
  const known = addresses.reduce((left, address) => left.replaceAll(address, withoutSecrets(address)), text);
  // Whatever else looks like user and password, in an address that the program has made of it.
  return known.replace(/(\w:\/\/)[^\s/@]*(?:@[^\s/@]*)*@/g, '$1');
}

function withoutSecrets(address: string): string {
  const { protocol, host } = URL.parse(address) ?? {};
  return protocol && host ? `${protocol}//${host}` : `${address.split('://')[0]}://…`;
}
