# Signs in with Plex by Ruby's Net::HTTP, and prints who it is.
require 'json'
require 'net/http'

HEADERS = { 'accept' => 'application/json', 'x-plex-client-identifier' => 'matrix' }.freeze

def ask(kind, url, more = {})
  uri = URI(url)
  Net::HTTP.start(uri.host, uri.port, use_ssl: true) do |http|
    JSON.parse(http.request(kind.new(uri, HEADERS.merge(more))).body)
  end
end

id = ask(Net::HTTP::Post, 'https://plex.tv/api/v2/pins?strong=true')['id']
token = nil
until (token = ask(Net::HTTP::Get, "https://clients.plex.tv/api/v2/pins/#{id}")['authToken'])
  sleep 0.05
end
puts "signed in as #{ask(Net::HTTP::Get, 'https://plex.tv/api/v2/user', 'x-plex-token' => token)['username']}"
