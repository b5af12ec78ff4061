// Serves a built site the way a strict host does. Knows files, not what is in them.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "application/xml; charset=utf-8",
};

/** Serves `folder` below `mount` on a free port of this machine and returns the site's address. */
export async function serve(folder, onEnd, { mount = "/", headers = strict } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inside = path.startsWith(mount) ? normalize(`/${path.slice(mount.length)}`) : "/outside-of-the-site";
    const file = inside.endsWith("/") ? `${inside}index.html` : inside;
    const send = (status, type, body) => response.writeHead(status, { ...headers, "Content-Type": type }).end(body);
    try {
      send(200, types[extname(file)] ?? "application/octet-stream", await readFile(join(folder, file)));
    } catch {
      send(404, types[".html"], await readFile(join(folder, "404.html")));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  onEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${server.address().port}${mount}`;
}

const strict = { "Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff" };
