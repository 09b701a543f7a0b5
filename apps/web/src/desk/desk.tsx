/** The operators' part: what it has, and the section that the address names. */
import { Unknown } from '../unknown-page.js';
import { DESK_PATH, type DeskRoute, linkTo } from '../use-route.js';
import { AllTasksPage } from './all-tasks-page.js';
import { AuditPage } from './audit-page.js';
import { CallsPage } from './calls-page.js';
import { useDeskTexts } from './desk-texts.js';
import { OverviewPage } from './overview-page.js';
import { RoutinePage } from './routine-page.js';
import { RoutinesPage } from './routines-page.js';
import './desk.css';

const SECTIONS = ['overview', 'tasks', 'routines', 'calls', 'audit'] as const;
type Section = (typeof SECTIONS)[number];

export default function Desk({ route }: { route: DeskRoute }) {
  const texts = useDeskTexts();
  const section = SECTIONS.find((name) => name === (route.section ?? 'overview'));
  if (section === undefined || (route.item !== null && section !== 'routines')) return <Unknown />;
  return (
    <>
      <nav className="tabs" aria-label={texts.forOperators}>
        {SECTIONS.map((name) => (
          <a
            key={name}
            {...linkTo(pathOf(name))}
            aria-current={name === section ? 'page' : undefined}
          >
            {texts.sections[name]}
          </a>
        ))}
      </nav>
      <View section={section} item={route.item} />
    </>
  );
}

const pathOf = (section: Section): string =>
  section === 'overview' ? DESK_PATH : `${DESK_PATH}/${section}`;

function View({ section, item }: { section: Section; item: string | null }) {
  switch (section) {
    case 'overview':
      return <OverviewPage />;
    case 'tasks':
      return <AllTasksPage />;
    case 'calls':
      return <CallsPage />;
    case 'audit':
      return <AuditPage />;
    case 'routines':
      return item === null ? <RoutinesPage /> : <RoutinePage key={item} type={item} />;
  }
}
