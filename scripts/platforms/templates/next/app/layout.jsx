export const metadata = { title: 'Trains in the page, and in a worker' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
