/** The path under which the task centre is served, from the page's <base>; '' at the root. */
export const BASE_PATH = new URL(document.baseURI).pathname.replace(/\/+$/, '');
