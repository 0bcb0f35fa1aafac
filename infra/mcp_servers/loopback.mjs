// Loaded before a server that would listen on every interface: it listens on 127.0.0.1, whatever it asked for.
import net from 'node:net'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  const done = rest.filter((one) => typeof one === 'function')
  return listen.call(this, { port: Number(port), host: '127.0.0.1' }, ...done)
}
