/** The view of an address that leads nowhere. */
import { PageHead } from './page-head.js';
import { usePageTexts } from './texts.js';
import { Titled } from './titled.js';

export function Unknown() {
  const texts = usePageTexts();
  return (
    <Titled
      title={texts.unknown}
      view={<PageHead title={texts.unknown} hint={texts.unknownHint} />}
    />
  );
}
