/** A page of Next.js's App Router, rendered on its server. */
import { Client } from './client.jsx';

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Client>{children}</Client>
      </body>
    </html>
  );
}
