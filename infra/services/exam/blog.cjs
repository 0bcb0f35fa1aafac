// jsonapi-server with the blog of its own examples (articles, comments, people, photos, tags), on 127.0.0.1.
const http = require('http')

const port = Number(process.argv[2])
const listen = http.Server.prototype.listen
http.Server.prototype.listen = function (at, ...rest) { return listen.call(this, at, '127.0.0.1', ...rest) }

const jsonApi = require('jsonapi-server')

jsonApi.setConfig({
  protocol: 'http', hostname: '127.0.0.1', port, base: 'rest', meta: {},
  swagger: {
    title: 'Blog', version: '1', description: 'A blog: its articles, their comments, authors, tags and photos',
    security: [{ key: [] }], securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-API-Auth' } }
  }
})
for (const one of ['articles', 'comments', 'people', 'photos', 'tags']) require(`jsonapi-server/example/resources/${one}.js`)
jsonApi.start()
