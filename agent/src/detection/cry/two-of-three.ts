/**
 * Steadies windows that come once a second: crying when two of the last three say so. A door that slams once is no cry,
 * and a breath between two cries is no end.
 */
export function createTwoOfThree(): (crying: boolean) => boolean {
  let last: boolean[] = [];
  return (crying) => {
    last = [...last.slice(-2), crying];
    return last.filter(Boolean).length >= 2;
  };
}
