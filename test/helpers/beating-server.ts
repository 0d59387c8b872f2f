import { createServer } from 'node:http'

/**
 * A program: streams that beat twice a second, on the port that is given, on all addresses. Prints a line when it
 * listens, then the path of each request.
 */
const server = createServer((request, response) => {
  console.log(request.url)
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hello\n\n')
  const beat = setInterval(() => response.write(': beat\n\n'), 500)
  response.on('close', () => clearInterval(beat))
})
server.listen(Number(process.argv[2]), () => console.log('ready'))
