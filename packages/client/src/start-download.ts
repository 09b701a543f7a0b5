/**
 * Starts a browser's download of a file address. The server names the file; outside browsers
 * nothing happens.
 */
export function startDownload(url: string, fileName: string | null): void {
  if (typeof document === 'undefined') return;
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName ?? '';
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
